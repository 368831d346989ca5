import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { RunProgress } from './progress.ts';

/** `billing`: what is charged, priced and assigned; read beside the books and after them. */
export type Reach = 'full' | 'incremental' | 'customer' | 'billing';
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

/** Runs that nobody will go on with: of the books, or of what is charged; the two go on beside each other. */
export const closeBrokenRuns = (tx: Tx, connectionId: string, reach: Reach, except: string | undefined, now: Temporal.Instant) =>
  tx
    .updateTable('sync_run')
    .set({ state: 'cancelled', ended_at: now })
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'running')
    .where('reach', reach === 'billing' ? '=' : '!=', 'billing')
    .$if(except !== undefined, (query) => query.where('run_id', '!=', except ?? ''))
    .execute();

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

/** Kinds of the last whole run that ended, to tell a short list that came twice from one that came once. */
export async function lastProgress(tx: Tx, connectionId: string, reach: 'full' | 'billing'): Promise<RunProgress> {
  const row = await tx
    .selectFrom('sync_run')
    .select('progress')
    .where('connection_id', '=', connectionId)
    .where('reach', '=', reach)
    .where('state', 'in', ['completed', 'partial', 'failed'])
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
