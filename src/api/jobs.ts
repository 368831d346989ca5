import type { z } from 'zod';
import * as contract from '../contract/jobs.ts';
import { cancelJob, findJob, type JobItemRow, type JobRecord, listJobItems, listJobs } from '../features/jobs/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';
import { pageReply } from './page.ts';

const noJob = refuse('not_found', 'There is no job with this id.');

export const jobRoutes: readonly Mounted[] = [
  handle(contract.listJobs, async ({ context, query }) => {
    const { status, kind, limit, cursor, sort } = query;
    const page = await listJobs(context, {
      filter: { status, kind },
      limit: limit ?? 50,
      cursor,
      descending: sort === undefined || sort.startsWith('-'),
    });
    return good(pageReply(page, limit, (job) => toJob(job, context.clock.now())));
  }),
  handle(contract.getJob, async ({ context, params }) => {
    const job = await findJob(context, params.id);
    return job === undefined ? noJob : good(toJob(job, context.clock.now()));
  }),
  handle(contract.listJobItems, async ({ context, params, query }) => {
    const job = await findJob(context, params.id);
    return job === undefined ? noJob : good({ data: (await listJobItems(context, params.id, query.status)).map(toItem) });
  }),
  handle(contract.cancelJob, async ({ context, params }) => {
    const job = await cancelJob(context, params.id);
    if (job === 'ended') return refuse('conflict', 'This job has already ended.');
    return job === undefined ? noJob : good(toJob(job, context.clock.now()));
  }),
];

/** A job as it leaves the server; the end is estimated only once a tenth is done (ux reference 4.7). */
export const toJob = (job: JobRecord, now: Temporal.Instant): z.input<typeof contract.Job> => ({
  id: publicId('job', job.jobId),
  kind: job.kind,
  title: job.title,
  status: job.state,
  progress: { done: job.done, total: job.total, unit: job.unit, step: job.step },
  waitingUntil: job.waitingUntil?.toString() ?? null,
  startedBy: job.startedBy,
  createdAt: job.createdAt.toString(),
  startedAt: job.startedAt?.toString() ?? null,
  endedAt: job.endedAt?.toString() ?? null,
  estimatedEndAt: estimateEnd(job, now)?.toString() ?? null,
  result: job.result === null ? null : { ...job.result },
  errors: job.errors.map((each) => ({ ...each })),
});

function estimateEnd(job: JobRecord, now: Temporal.Instant): Temporal.Instant | undefined {
  if (job.state !== 'running' || job.startedAt === null || job.total === null || job.done === 0 || job.done * 10 < job.total)
    return undefined;
  const elapsedMs = now.epochMilliseconds - job.startedAt.epochMilliseconds;
  return now.add({ milliseconds: Math.max(0, Math.round((elapsedMs / job.done) * (job.total - job.done))) });
}

const toItem = (item: JobItemRow): z.input<typeof contract.JobItem> => ({
  id: publicId('event', item.itemId),
  subject: item.subject,
  outcome: item.outcome,
  code: item.code,
  reason: item.reason,
  at: item.at.toString(),
});
