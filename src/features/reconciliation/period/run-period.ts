import { type SqlBool, sql } from 'kysely';
import { canonicalJson } from '../../../lib/canonical.ts';
import type { Db } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { markReconciled } from '../../invoices/index.ts';
import type { JobEnd, JobHandle } from '../../jobs/index.ts';
import { noCounts, sourcesOf } from '../reconcile.ts';
import { comparePeriod, type PeriodInput, type PeriodOutcome, standingOf } from './compare-period.ts';
import type { PublishedFiles } from './published.ts';

/** Compares one month's invoices. The same once more does nothing: the run that stands on the same inputs is named instead. */
export async function runPeriod(context: Context, published: PublishedFiles, input: PeriodInput, job: JobHandle): Promise<JobEnd> {
  const standing = await standingOf(context, published, input);
  const known = await inScope(context.db, everything, (tx) => sameRun(tx, input, standing.mark));
  if (known !== undefined) {
    await inScope(context.db, everything, (tx) => markReconciled(tx, judgedFiles(standing)));
    return { result: { runId: known, unchanged: true }, errors: [] };
  }
  const runId = context.ids();
  await inScope(context.db, everything, (tx) =>
    tx
      .insertInto('reconciliation_run')
      .values({
        run_id: runId,
        job_id: job.jobId,
        state: 'running',
        period: input.period,
        sources: JSON.stringify(sourcesOf(standing.given)),
        counts: '{}',
        started_at: context.clock.now(),
      })
      .execute(),
  );
  await job.progress({ done: 0, total: standing.files.length, unit: 'invoices', step: 'Reading the invoices' });
  try {
    const outcome = await comparePeriod(standing, job, runId);
    await end(context, runId, input, outcome);
    await inScope(context.db, everything, (tx) => markReconciled(tx, judgedFiles(standing)));
    return {
      result: { runId, ...outcome.counts, leftOut: outcome.leftOut },
      errors: outcome.problems.map(({ code, message, file }) => ({ code, sentence: `${file}: ${message}`, count: 1 })),
    };
  } catch (error) {
    await inScope(context.db, everything, (tx) =>
      tx
        .updateTable('reconciliation_run')
        .set({ state: 'failed', counts: JSON.stringify(noCounts), ended_at: context.clock.now() })
        .where('run_id', '=', runId)
        .execute(),
    );
    throw error;
  }
}

/** Lines of old offers are added up, and that is all. */
const judgedFiles = ({ files }: Awaited<ReturnType<typeof standingOf>>) =>
  files.filter(({ holds }) => holds !== 'oldLicences' && holds !== 'oldUsage');

async function sameRun(db: Db, { period, connectionIds }: PeriodInput, mark: string): Promise<string | undefined> {
  const last = await db
    .selectFrom('reconciliation_run')
    .select('run_id')
    .select(sql<SqlBool>`inputs ->> 'mark' = ${mark}`.as('same'))
    .where('period', '=', period)
    .where('state', '=', 'completed')
    .where(sql<SqlBool>`coalesce(inputs -> 'connectionIds', 'null') = ${canonicalJson(connectionIds ?? null)}::jsonb`)
    .orderBy('started_at', 'desc')
    .orderBy('run_id', 'desc') // two that began at the same instant: ids are in the order of their making
    .limit(1)
    .executeTakeFirst();
  return last?.same === true ? last.run_id : undefined;
}

const end = (
  context: Context,
  runId: string,
  { connectionIds }: PeriodInput,
  { mark, files, leftOut, problems, control, money, counts }: PeriodOutcome,
): Promise<unknown> =>
  inScope(context.db, everything, (tx) =>
    tx
      .updateTable('reconciliation_run')
      .set({
        state: 'completed',
        counts: JSON.stringify(counts),
        inputs: JSON.stringify({ mark, connectionIds: connectionIds ?? null, files, leftOut, problems }),
        control: JSON.stringify(control),
        money: JSON.stringify(money),
        ended_at: context.clock.now(),
      })
      .where('run_id', '=', runId)
      .execute(),
  );
