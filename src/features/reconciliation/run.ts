import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { JobEnd, JobHandle } from '../jobs/index.ts';
import { keepCompared, outdatedOf, type Present, readPresent } from './incremental/outdated.ts';
import type { Setting } from './read-books.ts';
import { addCounts, type Counts, noCounts, readSetting, reconcile, reconcileCustomers, sourcesOf } from './reconcile.ts';
import { customersById } from './store.ts';

const batchSize = 100; // customers in one transaction: their locks are held for tens of milliseconds

/** What a run is about. `all`: also those whose books are as they were when they were compared last. */
export type RunInput = { readonly all?: boolean | undefined };

/** Numbers of a run; `unchanged` customers were not looked at, because nothing that they are compared by has changed. */
type RunCounts = Counts & { readonly unchanged: number };

/**
 * Compares the customers whose books changed since they were last compared, a batch in each transaction. Repeatable: a killed run leaves whole
 * batches, and the next one goes on with the others.
 */
export async function runReconciliation(context: Context, job: JobHandle, { all = false }: RunInput = {}): Promise<JobEnd> {
  const runId = context.ids();
  const { setting, present, customerIds } = await inScope(context.db, everything, async (tx) => begin(context, tx, { runId, job, all }));
  await job.progress({ done: 0, total: customerIds.length, unit: 'customers', step: 'Comparing the books' });
  const unchanged = present.size - customerIds.length;
  try {
    const counts = await overAll(context, job, customerIds, async (tx, batch) => {
      const customers = await customersById(tx, batch);
      const found = await reconcile(tx, context, { setting, customers, runId });
      await keepCompared(tx, customers, present);
      return found;
    });
    await end(context, runId, 'completed', { ...counts, unchanged });
    const incomplete = sourcesOf(setting).filter((source) => source.verdict !== 'complete');
    return {
      result: { runId, ...counts, unchanged },
      errors: incomplete.map((source) => ({
        code: 'source_incomplete',
        sentence: `${source.name} was ${source.verdict === 'never' ? 'never read' : 'not read completely'}: what is missing there was not reported.`,
        count: 1,
      })),
    };
  } catch (error) {
    await end(context, runId, 'failed', { ...noCounts, unchanged: 0 });
    throw error;
  }
}

/** Compares one customer whether its books changed or not. It is no run: the others stand as they were compared. */
export async function runOne(context: Context, job: JobHandle, customerId: string): Promise<JobEnd> {
  await job.progress({ done: 0, total: 1, unit: 'customers', step: 'Comparing the books' });
  const counts = await reconcileCustomers(context, [customerId]);
  await job.progress({ done: 1 });
  return { result: { ...counts }, errors: [] };
}

type Begun = { readonly setting: Setting; readonly present: Present; readonly customerIds: readonly string[] };

async function begin(context: Context, tx: Tx, { runId, job, all }: { runId: string; job: JobHandle; all: boolean }): Promise<Begun> {
  const setting = await readSetting(context, tx);
  await tx
    .insertInto('reconciliation_run')
    .values({
      run_id: runId,
      job_id: job.jobId,
      state: 'running',
      sources: JSON.stringify(sourcesOf(setting)),
      counts: '{}',
      started_at: setting.now,
    })
    .execute();
  const present = await readPresent(tx, setting);
  return { setting, present, customerIds: all ? [...present.keys()] : await outdatedOf(tx, present) };
}

async function overAll(
  context: Context,
  job: JobHandle,
  customerIds: readonly string[],
  work: (tx: Tx, batch: readonly string[]) => Promise<Counts>,
): Promise<Counts> {
  let counts = noCounts;
  for (let from = 0; from < customerIds.length; from += batchSize) {
    job.signal.throwIfAborted();
    counts = addCounts(counts, await inScope(context.db, everything, (tx) => work(tx, customerIds.slice(from, from + batchSize))));
    await job.progress({ done: counts.customers });
  }
  return counts;
}

const end = (context: Context, runId: string, state: 'completed' | 'failed', counts: RunCounts): Promise<unknown> =>
  inScope(context.db, everything, (tx) =>
    tx
      .updateTable('reconciliation_run')
      .set({ state, counts: JSON.stringify(counts), ended_at: context.clock.now() })
      .where('run_id', '=', runId)
      .execute(),
  );
