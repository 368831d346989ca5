import { isAppError } from '../../lib/errors.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { verifyConnection } from './verify-connection.ts';

/** Each connection is verified again this long after its last verification, also while nobody looks. */
export const verifyEvery = { hours: 6 } as const;

/**
 * Verifies what is due, one connection after the other, and answers how many. One that cannot be verified does not stop the others; several
 * workers at once verify a connection twice at worst, which changes nothing. Paused ones and drafts are left alone.
 */
export async function verifyDue(context: Context, signal?: AbortSignal): Promise<number> {
  const before = context.clock.now().subtract(verifyEvery);
  const due = await inScope(context.db, everything, (tx) =>
    tx
      .selectFrom('connection')
      .select('connection_id')
      .where('state', 'not in', ['off', 'draft', 'awaitingConsent'])
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('probe_run')
              .select('probe_run_id')
              .whereRef('probe_run.connection_id', '=', 'connection.connection_id')
              .where('at', '>', before),
          ),
        ),
      )
      .orderBy('name')
      .execute(),
  );
  for (const { connection_id: connectionId } of due) {
    signal?.throwIfAborted();
    try {
      await verifyConnection(context, connectionId, signal);
    } catch (error) {
      signal?.throwIfAborted();
      context.log.warn(
        { connectionId, code: isAppError(error) ? error.code : undefined, err: error },
        'A connection could not be verified',
      );
    }
  }
  return due.length;
}
