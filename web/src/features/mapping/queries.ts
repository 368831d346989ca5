import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  type AccountMapping,
  decideAccountMapping,
  decideProductMapping,
  getMappingCounts,
  listAccountMappings,
  listMappingTargets,
  listProductMappings,
  type MappingDecision,
  type ProductMapping,
} from '#contract/mapping.ts';
import { call } from '../../lib/api.ts';
import { type Tab, tabStates } from './words.ts';

export type AccountRow = z.infer<typeof AccountMapping>;
export type ProductRow = z.infer<typeof ProductMapping>;
export type MappingRow = AccountRow | ProductRow;
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

export const isAccount = (row: MappingRow): row is AccountRow => 'customerId' in row;

export const sourceOf = (row: MappingRow): Source =>
  isAccount(row)
    ? {
        name: row.customerName,
        detail: [row.customerDomain, row.tenantId].filter((part) => part !== '').join(' · '),
        targetId: row.accountId,
        targetName: row.accountName,
      }
    : {
        name: row.productName,
        detail: `${row.termLabel} · ${row.productId}:${row.skuId}`,
        targetId: row.serviceId,
        targetName: row.serviceName,
      };

export const listRouteOf = { accounts: listAccountMappings, products: listProductMappings } as const;

export const listOf = (tab: Tab, q: string | undefined, sort: string | undefined) => ({
  q,
  sort,
  state: tab === 'all' ? undefined : tabStates[tab].join(','),
});

export const countsQuery = queryOptions({
  queryKey: [getMappingCounts.id],
  queryFn: ({ signal }) => call(getMappingCounts, { signal }),
});

export const decide = (row: MappingRow, body: Decision): Promise<MappingRow> =>
  isAccount(row)
    ? call(decideAccountMapping, { params: { id: row.id }, body })
    : call(decideProductMapping, { params: { id: row.id }, body });

/** Accounts or services whose name, code or domain has the letters. */
export async function searchTargets(row: MappingRow, q: string, signal: AbortSignal) {
  const kind = isAccount(row) ? 'account' : 'service';
  const { data } = await call(listMappingTargets, { query: { connectionId: row.connectionId, kind, q }, signal });
  return data;
}
