import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';

type Row = { readonly table: 'psa_line' | 'subscription'; readonly connectionId: string; readonly remoteIds: readonly string[] };

/**
 * When something was read that a plan looks at: after whatever is kept of it, by cause. The clock of another machine that kept it may be
 * ahead of ours and does not win (F71).
 */
export async function readAfter(tx: Tx, { table, connectionId, remoteIds }: Row, seenAt: Temporal.Instant): Promise<Temporal.Instant> {
  const { rows } = await sql<{ last: Temporal.Instant | null }>`
    select max(seen_at) as last from ${sql.table(table)}
    where connection_id = ${connectionId}::uuid and remote_id = any(${[...remoteIds]}::text[])`.execute(tx);
  const last = rows[0]?.last ?? undefined;
  return last === undefined || Temporal.Instant.compare(last, seenAt) < 0 ? seenAt : last.add({ microseconds: 1 });
}
