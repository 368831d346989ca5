import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { startJob } from '../jobs/index.ts';

/** A decision changes what can be compared: the books are compared again, once for many decisions in a row. */
export const compareAgain = async (context: Context, tx: Tx): Promise<void> => {
  await startJob(context, tx, { kind: 'reconciliation', title: 'Compare the books', input: {}, joins: 'reconciliation' });
};
