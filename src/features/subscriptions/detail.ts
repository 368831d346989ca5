import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { readIn } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type SubscriptionRow, selectSubscriptions, toSubscriptionRow } from './list.ts';

export type Changes = Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
export type SubscriptionDetail = SubscriptionRow & {
  readonly history: readonly { readonly at: Temporal.Instant; readonly cause: string; readonly changes: Changes }[];
};

/** One subscription with everything that ever changed about it, newest first. */
export async function findSubscription(context: Context, subscriptionId: string): Promise<SubscriptionDetail | undefined> {
  const row = await selectSubscriptions(readIn(context.db, context.scope))
    .select((from) =>
      jsonArrayFrom(
        from
          .selectFrom('subscription_change')
          .select(['at', 'cause', 'changes'])
          .whereRef('subscription_change.customer_id', '=', 'subscription.customer_id')
          .whereRef('subscription_change.subscription_id', '=', 'subscription.subscription_id')
          .orderBy('at', 'desc')
          .limit(500),
      ).as('history'),
    )
    .where('subscription_id', '=', subscriptionId)
    .executeTakeFirst();
  return (
    row && {
      ...toSubscriptionRow(row),
      // Inside JSON instants are text; changes are written by keep.ts.
      history: row.history.map(({ at, cause, changes }) => ({ at: Temporal.Instant.from(String(at)), cause, changes: changes as Changes })),
    }
  );
}
