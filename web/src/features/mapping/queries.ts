import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { listConnections } from '#contract/connections.ts';
import {
  type AccountMapping,
  type CustomerMapping,
  decideAccountMapping,
  decideProductMapping,
  getMappingCounts,
  listCustomerMappings,
  listMappingTargets,
  listProductMappings,
  type MappingDecision,
  type ProductMapping,
} from '#contract/mapping.ts';
import { call } from '../../lib/api.ts';
import { type Tab, tabStates } from './words.ts';

export type Link = z.infer<typeof AccountMapping>;
export type CustomerRow = z.infer<typeof CustomerMapping>;
/** A customer as the workbench shows it: the link that is decided next, and the others beside it. */
export type AccountRow = Link & Pick<CustomerRow, 'stakes'> & { readonly others: readonly Link[] };
export type ProductRow = z.infer<typeof ProductMapping>;
export type MappingRow = AccountRow | ProductRow;
/** What a decision answers. */
export type Decided = Link | ProductRow;
export type Decision = z.input<typeof MappingDecision>;
export const bookKinds = ['accounts', 'products'] as const;
export type BookKind = (typeof bookKinds)[number];

/** What the two workbenches have in common, row by row. */
export type Source = {
  readonly name: string;
  readonly detail: string;
  readonly targetId: string | null;
  readonly targetName: string | null;
};

export const isAccount = <Row extends Decided>(row: Row): row is Exclude<Row, ProductRow> => 'customerId' in row;

const needsNobody = ['mapped', 'ignored'];

/** The customer buys nothing there, and nothing is found there: nobody has to look at it. */
export const isSpare = (link: Link): boolean => !link.isNeeded && link.state === 'unmapped';

/** The row of a customer, or of a product as it is. A customer without any link has nothing to decide yet. */
export function rowOf(row: CustomerRow | ProductRow): readonly MappingRow[] {
  if (!('links' in row)) return [row];
  const links = row.links.filter((link) => !isSpare(link));
  const next = links.find((link) => !needsNobody.includes(link.state)) ?? links[0] ?? row.links[0];
  return next === undefined ? [] : [{ ...next, stakes: row.stakes, others: row.links.filter((link) => link !== next) }];
}

/** A customer keeps its row while its links are decided one after the other. */
export const rowIdOf = (row: Decided): string => (isAccount(row) ? row.customerId : row.id);

export const sourceOf = (row: Decided): Source =>
  isAccount(row)
    ? {
        name: row.customerName,
        detail: [row.customerDomain, row.tenantId].filter((part) => part !== '').join(' · '),
        targetId: row.accountId,
        targetName: row.accountName,
      }
    : {
        name: row.productName,
        detail: [
          row.termLabel,
          row.segment,
          `${row.productId}:${row.skuId}`,
          row.promotionId === null ? null : `promotion ${row.promotionId}`,
        ]
          .filter((part) => part !== null)
          .join(' · '),
        targetId: row.serviceId,
        targetName: row.serviceName,
      };

export const listRouteOf = { accounts: listCustomerMappings, products: listProductMappings } as const;

type Filter = { readonly q: string | undefined; readonly sort: string | undefined; readonly distributorId: string | undefined };
export const listOf = (tab: Tab, filter: Filter) => ({
  ...filter,
  state: tab === 'all' ? undefined : tabStates[tab].join(','),
  waiting: tab === 'todo' ? 'true' : undefined,
});

/** Who may be asked for: those who read no connections are shown no choice of them. */
export const distributorsQuery = queryOptions({
  queryKey: [listConnections.id, 'distributors'],
  queryFn: async ({ signal }) => (await call(listConnections, { signal })).data.filter(({ side }) => side === 'distributor'),
});

export const countsQuery = queryOptions({
  queryKey: [getMappingCounts.id],
  queryFn: ({ signal }) => call(getMappingCounts, { signal }),
});

export const decide = (row: Decided, body: Decision): Promise<Decided> =>
  isAccount(row)
    ? call(decideAccountMapping, { params: { id: row.id }, body })
    : call(decideProductMapping, { params: { id: row.id }, body });

/** Services of a PSA whose name or code has the letters. */
export async function searchServices(connectionId: string, q: string, signal: AbortSignal) {
  const { data } = await call(listMappingTargets, { query: { connectionId, kind: 'service', q }, signal });
  return data;
}

/** Accounts of a connection whose name or domain has the letters. */
export async function searchAccounts(connectionId: string, q: string, signal: AbortSignal) {
  const { data } = await call(listMappingTargets, { query: { connectionId, kind: 'account', q }, signal });
  return data;
}

/** Accounts or services whose name, code or domain has the letters. */
export async function searchTargets(row: MappingRow, q: string, signal: AbortSignal) {
  const kind = isAccount(row) ? 'account' : 'service';
  return call(listMappingTargets, { query: { connectionId: row.connectionId, kind, q }, signal });
}
