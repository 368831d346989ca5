import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { usedHashes } from './store.ts';

const day = 24 * 3_600_000;

/** Removes files to which nobody refers any more, and what broke off, when they are a day old: no import waits that long for its next step. */
export const sweepBlobs = (context: Context): Promise<number> =>
  context.blobs.sweep({
    olderThanMs: day,
    isUsed: (hashes) => inScope(context.db, everything, (tx) => usedHashes(tx, hashes)),
  });
