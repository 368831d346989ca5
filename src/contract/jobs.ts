import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { JobKind, JobState } from '../model/job.ts';
import { SyncKind } from '../model/sync-kind.ts';
import { costsInside } from './costs.ts';
import { anyOf, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';
export const Job = z
  .object({
    id: z.string(),
    kind: JobKind,
    title: z.string(),
    status: JobState,
    progress: z.object({ done: z.number().int(), total: z.number().int().nullable(), unit: z.string(), step: z.string().nullable() }),
    /** The remote asked to slow down; goes on by itself then. */
    waitingUntil: instant.nullable(),
    startedBy: z.string(),
    createdAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    estimatedEndAt: instant.nullable(),
    result: costsInside(z.record(z.string(), z.unknown()).nullable()),
    errors: z.array(z.object({ code: z.string(), sentence: z.string(), count: z.number().int() })),
  })
  .meta({ id: 'Job' });

const params = z.object({ id: idSchema('job') });

export const listJobs = route({
  id: 'listJobs',
  method: 'GET',
  path: '/jobs',
  summary: 'Jobs, newest first',
  tag: 'Jobs',
  may: 'jobs:read',
  tenantScope: 'rows',
  query: z.strictObject({ ...listQuery(['createdAt'] as const), status: anyOf(JobState), kind: anyOf(JobKind) }),
  status: 200,
  reply: pageOf('JobPage', Job),
});

export const getJob = route({
  id: 'getJob',
  method: 'GET',
  path: '/jobs/{id}',
  summary: 'One job',
  tag: 'Jobs',
  may: 'jobs:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: Job,
});

export const JobItem = z
  .object({
    id: z.string(),
    subject: z.string(),
    outcome: z.enum(['done', 'changed', 'failed', 'skipped']),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    at: instant,
  })
  .meta({ id: 'JobItem' });

export const listJobItems = route({
  id: 'listJobItems',
  method: 'GET',
  path: '/jobs/{id}/items',
  summary: 'What a job did, thing by thing',
  tag: 'Jobs',
  may: 'jobs:read',
  tenantScope: 'rows',
  params,
  query: z.strictObject({ status: anyOf(z.enum(['done', 'changed', 'failed', 'skipped'])) }),
  status: 200,
  reply: z.object({ data: z.array(JobItem) }),
});

export const streamJob = route({
  id: 'streamJob',
  method: 'GET',
  path: '/jobs/{id}/stream',
  summary: 'The job as it goes, as server-sent events; ends with the job',
  tag: 'Jobs',
  may: 'jobs:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: Job,
  stream: true,
});

export const cancelJob = route({
  id: 'cancelJob',
  method: 'POST',
  path: '/jobs/{id}/cancellation',
  summary: 'Stop a job after its current step',
  tag: 'Jobs',
  may: 'jobs:write',
  tenantScope: 'rows',
  params,
  body: z.strictObject({}).optional(),
  status: 200,
  reply: Job,
  problems: ['conflict'],
});

/** Jobs that read what was asked for. */
export const SyncStarted = z.object({
  jobIds: z.array(z.string()),
  jobs: z.array(
    z.object({
      jobId: z.string(),
      connectionId: z.string(),
      title: z.string(),
      joined: z.boolean().meta({ description: 'It was on its way already and will read all that was asked for' }),
      startedBy: z.string(),
      since: instant,
    }),
  ),
  joined: z.boolean(),
});

export const startSync = route({
  id: 'startSync',
  method: 'POST',
  path: '/sync-runs',
  summary: 'Read the remotes now: everything, one connection, one customer, some kinds of record, or what of these belongs together',
  tag: 'Jobs',
  may: 'sync:run',
  tenantScope: 'installation',
  body: z.strictObject({
    connectionId: idSchema('connection').optional(),
    customerId: idSchema('customer').optional(),
    kinds: z.array(SyncKind).min(1).optional().meta({ description: 'Only these kinds of record, each at the connections that have it' }),
    reach: z
      .enum(['full', 'incremental', 'billing'])
      .optional()
      .meta({ description: 'The books whole (if left out), what changed, or what is charged, priced and assigned; not with kinds' }),
  }),
  status: 202,
  reply: SyncStarted,
  problems: ['not_found', 'conflict'],
});
