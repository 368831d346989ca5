import { z } from 'zod';
import { Blackout, Cadence, ScheduleName } from '../model/cadence.ts';
import { idSchema } from '../model/ids.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

export const SyncSchedule = z
  .object({
    name: ScheduleName,
    /** Null: no turn of its own; it is read with what holds it. */
    cadence: Cadence.nullable(),
    isChosen: z.boolean(),
    /** Of a connection: it is the schedule of all. */
    isInherited: z.boolean(),
    lastAt: instant.nullable(),
    nextAt: instant.nullable(),
    /** Due, but held back by a blackout window until then. */
    heldUntil: instant.nullable(),
    past: z
      .array(z.object({ startedAt: instant, seconds: z.number(), state: z.string() }))
      .meta({ description: 'Newest first, at most five' }),
  })
  .meta({ id: 'SyncSchedule' });

/** All of them, with what holds for all. */
export const SyncSchedules = z.object({
  timeZone: z.string(),
  blackouts: z.array(Blackout),
  version: z.int32(),
  schedules: z.array(SyncSchedule),
});

export const listSchedules = route({
  id: 'listSchedules',
  method: 'GET',
  path: '/sync-schedules',
  summary: 'What is read by itself: how often, when last, when next, how long it took',
  tag: 'Jobs',
  may: 'sync:read',
  tenantScope: 'installation',
  query: z.strictObject({
    connectionId: idSchema('connection').optional().meta({ description: 'Of one connection, with what it inherits; left out: of all' }),
  }),
  status: 200,
  reply: SyncSchedules,
  problems: ['not_found'],
});

export const changeSchedules = route({
  id: 'changeSchedules',
  method: 'PATCH',
  path: '/sync-schedules',
  summary: 'Change when things are read, and when nothing is',
  tag: 'Jobs',
  may: 'sync:run',
  tenantScope: 'installation',
  body: z.strictObject({
    timeZone: z.string().min(1).max(60).optional().meta({ description: 'As in the time zone database, like Europe/Berlin' }),
    blackouts: z.array(Blackout).max(20).optional(),
    cadences: z
      .partialRecord(ScheduleName, Cadence.nullable())
      .optional()
      .meta({ description: 'null: as it comes, or with a connection inherited again' }),
    connectionId: idSchema('connection').optional().meta({ description: 'The cadences are of this connection alone' }),
    version: z.int32(),
  }),
  status: 200,
  reply: SyncSchedules,
  problems: ['precondition_failed', 'invalid', 'not_found'],
});
