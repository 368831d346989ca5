import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { afterReading, type Standing } from './state.ts';
import { changeRow, lockConnection } from './store.ts';

/** What a reading of a connection says about it: fresh when anything came, degraded by the last fault. `asOf`: when what came held, if not now. */
export async function noteReading(
  context: Context,
  connectionId: string,
  told: { readonly error: unknown; readonly read: boolean; readonly asOf?: Temporal.Instant | undefined },
): Promise<void> {
  await inScope(context.db, everything, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    if (row === undefined) return;
    const now = context.clock.now();
    const standing = afterReading({ state: row.state as Standing['state'], reason: row.reason as Standing['reason'] }, told);
    const isFresh = told.read && told.error === undefined;
    if (isFresh || standing.state !== row.state || standing.reason !== row.reason)
      await changeRow(tx, connectionId, { ...standing, ...(isFresh ? { last_success_at: told.asOf ?? now } : {}) }, now);
  });
}
