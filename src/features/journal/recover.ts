import { sql } from 'kysely';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { writerLease } from './lease.ts';

/**
 * Commands that a dead worker left while sending become `unknown` and are looked up at once. Dead means: its claim ran out, or a newer one
 * exists. Run at start and now and then; a living worker's commands are left alone.
 */
export function recoverCommands(context: Context): Promise<number> {
  const now = context.clock.now();
  return inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<{ command_id: string }>`
      update command set state = 'unknown', next_look_at = ${now}, changed_at = ${now},
        outcome = ${JSON.stringify({ code: 'worker_lost', sentence: 'The process ended while it was sending.' })}::jsonb
      where state = 'submitting' and not exists (
        select from lease where lease.name = ${writerLease('')} || command.connection_id::text
          and lease.fencing_token = command.fencing_token and lease.lease_until > now())
      returning command_id`.execute(tx);
    const ids = rows.map((row) => row.command_id);
    if (ids.length > 0) {
      await tx
        .updateTable('command_attempt')
        .set({ ended_at: now, end_state: 'unknown', fault: JSON.stringify({ code: 'worker_lost' }) })
        .where('command_id', 'in', ids)
        .where('ended_at', 'is', null)
        .execute();
    }
    return ids.length;
  });
}
