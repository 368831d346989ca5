import { sql } from 'kysely';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type KindProgress, RunProgress } from './progress.ts';

export type SyncRunRow = {
  readonly runId: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly jobId: string | null;
  readonly reach: string;
  readonly state: string;
  readonly startedAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant | null;
  /** Found although no feed had told of it; null while or where that is not known. */
  readonly missed: number | null;
  readonly kinds: readonly KindProgress[];
};

/** The last runs, newest first: ten of each connection. */
export const listSyncRuns = (context: Context, connectionId?: string): Promise<readonly SyncRunRow[]> =>
  inScope(context.db, everything, async (tx) => {
    const rows = await tx
      .selectFrom((from) =>
        from
          .selectFrom('sync_run')
          .selectAll()
          .select(sql<number>`row_number() over (partition by connection_id order by started_at desc)::int`.as('nth'))
          .as('run'),
      )
      .innerJoin('connection', 'connection.connection_id', 'run.connection_id')
      .leftJoin('job', 'job.job_id', 'run.job_id')
      .selectAll('run')
      .select(['connection.name', 'job.state as job_state', 'job.ended_at as job_ended_at'])
      .where('run.nth', '<=', 10)
      .$if(connectionId !== undefined, (query) => query.where('run.connection_id', '=', connectionId ?? ''))
      .orderBy('run.started_at', 'desc')
      .execute();
    return rows.map((row) => {
      // A run whose job was cancelled stands where it stopped: the next one goes on from there.
      const isStopped = row.state === 'running' && row.job_state === 'cancelled';
      return {
        runId: row.run_id,
        connectionId: row.connection_id,
        connectionName: row.name,
        jobId: row.job_id,
        reach: row.reach,
        state: isStopped ? 'cancelled' : row.state,
        startedAt: row.started_at,
        endedAt: isStopped ? row.job_ended_at : row.ended_at,
        missed: row.missed,
        kinds: RunProgress.parse(row.progress).kinds,
      };
    });
  });

export type SyncProblemRow = {
  readonly problemId: string;
  readonly connectionId: string;
  readonly kind: string;
  readonly subject: string;
  readonly code: string;
  readonly reason: string;
  readonly at: Temporal.Instant;
};

/** What could not be read or kept and has not solved itself since, newest first, at most 500. */
export const listSyncProblems = (context: Context, connectionId?: string): Promise<readonly SyncProblemRow[]> =>
  inScope(context.db, everything, async (tx) => {
    const rows = await tx
      .selectFrom('sync_problem')
      .select(['problem_id', 'connection_id', 'kind', 'subject', 'code', 'reason', 'at'])
      .where('solved_at', 'is', null)
      .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
      .orderBy('at', 'desc')
      .limit(500)
      .execute();
    return rows.map((row) => ({
      problemId: row.problem_id,
      connectionId: row.connection_id,
      kind: row.kind,
      subject: row.subject,
      code: row.code,
      reason: row.reason,
      at: row.at,
    }));
  });
