import { hasGoods, type Remote } from '../../connectors/ports.ts';
import { utcDate } from '../../lib/clock.ts';
import { stopIfAsked } from '../../lib/stop.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { withPriority } from '../../platform/http/priority.ts';
import { firstDayToRead } from '../activity/index.ts';
import { findConnection, noteReading, openConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import type { JobEnd, JobHandle } from '../jobs/index.ts';
import { endAcceptance } from './accept-loss.ts';
import { changedTenants, keepActivityDay } from './activity.ts';
import { afterRun } from './after-run.ts';
import { keepFinds } from './finds.ts';
import { alone } from './lease.ts';
import { endOf, jobEndOf, type KindOutcome, type RunEnd } from './outcome.ts';
import { priorityOf } from './priority.ts';
import { type Stage, type Step, stagesOf, type Wanted } from './steps.ts';
import { closeBrokenRuns, endRun, findBrokenRun, insertRun, isBeside, type OpenRun } from './store.ts';
import { ledgerOf, type SyncInput } from './sync-input.ts';
import { isRetryable, meaningOf } from './trouble.ts';
import type { Walk } from './walk.ts';

/** A killed full run older than this is not gone on with: its first pages are too old to be one reading with the last. */
const longestRun = { hours: 24 };

/**
 * Reads a connection: everything, what changed, or one customer. May be run twice and killed anywhere: pages are kept with their cursors, and
 * the next run of the connection goes on behind the last one. Each kind ends in a verdict; one that fails does not stop the others.
 */
export async function runSync(context: Context, input: SyncInput, job: JobHandle): Promise<JobEnd> {
  const connection = await findConnection(context, input.connectionId);
  if (connection === undefined || connection.state === 'off') return { result: { skipped: connection === undefined ? 'gone' : 'off' } };
  // What a distributor charges is read only where it is there for costs (S15).
  if (connection.side === 'distributor' && ledgerOf(input) === 'charges' && !connection.purposes.includes('costs'))
    return { result: { skipped: 'notForCosts' } };
  const done = await withPriority(priorityOf(input), () =>
    alone(context, leaseName(input), job.signal, async (lease, signal) => {
      const run = await beginRun(context, input, job);
      return carryOut(
        { context, job, connectionId: input.connectionId, runId: run.runId, reach: input.reach, startedAt: run.startedAt, lease, signal },
        input,
      );
    }),
  );
  const comparedBy = await afterRun(context, input, job.jobId);
  if (done.state === 'failed')
    throw done.lastError instanceof Error ? done.lastError : new Error('Nothing could be read', { cause: done.lastError });
  return jobEndOf(done, comparedBy);
}

/**
 * The books, what is charged, one customer, some kinds: none waits for the other. Rows are as of when they were asked for and an older reading
 * never overwrites a newer one, so two readings of the same may cross.
 */
function leaseName({ connectionId, reach, customerId, kinds = [] }: SyncInput): string {
  if (isBeside(reach)) return ['sync', connectionId, customerId, ...kinds].filter((part) => part !== undefined).join(' ');
  return reach === 'billing' ? `sync charges ${connectionId}` : `sync ${connectionId}`;
}

const beginRun = (context: Context, { connectionId, reach }: SyncInput, job: JobHandle): Promise<OpenRun> =>
  inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const broken = await findBrokenRun(tx, connectionId, reach, job.jobId, now.subtract(longestRun));
    await closeBrokenRuns(tx, { connectionId, reach, jobId: job.jobId }, broken?.runId, now);
    if (broken !== undefined) return broken;
    const runId = context.ids();
    await insertRun(tx, { runId, jobId: job.jobId, connectionId, reach, startedAt: now });
    return { runId, startedAt: now, progress: { kinds: [] } };
  });

type Done = { readonly runId: string; readonly state: RunEnd; readonly outcomes: readonly KindOutcome[]; readonly lastError: unknown };

async function carryOut(walk: Walk, input: SyncInput): Promise<Done> {
  const { context, connectionId, runId } = walk;
  const outcomes: KindOutcome[] = [];
  let lastError: unknown;
  let asOf: Temporal.Instant | undefined;
  try {
    const remote = await openConnection(context, connectionId);
    asOf = await asOfUploads(remote);
    const stages = stagesOf(remote, await wanted(walk, remote, input));
    for (const stage of stages) outcomes.push(...(await takeStage(walk, stage)));
    lastError = outcomes.findLast(({ error }) => error !== undefined)?.error;
  } catch (error) {
    // A stop that was asked for leaves the run as it is: the next one goes on there.
    if (meaningOf(error, walk.signal) === 'stop') throw error;
    lastError = error;
  }
  const state = outcomes.length === 0 ? 'failed' : endOf(outcomes);
  await end(walk, state);
  // That something of the charges cannot be read (a permission that is missing) says nothing about the connection as a whole.
  if (ledgerOf(input) === 'charges') return { runId, state, outcomes, lastError };
  // A part that was read well does not make the connection fresh.
  if (!isBeside(input.reach) || lastError !== undefined)
    await noteReading(context, connectionId, { error: lastError, read: state !== 'failed', asOf });
  if (state !== 'failed' && !isBeside(input.reach)) await keepActivityDay(context, connectionId, utcDate(walk.startedAt));
  return { runId, state, outcomes, lastError };
}

/** When what is read held, where files were uploaded. */
const asOfUploads = async (remote: Remote): Promise<Temporal.Instant | undefined> =>
  remote.side === 'distributor' && hasGoods(remote) ? remote.uploaded?.asOf() : undefined;

const end = ({ context, connectionId, runId, reach, startedAt }: Walk, state: RunEnd): Promise<unknown> =>
  inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    await endRun(tx, runId, state, now);
    if (reach !== 'full' || state === 'failed') return;
    await endAcceptance(tx, connectionId);
    await keepFinds(tx, { runId, startedAt }, now);
  });

async function wanted(walk: Walk, remote: Remote, input: SyncInput): Promise<Wanted> {
  const kinds = input.kinds === undefined ? {} : { kinds: input.kinds };
  if (input.customerId !== undefined) return { customerId: input.customerId, ...kinds };
  if (ledgerOf(input) === 'charges') return { charges: { activitySince: await firstDayToRead(walk.context, walk.connectionId) }, ...kinds };
  if (input.kinds !== undefined) return kinds;
  if (remote.side !== 'microsoft' || input.reach !== 'incremental') return {};
  const tenantIds = await changedTenants(walk.context, walk.connectionId, remote, walk.signal);
  return tenantIds === undefined ? {} : { tenantIds };
}

/** Reads the kinds of a stage beside each other, the last of them telling how far it is; judged when none of them writes any more. */
async function takeStage(walk: Walk, stage: Stage): Promise<readonly KindOutcome[]> {
  stopIfAsked(walk.signal);
  const silent: Walk = { ...walk, job: silenced(walk.job) };
  const reads = await Promise.allSettled(stage.map((step, index) => takeStep(index === stage.length - 1 ? walk : silent, step)));
  for (const read of reads) if (read.status === 'rejected') throw read.reason;
  const outcomes: KindOutcome[] = [];
  for (const [index, step] of stage.entries()) {
    const read = reads[index];
    outcomes.push({ progress: await step.judge(walk), error: read?.status === 'fulfilled' ? read.value : undefined });
  }
  return outcomes;
}

/** Says nothing of its own how far it is, and still notices a cancel. */
const silenced = (job: JobHandle): JobHandle => ({
  jobId: job.jobId,
  signal: job.signal,
  progress: () => job.progress({}),
  item: (item) => job.item(item),
});

/** Reads one kind; answers what broke it off. That is its own trouble, unless nothing more can be read or written at all. */
async function takeStep(walk: Walk, step: Step): Promise<unknown> {
  try {
    await step.read(walk);
    return undefined;
  } catch (caught) {
    const meaning = meaningOf(caught, walk.signal);
    if (meaning === 'stop' || meaning === 'signedOut') throw caught;
    walk.context.log.warn(
      { connectionId: walk.connectionId, kind: step.kind, error: caught, retryable: isRetryable(caught) },
      'A list broke off',
    );
    return caught;
  }
}
