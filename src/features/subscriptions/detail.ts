import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type SubscriptionRow, selectSubscriptions, toSubscriptionRow } from './list.ts';

export type Changes = Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
export type SubscriptionDetail = SubscriptionRow & {
  readonly history: readonly { readonly at: Temporal.Instant; readonly cause: string; readonly changes: Changes }[];
};

/** One subscription with everything that ever changed about it, newest first. */
export function findSubscription(context: Context, subscriptionId: string): Promise<SubscriptionDetail | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const row = await selectSubscriptions(tx).where('subscription_id', '=', subscriptionId).executeTakeFirst();
    if (row === undefined) return undefined;
    const history = await tx
      .selectFrom('subscription_change')
      .select(['at', 'cause', 'changes'])
      .where('customer_id', '=', row.customer_id)
      .where('subscription_id', '=', subscriptionId)
      .orderBy('at', 'desc')
      .limit(500)
      .execute();
    return {
      ...toSubscriptionRow(row),
      history: history.map(({ at, cause, changes }) => ({ at, cause, changes: changes as Changes })), // written by keep.ts
    };
  });
}
