import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { afterChanges } from '../sync/index.ts';
import { nothingRead, type ReadChanges, readChanges } from './read-changes.ts';
import { connectionsWaiting } from './store.ts';

/** Reads again what events name, each account by itself. One that fails stops no other. */
export async function readDueChanges(context: Context, signal: AbortSignal): Promise<ReadChanges> {
  const waiting = await inScope(context.db, everything, connectionsWaiting);
  const read = await Promise.all(
    waiting.map((connectionId) =>
      readChanges(context, connectionId, signal).catch((error: unknown) => {
        if (signal.aborted) throw error;
        context.log.warn({ connectionId, err: error }, 'Changes of an account could not be read; they are tried again');
        return nothingRead;
      }),
    ),
  );
  return read.reduce(plus, nothingRead);
}

const plus = (a: ReadChanges, b: ReadChanges): ReadChanges => ({
  read: a.read + b.read,
  created: a.created || b.created,
  changed: a.changed || b.changed,
});

/**
 * Reads changes, and matches and compares what came of them, at paces of their own: who is who of tens of thousands takes seconds, and no change
 * waits for it to be seen. Many readings are followed once. A process that dies in between leaves it to the next change or run.
 */
export function followChanges(context: Context) {
  let unfollowed = nothingRead;
  return {
    read: async (signal: AbortSignal): Promise<void> => {
      unfollowed = plus(unfollowed, await readDueChanges(context, signal));
    },
    follow: async (): Promise<void> => {
      const came = unfollowed;
      if (!came.created && !came.changed) return;
      unfollowed = nothingRead;
      try {
        await afterChanges(context, { customersCame: came.created });
      } catch (error) {
        unfollowed = plus(unfollowed, came);
        throw error;
      }
    },
  };
}
