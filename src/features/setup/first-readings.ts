import { idOf } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { startSync } from '../sync/index.ts';
import { readSetup } from './store.ts';

/** Whether schedules run: not while the set-up is a draft. */
export const isLive = (context: Pick<Context, 'db'>): Promise<boolean> =>
  inScope(context.db, everything, async (tx) => (await readSetup(tx)).state === 'live');

/** A connected account that was never read is read once by itself, also while the set-up is a draft: mapping and the access review need what it holds. */
export async function readNewAccounts(context: Context): Promise<number> {
  const unread = await inScope(context.db, everything, (tx) =>
    tx
      .selectFrom('connection')
      .select('connection_id')
      .where('state', '=', 'connected')
      .where('last_success_at', 'is', null)
      .where((where) =>
        where.not(
          where.exists(where.selectFrom('sync_run').select('run_id').whereRef('sync_run.connection_id', '=', 'connection.connection_id')),
        ),
      )
      .execute(),
  );
  for (const { connection_id } of unread) await startSync(context, { connectionId: idOf('connection', connection_id) });
  return unread.length;
}
