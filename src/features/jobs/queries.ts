import { sql } from 'kysely';
import type { JobKind, JobState } from '../../model/job.ts';
import { type KeysetPage, keysetPage } from '../../platform/db/keyset.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { changeJob, type JobItemRow, type JobRecord, readItems, readJob, toRecord } from './store.ts';

export type JobFilter = { readonly status?: readonly JobState[] | undefined; readonly kind?: readonly JobKind[] | undefined };

export function listJobs(
  context: Context,
  request: { readonly filter: JobFilter; readonly limit: number; readonly cursor: string | undefined; readonly descending: boolean },
): Promise<KeysetPage<JobRecord>> {
  return inScope(context.db, context.scope, async (tx) => {
    const page = await keysetPage(
      { ...request, sort: 'createdAt' },
      { expression: sql.ref('created_at'), type: 'timestamptz' },
      sql.ref('job_id'),
      ({ where, orderBy, limit, pageKey }) => {
        let query = tx.selectFrom('job').selectAll().select(pageKey.as('page_key')).select('job_id as page_id').where(where);
        if (request.filter.status !== undefined) query = query.where('state', 'in', [...request.filter.status]);
        if (request.filter.kind !== undefined) query = query.where('kind', 'in', [...request.filter.kind]);
        return query.orderBy(orderBy).limit(limit).execute();
      },
    );
    return { ...page, rows: page.rows.map(toRecord) };
  });
}

export const findJob = (context: Context, jobId: string): Promise<JobRecord | undefined> =>
  inScope(context.db, context.scope, (tx) => readJob(tx, jobId));

export const listJobItems = (context: Context, jobId: string, outcomes: readonly string[] | undefined): Promise<readonly JobItemRow[]> =>
  inScope(context.db, context.scope, (tx) => readItems(tx, jobId, outcomes));

/** Asks a job to stop after its current step; undefined when there is none, `ended` when it is too late. */
export function cancelJob(context: Context, jobId: string): Promise<JobRecord | 'ended' | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const asked = await changeJob(tx, jobId, { cancelAsked: true }, ['queued', 'running', 'paused'], context.clock.now());
    const job = await readJob(tx, jobId);
    return job === undefined || asked ? job : 'ended';
  });
}
