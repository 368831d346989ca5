import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { SyncKind } from '../model/sync-kind.ts';
import { SyncStarted } from './jobs.ts';
import { anyOf, instant } from './page.ts';
import { route } from './route.ts';

export const SyncLane = z
  .object({
    connectionId: z.string(),
    name: z.string(),
    running: z.array(z.object({ jobId: z.string(), title: z.string() })),
    waiting: z.number().int(),
    callsLastMinute: z.number().int(),
    paces: z
      .array(z.object({ part: z.string(), callsPerMinute: z.number().int(), heldUntil: instant.nullable() }))
      .meta({ description: 'What each part of the remote was seen to allow; held while it asked us to wait' }),
  })
  .meta({ id: 'SyncLane' });

export const QueueHealth = z
  .object({
    waiting: z.number().int(),
    oldestAt: instant.nullable(),
    running: z.number().int(),
    retried: z.number().int(),
    deadLetters: z.number().int(),
    workers: z.array(z.object({ name: z.string(), aliveUntil: instant })),
  })
  .meta({ id: 'QueueHealth' });

export const listLanes = route({
  id: 'listLanes',
  method: 'GET',
  path: '/sync-lanes',
  summary: 'What goes on at each connection, how much of its rate is left, and how the queue is',
  tag: 'Jobs',
  may: 'sync:read',
  tenantScope: 'installation',
  status: 200,
  reply: z.object({ data: z.array(SyncLane), queue: QueueHealth }),
});

export const SyncEstimate = z
  .object({
    connectionId: z.string(),
    name: z.string(),
    reach: z.enum(['full', 'incremental', 'customer', 'billing', 'kinds']),
    kinds: z.array(z.string()),
    seconds: z.number().nullable().meta({ description: 'Median of the last readings of the same sort' }),
    fullBecause: z
      .enum(['neverRead', 'lastNotWhole', 'longAgo'])
      .nullable()
      .meta({ description: 'Why only a reading of everything will do' }),
  })
  .meta({ id: 'SyncEstimate' });

export const estimateSync = route({
  id: 'estimateSync',
  method: 'GET',
  path: '/sync-estimates',
  summary: 'What a reading would be and how long it would take, before it is started',
  tag: 'Jobs',
  may: 'sync:read',
  tenantScope: 'installation',
  query: z.strictObject({
    connectionId: idSchema('connection').optional(),
    customerId: idSchema('customer').optional(),
    kinds: anyOf(SyncKind),
    reach: z.enum(['full', 'incremental', 'billing']).optional(),
  }),
  status: 200,
  reply: z.object({ data: z.array(SyncEstimate) }),
});

export const readProblemAgain = route({
  id: 'readProblemAgain',
  method: 'POST',
  path: '/sync-problems/{id}/retries',
  summary: 'Read again what was set apart',
  tag: 'Jobs',
  may: 'sync:run',
  tenantScope: 'installation',
  params: z.object({ id: z.uuid() }),
  body: z.strictObject({}).optional(),
  status: 202,
  reply: SyncStarted,
  problems: ['conflict'],
});
