import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

export type ReleaseOutcome =
  | { readonly status: 'released' }
  | { readonly status: 'refused'; readonly because: 'notHeld' | 'commandsOpen' | 'notReadSince'; readonly detail: string };

/**
 * Ends the hold after a restore (journal rule 9): only when every connection was read to the end since, so that the picture knows what was
 * written after the backup, and when no command of the journal is undecided.
 */
export function releaseWriting(context: Context, reason: string): Promise<ReleaseOutcome> {
  return inScope(context.db, { reseller: '*' }, async (tx): Promise<ReleaseOutcome> => {
    const { restored_at: heldSince } = await tx.selectFrom('workspace').select('restored_at').forUpdate().executeTakeFirstOrThrow();
    if (heldSince === null) return { status: 'refused', because: 'notHeld', detail: 'Writing is not held.' };
    const open = await tx
      .selectFrom('command')
      .select('command_id')
      .where('state', 'in', ['submitting', 'unknown', 'needs_operator'])
      .execute();
    if (open.length > 0)
      return {
        status: 'refused',
        because: 'commandsOpen',
        detail: `${open.length} commands are still being looked up or wait for a decision.`,
      };
    const unread = await tx
      .selectFrom('connection')
      .select('name')
      .where('state', '!=', 'off')
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('sync_run')
              .select('run_id')
              .whereRef('sync_run.connection_id', '=', 'connection.connection_id')
              .where('reach', '=', 'full')
              .where('state', '=', 'completed')
              .where('started_at', '>', heldSince),
          ),
        ),
      )
      .execute();
    if (unread.length > 0)
      return {
        status: 'refused',
        because: 'notReadSince',
        detail: `Not read completely since the restore: ${unread.map((each) => each.name).join(', ')}.`,
      };
    await tx.updateTable('workspace').set({ restored_at: null }).execute();
    await record(tx, context, { action: 'writing.released', object: 'workspace', before: { heldSince: heldSince.toString() }, reason });
    return { status: 'released' };
  });
}
