import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** Whether every connection was read to the end once and the books were compared after that: the Overview is filled. */
export function hasFirstPicture(context: Pick<Context, 'db'>): Promise<boolean> {
  return inScope(context.db, { reseller: '*' }, async (tx) => {
    const unread = await tx
      .selectFrom('connection')
      .select('connection_id')
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('sync_run')
              .select('run_id')
              .whereRef('sync_run.connection_id', '=', 'connection.connection_id')
              .where('state', 'in', ['completed', 'partial']),
          ),
        ),
      )
      .executeTakeFirst();
    if (unread !== undefined) return false;
    const lastRead = await tx
      .selectFrom('sync_run')
      .select((select) => select.fn.min('ended_at').as('at'))
      .where('state', 'in', ['completed', 'partial'])
      .executeTakeFirst();
    const compared = await tx
      .selectFrom('reconciliation_run')
      .select('run_id')
      .where('state', '=', 'completed')
      .$if(lastRead?.at != null, (query) => query.where('started_at', '>=', lastRead?.at ?? Temporal.Instant.fromEpochMilliseconds(0)))
      .executeTakeFirst();
    return compared !== undefined;
  });
}
