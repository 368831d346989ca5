import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { JobEnd, JobHandle } from '../jobs/index.ts';
import { addCounts, type Counts, noCounts, readSetting, reconcile, sourcesOf } from './reconcile.ts';
import { nextCustomers } from './store.ts';

const batchSize = 100; // customers in one transaction: their locks are held for tens of milliseconds

/** Compares all customers, a batch in each transaction. Repeatable: a killed run leaves whole batches, and the next one does all again. */
export async function runReconciliation(context: Context, job: JobHandle): Promise<JobEnd> {
  const runId = context.ids();
  const { setting, total } = await inScope(context.db, everything, async (tx) => {
    const read = await readSetting(context, tx);
    await tx
      .insertInto('reconciliation_run')
      .values({
        run_id: runId,
        job_id: job.jobId,
        state: 'running',
        sources: JSON.stringify(sourcesOf(read)),
        counts: '{}',
        started_at: read.now,
      })
      .execute();
    const { count } = await tx
      .selectFrom('customer')
      .select((of) => of.fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    return { setting: read, total: Number(count) };
  });
  await job.progress({ done: 0, total, unit: 'customers', step: 'Comparing the books' });
  try {
    const counts = await overAll(context, job, (customers, tx) => reconcile(tx, context, { setting, customers, runId }));
    await end(context, runId, 'completed', counts);
    const incomplete = sourcesOf(setting).filter((source) => source.verdict !== 'complete');
    return {
      result: { runId, ...counts },
      errors: incomplete.map((source) => ({
        code: 'source_incomplete',
        sentence: `${source.name} was ${source.verdict === 'never' ? 'never read' : 'not read completely'}: what is missing there was not reported.`,
        count: 1,
      })),
    };
  } catch (error) {
    await end(context, runId, 'failed', noCounts);
    throw error;
  }
}

async function overAll(
  context: Context,
  job: JobHandle,
  work: (customers: Awaited<ReturnType<typeof nextCustomers>>, tx: Tx) => Promise<Counts>,
): Promise<Counts> {
  let counts = noCounts;
  let after: string | undefined;
  for (;;) {
    job.signal.throwIfAborted();
    const from = after;
    const { customers, found } = await inScope(context.db, everything, async (tx) => {
      const batch = await nextCustomers(tx, from, batchSize);
      return { customers: batch, found: await work(batch, tx) };
    });
    const last = customers.at(-1);
    if (last === undefined) return counts;
    after = last.customerId;
    counts = addCounts(counts, found);
    await job.progress({ done: counts.customers });
  }
}

const end = (context: Context, runId: string, state: 'completed' | 'failed', counts: Counts): Promise<unknown> =>
  inScope(context.db, everything, (tx) =>
    tx
      .updateTable('reconciliation_run')
      .set({ state, counts: JSON.stringify(counts), ended_at: context.clock.now() })
      .where('run_id', '=', runId)
      .execute(),
  );
