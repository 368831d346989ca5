import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type StartedJob, startJob } from '../jobs/index.ts';

/**
 * Compares all books when the caller's transaction has committed: once for many changes in a row. A comparison that is under way may have
 * passed what changed; it is made once more before its job ends.
 */
export const compareAgain = (context: Context, tx: Tx): Promise<StartedJob> =>
  startJob(context, tx, {
    kind: 'reconciliation',
    title: 'Compare the books',
    input: {},
    joins: 'reconciliation',
    again: true,
    unit: 'customers',
  });

/** Starts a comparison of everything, or joins the one that waits or runs. */
export const startReconciliation = (context: Context): Promise<StartedJob> =>
  inScope(context.db, everything, (tx) => compareAgain(context, tx));
