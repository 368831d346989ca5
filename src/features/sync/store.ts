import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { RunProgress } from './progress.ts';
import type { SyncInput } from './sync-input.ts';

/** `billing`: what is charged, priced and assigned; read beside the books and after them. `kinds`: some kinds of record, beside both. */
export type Reach = SyncInput['reach'];
export type SyncRunState = 'running' | 'completed' | 'partial' | 'failed' | 'cancelled';
export type OpenRun = { readonly runId: string; readonly startedAt: Temporal.Instant; readonly progress: RunProgress };

/** A run of this connection and reach that was killed on the way; the caller holds the connection's lease, so nobody else is on it. */
export async function findBrokenRun(
  tx: Tx,
  connectionId: string,
  reach: Reach,
  jobId: string,
  since: Temporal.Instant,
): Promise<OpenRun | undefined> {
  const row = await tx
    .selectFrom('sync_run')
    .select(['run_id', 'started_at', 'progress'])
    .where('connection_id', '=', connectionId)
    .where('reach', '=', reach)
    .where('state', '=', 'running')
    .$if(isWhole(reach), (query) => query.where('started_at', '>', since))
    .$if(!isWhole(reach), (query) => query.where('job_id', '=', jobId))
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  return row === undefined ? undefined : { runId: row.run_id, startedAt: row.started_at, progress: RunProgress.parse(row.progress) };
}

const isWhole = (reach: Reach): boolean => reach === 'full' || reach === 'billing';

/** Runs that nobody will go on with: those that would need the lease which the caller holds. What goes on beside it is left alone. */
export const closeBrokenRuns = (
  tx: Tx,
  { connectionId, reach, jobId }: { readonly connectionId: string; readonly reach: Reach; readonly jobId: string },
  except: string | undefined,
  now: Temporal.Instant,
) =>
  tx
    .updateTable('sync_run')
    .set({ state: 'cancelled', ended_at: now })
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'running')
    .where('reach', 'in', [...sharesLease[reach]])
    .$if(isBeside(reach), (query) => query.where('job_id', '=', jobId))
    .$if(except !== undefined, (query) => query.where('run_id', '!=', except ?? ''))
    .execute();

const sharesLease = {
  full: ['full', 'incremental'],
  incremental: ['full', 'incremental'],
  billing: ['billing'],
  customer: ['customer'],
  kinds: ['kinds'],
} as const satisfies Record<Reach, readonly Reach[]>;

/** What somebody asks for alone is read beside everything else: it holds nobody up and nobody holds it up. */
export const isBeside = (reach: Reach): reach is 'customer' | 'kinds' => reach === 'customer' || reach === 'kinds';

export async function insertRun(
  tx: Tx,
  run: { runId: string; jobId: string; connectionId: string; reach: Reach; startedAt: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('sync_run')
    .values({
      run_id: run.runId,
      job_id: run.jobId,
      connection_id: run.connectionId,
      reach: run.reach,
      state: 'running',
      progress: JSON.stringify({ kinds: [] }),
      started_at: run.startedAt,
    })
    .execute();
}

/** The run's progress, locked until the end of the transaction: pages of one run are kept one after the other. */
export async function lockProgress(tx: Tx, runId: string): Promise<RunProgress> {
  const row = await tx.selectFrom('sync_run').select('progress').where('run_id', '=', runId).forUpdate().executeTakeFirstOrThrow();
  return RunProgress.parse(row.progress);
}

export const keepProgress = (tx: Tx, runId: string, progress: RunProgress) =>
  tx
    .updateTable('sync_run')
    .set({ progress: JSON.stringify(progress) })
    .where('run_id', '=', runId)
    .execute();

export const endRun = (tx: Tx, runId: string, state: SyncRunState, now: Temporal.Instant) =>
  tx.updateTable('sync_run').set({ state, ended_at: now }).where('run_id', '=', runId).execute();

/** What the runs of this job read is mapped: the books may be compared. */
export const markMapped = (tx: Tx, jobId: string, now: Temporal.Instant) =>
  tx.updateTable('sync_run').set({ mapped_at: now }).where('job_id', '=', jobId).where('ended_at', 'is not', null).execute();

/** The last run that ended and read all of a kind, to tell a short list that came twice from one that came once. */
export async function lastProgress(tx: Tx, connectionId: string, kind: string): Promise<RunProgress> {
  const row = await tx
    .selectFrom('sync_run')
    .select('progress')
    .where('connection_id', '=', connectionId)
    .where('reach', 'in', ['full', 'billing', 'kinds'])
    .where('state', 'in', ['completed', 'partial', 'failed'])
    .where(sql<boolean>`progress -> 'kinds' @> ${JSON.stringify([{ kind }])}::jsonb`)
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  return row === undefined ? { kinds: [] } : RunProgress.parse(row.progress);
}

export type SyncCursor = { readonly cursor: string; readonly lastCount: number | undefined };

export async function findCursor(tx: Tx, connectionId: string, kind: string): Promise<SyncCursor | undefined> {
  const row = await tx
    .selectFrom('sync_cursor')
    .select(['cursor', 'last_count'])
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row === undefined ? undefined : { cursor: row.cursor, lastCount: row.last_count ?? undefined };
}

export async function keepCursor(
  tx: Tx,
  connectionId: string,
  kind: string,
  { cursor, lastCount }: { readonly cursor: string; readonly lastCount: number | undefined },
  now: Temporal.Instant,
): Promise<void> {
  await sql`insert into sync_cursor (connection_id, kind, cursor, last_count, at)
    values (${connectionId}, ${kind}, ${cursor}, ${lastCount ?? null}, ${now})
    on conflict (connection_id, kind) do update set cursor = excluded.cursor, last_count = excluded.last_count, at = excluded.at`.execute(
    tx,
  );
}
