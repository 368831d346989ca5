import type { ExpectedState } from '../../../model/expected-customer.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { type ExpectedCustomer, selectExpected, toExpected } from './store.ts';

const most = 500;

/** After so many days without an answer a person is asked to remind the customer. */
const remindAfterDays = 7;

export type ExpectedView = ExpectedCustomer & { readonly shouldRemind: boolean };

/** The newest first; those that are over only when asked for. */
export const listExpected = (context: Context, states: readonly ExpectedState[]): Promise<ExpectedView[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await selectExpected(tx)
      .where('state', 'in', [...states])
      .orderBy('created_at', 'desc')
      .limit(most)
      .execute();
    const limit = context.clock.now().subtract({ hours: 24 * remindAfterDays });
    return rows.map(toExpected).map((expected) => ({ ...expected, shouldRemind: isQuietSince(expected, limit) }));
  });

function isQuietSince({ state, sentAt, remindedAt, acceptedAt }: ExpectedCustomer, limit: Temporal.Instant): boolean {
  const last = remindedAt ?? sentAt;
  return state === 'waiting' && acceptedAt === null && last !== null && Temporal.Instant.compare(last, limit) < 0;
}
