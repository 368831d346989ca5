import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { accepted, instant } from './page.ts';
import { route } from './route.ts';

export const SyncRun = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    connectionName: z.string(),
    jobId: z.string().nullable(),
    reach: z.string(),
    state: z.string(),
    startedAt: instant,
    endedAt: instant.nullable(),
    missed: z.number().int().nullable().meta({
      description: 'Records that it found new, changed or gone although no feed had told of them; null while, or where, that is not known',
    }),
    kinds: z.array(
      z.object({
        kind: z.string(),
        received: z.number().int(),
        created: z.number().int(),
        updated: z.number().int(),
        unchanged: z.number().int(),
        quarantined: z.number().int(),
        retired: z.number().int(),
        verdict: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'SyncRun' });

export const listSyncRuns = route({
  id: 'listSyncRuns',
  method: 'GET',
  path: '/sync-runs',
  summary: 'The last reads of each connection, with counts and verdicts',
  tag: 'Jobs',
  may: 'sync:read',
  tenantScope: 'installation',
  query: z.strictObject({ connectionId: idSchema('connection').optional() }),
  status: 200,
  reply: z.object({ data: z.array(SyncRun) }),
});

export const listMissed = route({
  id: 'listMissed',
  method: 'GET',
  path: '/sync-runs/{id}/missed',
  summary: 'What a reading of everything found that no feed had told of',
  tag: 'Jobs',
  may: 'sync:read',
  tenantScope: 'installation',
  params: z.object({ id: idSchema('run') }),
  status: 200,
  reply: z.object({
    data: z.array(
      z.object({
        customerId: z.string(),
        customerName: z.string(),
        kind: z.string(),
        subject: z.string(),
        what: z.string(),
        at: instant,
      }),
    ),
  }),
});

export const SyncProblem = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    kind: z.string(),
    subject: z.string(),
    code: z.string(),
    reason: z.string(),
    at: instant,
  })
  .meta({ id: 'SyncProblem' });

export const listSyncProblems = route({
  id: 'listSyncProblems',
  method: 'GET',
  path: '/sync-problems',
  summary: 'Records and customers that could not be read or kept',
  tag: 'Jobs',
  may: 'sync:read',
  tenantScope: 'installation',
  query: z.strictObject({ connectionId: idSchema('connection').optional() }),
  status: 200,
  reply: z.object({ data: z.array(SyncProblem) }),
});

export const DeadLetter = z.object({ id: z.string(), queue: z.string(), reason: z.string(), at: instant }).meta({ id: 'DeadLetter' });

export const listDeadLetters = route({
  id: 'listDeadLetters',
  method: 'GET',
  path: '/dead-letters',
  summary: 'Work that failed three times the same way',
  tag: 'Jobs',
  may: 'jobs:read',
  tenantScope: 'installation',
  status: 200,
  reply: z.object({ data: z.array(DeadLetter) }),
});

export const requeueDeadLetter = route({
  id: 'requeueDeadLetter',
  method: 'POST',
  path: '/dead-letters/{id}/retries',
  summary: 'Try a dead letter again',
  tag: 'Jobs',
  may: 'jobs:write',
  tenantScope: 'installation',
  params: z.object({ id: z.uuid() }),
  body: z.strictObject({}).optional(),
  status: 202,
  reply: accepted,
});
