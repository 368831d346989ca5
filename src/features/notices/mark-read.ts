import { sql } from 'kysely';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** The viewer has read these, or everything there is. Ids that are none change nothing. Answers how many were news to him; the product itself reads nothing. */
export const markRead = (context: Context, noticeIds: readonly string[] | 'all'): Promise<number> =>
  inScope(context.db, everything, async (tx) => {
    const { personId } = context.actor;
    if (personId === undefined) return 0;
    const wanted = noticeIds === 'all' ? sql`true` : sql`notice_id = any(${[...noticeIds]}::uuid[])`;
    const done = await sql`insert into notice_read (notice_id, person_id, at)
      select notice_id, ${personId}::uuid, ${context.clock.now()} from notice where ${wanted}
      on conflict do nothing`.execute(tx);
    return Number(done.numAffectedRows ?? 0n);
  });
