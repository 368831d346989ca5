import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { start } from './start-sync.ts';

/** Invoices, prices and licences change once a day at most, and Microsoft makes an export for each look. */
const everyHours = 20;

/** After the books of a connection were read: what it charges is read too, once a day. It never holds the comparison up. */
export const readChargesDaily = (context: Context, connectionId: string): Promise<void> =>
  inScope(context.db, everything, async (tx) => {
    const source = await tx
      .selectFrom('connection')
      .select(['connection_id', 'name', 'state'])
      .where('connection_id', '=', connectionId)
      .where('side', '!=', 'psa')
      .where('state', '!=', 'off')
      .executeTakeFirst();
    if (source !== undefined && (await isDue(tx, connectionId, context.clock.now())))
      await start(context, tx, source, { reach: 'billing' });
  });

async function isDue(tx: Tx, connectionId: string, now: Temporal.Instant): Promise<boolean> {
  const recent = await tx
    .selectFrom('sync_run')
    .select('run_id')
    .where('connection_id', '=', connectionId)
    .where('reach', '=', 'billing')
    .where('state', 'in', ['completed', 'partial'])
    .where('started_at', '>', now.subtract({ hours: everyHours }))
    .executeTakeFirst();
  return recent === undefined;
}
