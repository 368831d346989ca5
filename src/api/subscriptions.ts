import type { z } from 'zod';
import * as contract from '../contract/subscriptions.ts';
import { findSubscription, listSubscriptions, type SubscriptionRow } from '../features/subscriptions/index.ts';
import { publicId } from '../model/ids.ts';
import { termLabel } from '../model/term.ts';
import { type AsOf, asOfIn } from './as-of.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';
import { readSort } from './sort.ts';

const presentWith =
  (asOf: AsOf) =>
  (row: SubscriptionRow): z.input<typeof contract.SubscriptionRow> => ({
    id: publicId('subscription', row.subscriptionId),
    customerId: publicId('customer', row.customerId),
    customerName: row.customerName,
    connectionId: publicId('connection', row.connectionId),
    remoteId: row.remoteId,
    offerName: row.offerName,
    productId: row.productId,
    skuId: row.skuId,
    term: row.term,
    frequency: row.frequency,
    termLabel: termLabel(row.term, row.frequency),
    seats: row.seats,
    status: row.status,
    isTrial: row.isTrial,
    isUsage: row.isUsage,
    autoRenew: row.autoRenew,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    cancelUntil: row.cancelUntil?.toString() ?? null,
    ...asOf(row.connectionId, row.readAt),
    retired: row.retired,
  });

export const subscriptionRoutes: readonly Mounted[] = [
  handle(contract.listSubscriptions, async ({ context, query: { limit, cursor, sort, count, ...filter } }) => {
    const wanted = { ...readSort(sort, 'customerName'), limit: limit ?? defaultLimit, cursor, filter, count: count ?? false };
    const [page, asOf] = await Promise.all([listSubscriptions(context, wanted), asOfIn(context)]);
    return good(pageReply(page, limit, presentWith(asOf), page.total));
  }),
  handle(contract.getSubscription, async ({ context, params }) => {
    const [found, asOf] = await Promise.all([findSubscription(context, params.id), asOfIn(context)]);
    if (found === undefined) return refuse('not_found', 'There is no such subscription.');
    return good({ ...presentWith(asOf)(found), history: found.history.map((change) => ({ ...change, at: change.at.toString() })) });
  }),
];
