import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { readChanges } from './read-changes.ts';
import { connectionsWaiting } from './store.ts';

/** Reads again what events name, each account by itself. Answers how many resources were read. */
export async function readDueChanges(context: Context, signal: AbortSignal): Promise<number> {
  const waiting = await inScope(context.db, everything, connectionsWaiting);
  const read = await Promise.all(
    waiting.map((connectionId) =>
      readChanges(context, connectionId, signal).catch((error: unknown) => {
        if (signal.aborted) throw error;
        context.log.warn({ connectionId, err: error }, 'Changes of an account could not be read; they are tried again');
        return 0;
      }),
    ),
  );
  return read.reduce((sum, count) => sum + count, 0);
}
