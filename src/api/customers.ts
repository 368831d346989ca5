import type { z } from 'zod';
import * as contract from '../contract/customers.ts';
import { replacementsOf, type Standing } from '../features/access/index.ts';
import {
  type CustomerDetail,
  type CustomerRow,
  findCustomer,
  listCustomers,
  listResellers,
  readTimeline,
} from '../features/customers/index.ts';
import { publicId } from '../model/ids.ts';
import { MatchHow } from '../model/mapping.ts';
import { type AsOf, asOfIn } from './as-of.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';
import { readSort } from './sort.ts';

const unknown = refuse('not_found', 'There is no such customer.');

const presentWith =
  (asOf: AsOf) =>
  (row: CustomerRow): z.input<typeof contract.CustomerRow> => ({
    id: publicId('customer', row.customerId),
    name: row.name,
    domain: row.domain,
    tenantId: row.tenantId,
    cloud: row.cloud,
    country: row.country,
    access: row.access,
    accessEndsAt: row.accessEndsAt?.toString() ?? null,
    readiness: row.readiness,
    psaMapping: row.psaMapping,
    subscriptions: row.subscriptions,
    openDifferences: row.openDifferences,
    atStake: row.atStake,
    connectionIds: row.connectionIds.map((id) => publicId('connection', id)),
    ...asOf(row.readFrom, row.readAt),
    partnerTypes: [...row.partnerTypes],
    resellers: [...row.resellers],
    retired: row.retired,
  });

const presentDetail = (customer: CustomerDetail, ending: readonly Standing[], asOf: AsOf): z.input<typeof contract.CustomerDetail> => ({
  ...presentWith(asOf)(customer),
  connections: customer.connections.map((each) => ({
    ...each,
    connectionId: publicId('connection', each.connectionId),
    ...asOf(each.connectionId, each.readAt),
  })),
  accounts: customer.accounts.map((each) => ({
    ...each,
    mappingId: publicId('mapping', each.mappingId),
    connectionId: publicId('connection', each.connectionId),
    how: MatchHow.nullable().parse(each.how),
    accountId: each.accountId === null ? null : publicId('account', each.accountId),
    ...asOf(each.connectionId, each.readAt),
  })),
  accessRelationships: customer.accessRelationships.map(({ connectionId, ...each }) => ({
    ...each,
    endsAt: each.endsAt?.toString() ?? null,
    replacement: replacementIn(ending, connectionId, each.id),
    ...asOf(connectionId, each.readAt),
  })),
});

function replacementIn(ending: readonly Standing[], connectionId: string, relationshipId: string) {
  const found = ending.find((each) => each.connectionId === connectionId && each.remoteId === relationshipId);
  return found === undefined ? null : { sentence: found.sentence, hint: found.hint };
}

export const customerRoutes: readonly Mounted[] = [
  handle(contract.listCustomerResellers, async ({ context }) => good({ data: await listResellers(context) })),
  handle(contract.listCustomers, async ({ context, query: { limit, cursor, sort, count, segment, ...filter } }) => {
    const chosen = { ...filter, segments: segment };
    const wanted = { ...readSort(sort, 'name'), limit: limit ?? defaultLimit, cursor, filter: chosen, count: count ?? false };
    const [page, asOf] = await Promise.all([listCustomers(context, wanted), asOfIn(context)]);
    return good(pageReply(page, limit, presentWith(asOf), page.total));
  }),
  handle(contract.getCustomer, async ({ context, params }) => {
    const customer = await findCustomer(context, params.id);
    return customer === undefined
      ? unknown
      : good(presentDetail(customer, await replacementsOf(context, params.id), await asOfIn(context)));
  }),
  handle(contract.getCustomerTimeline, async ({ context, params }) => {
    const entries = await readTimeline(context, params.id);
    return entries === undefined ? unknown : good({ data: entries.map((entry) => ({ ...entry, at: entry.at.toString() })) });
  }),
];
