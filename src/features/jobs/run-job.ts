import { type AppError, isAppError } from '../../lib/errors.ts';
import { idOf, type JobId } from '../../model/ids.ts';
import type { JobState } from '../../model/job.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { type Context, system } from '../context.ts';
import { Reporter } from './handle-job.ts';
import type { JobDefinition, JobEnd, JobError } from './job.ts';
import { changeJob, type JobRecord, readJob, takeRequest } from './store.ts';

/** What became of one run: the queue either forgets the job, or brings it again. */
export type RunVerdict = 'ended' | 'again';

/** Runs a job to its end. A retryable fault or a stop of the process gives it back to the queue, where it goes on from what it committed. */
export async function runJob(context: Context, definitions: readonly JobDefinition[], id: string, stop: AbortSignal): Promise<RunVerdict> {
  const jobId = idOf('job', id);
  const job = await take(context, jobId);
  if (job === undefined) return 'ended';
  const definition = definitions.find((each) => each.kind === job.kind);
  const input = definition?.input.safeParse(job.input);
  if (definition === undefined || input?.success !== true) {
    await end(context, jobId, 'failed', undefined, [
      { code: 'job_unreadable', sentence: `This version does not know the job "${job.kind}" with this input.`, count: 1 },
    ]);
    return 'ended';
  }
  const reporter = new Reporter({ ...context, actor: { ...system, name: job.startedBy } }, jobId, stop);
  try {
    for (;;) {
      const result = await definition.run({ ...context, actor: { ...system, name: job.startedBy } }, input.data, reporter);
      await reporter.flush();
      if (await endRound(context, jobId, reporter, result)) return 'ended';
    }
  } catch (error) {
    return settle(context, jobId, reporter, stop, error);
  }
}

async function settle(context: Context, jobId: JobId, reporter: Reporter, stop: AbortSignal, error: unknown): Promise<RunVerdict> {
  await reporter.flush();
  if (reporter.isCancelled) {
    await end(context, jobId, 'cancelled', undefined, []);
    return 'ended';
  }
  if (stop.aborted || (isAppError(error) && error.kind === 'retryable')) {
    await inScope(context.db, context.scope, (tx) =>
      changeJob(tx, jobId, { state: 'queued', errors: [explain(error)] }, ['running', 'paused'], context.clock.now()),
    );
    return 'again';
  }
  context.log.error({ err: error, jobId }, 'job failed');
  await end(context, jobId, 'failed', undefined, [explain(error)]);
  return 'ended';
}

/** `queued` by the book; `running` and `paused` when a process died with it. */
function take(context: Context, jobId: JobId): Promise<JobRecord | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const now = context.clock.now();
    const taken = await changeJob(tx, jobId, { state: 'running', startedAt: now }, ['queued', 'running', 'paused'], now);
    await takeRequest(tx, jobId);
    const job = await readJob(tx, jobId);
    if (!taken || job === undefined) return undefined;
    if (!job.cancelAsked) return job;
    await changeJob(tx, jobId, { state: 'cancelled', endedAt: now }, ['running'], now);
    return undefined;
  });
}

/** False when somebody asked for the same while it ran: it is done once more. */
const endRound = (context: Context, jobId: JobId, reporter: Reporter, result: JobEnd): Promise<boolean> =>
  inScope(context.db, context.scope, async (tx) => {
    if (!reporter.isCancelled && (await takeRequest(tx, jobId))) return false;
    const errors = result.errors ?? [];
    const state = reporter.isCancelled ? 'cancelled' : errors.length > 0 ? 'completedWithErrors' : 'completed';
    await writeEnd(context, tx, jobId, state, result, errors);
    return true;
  });

const end = (context: Context, jobId: JobId, state: JobState, result: JobEnd | undefined, errors: readonly JobError[]): Promise<void> =>
  inScope(context.db, context.scope, (tx) => writeEnd(context, tx, jobId, state, result, errors));

async function writeEnd(
  context: Context,
  tx: Tx,
  jobId: JobId,
  state: JobState,
  result: JobEnd | undefined,
  errors: readonly JobError[],
): Promise<void> {
  const now = context.clock.now();
  const change = { state, errors, endedAt: now, waitingUntil: null, ...(result && { result: result.result }) };
  await changeJob(tx, jobId, change, ['queued', 'running', 'paused'], now);
}

/** Marks a job whose tries ran out: the queue put it among the dead letters. */
export const failJob = (context: Context, jobId: string, sentence: string): Promise<void> =>
  end(context, idOf('job', jobId), 'failed', undefined, [{ code: 'gave_up', sentence, count: 1 }]);

const explain = (error: unknown): JobError => {
  if (!isAppError(error)) return { code: 'internal', sentence: 'An unexpected error happened on our side.', count: 1 };
  const fault: AppError = error;
  const { message } = fault;
  const { hint } = fault.facts;
  const sentence = hint === undefined || hint === '' ? message : `${message}${/[.!?]$/.test(message) ? '' : '.'} ${hint}`;
  return { code: fault.code, sentence, count: 1 };
};
