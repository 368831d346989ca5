import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Subscriptions at Microsoft. Keys: `id` of the row as text. */
export const subscriptionsTables = () => ({
  subscriptions: new Table<t.Subscription>({
    customerId: (row) => row.customerId,
    accountId: (row) => row.accountId,
    /** `${accountId}:${customerId}`: what one partner sees of one customer. */
    relationship: (row) => `${row.accountId}:${row.customerId}`,
    orderId: (row) => row.orderId,
  }),
});
