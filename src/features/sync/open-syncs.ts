import { idOf, type JobId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { OpenSync } from './covering.ts';
import { RunProgress } from './progress.ts';
import { SyncInput } from './sync-input.ts';

/** A job that reads what was asked for. `joined`: it was on its way already, since then and started by whom. */
export type SyncStarted = {
  readonly jobId: JobId;
  readonly connectionId: string;
  readonly title: string;
  readonly joined: boolean;
  readonly startedBy: string;
  readonly since: Temporal.Instant;
};

/** The sync jobs of a connection that wait or run, oldest first. */
export async function openSyncs(
  tx: Tx,
  connectionId: string,
): Promise<readonly (OpenSync & { readonly started: Omit<SyncStarted, 'joined'> })[]> {
  const rows = await tx
    .selectFrom('job')
    .leftJoin('sync_run', (join) => join.onRef('sync_run.job_id', '=', 'job.job_id').on('sync_run.state', '=', 'running'))
    .select([
      'job.job_id',
      'job.title',
      'job.input',
      'job.state',
      'job.started_at',
      'job.created_at',
      'job.started_by',
      'sync_run.progress',
    ])
    .where('job.kind', '=', 'sync')
    .where('job.state', 'in', ['queued', 'running', 'paused'])
    .where('job.cancel_asked', '=', false)
    .orderBy('job.created_at')
    .execute();
  return rows.flatMap((row) => {
    const input = SyncInput.safeParse(row.input);
    if (!input.success || input.data.connectionId !== connectionId) return [];
    return [
      {
        input: input.data,
        isRunning: row.started_at !== null,
        begun: row.progress === null ? [] : RunProgress.parse(row.progress).kinds.map(({ kind }) => kind),
        started: {
          jobId: idOf('job', row.job_id),
          connectionId,
          title: row.title,
          startedBy: row.started_by,
          since: row.started_at ?? row.created_at,
        },
      },
    ];
  });
}
