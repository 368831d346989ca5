import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { CommandState } from '../model/plan.ts';
import { accepted, instant } from './page.ts';
import { ShownAct } from './reconciliation.ts';
import { route } from './route.ts';

/** One write to another system, as the journal keeps it. */
export const Command = z
  .object({
    id: z.string(),
    state: CommandState,
    /** Carrying a step out, or taking it back. */
    direction: z.enum(['apply', 'undo']),
    planId: z.string(),
    stepId: z.string(),
    customerId: z.string(),
    customerName: z.string(),
    connectionId: z.string(),
    system: z.string(),
    /** "Set the quantity of ... from 20 to 25" */
    summary: z.string(),
    correction: ShownAct,
    /** Why nobody knows, in plain words. */
    sentence: z.string().nullable(),
    hint: z.string().nullable(),
    /** Ids of lines at the other system that may be the effect; one of them, or none. */
    candidates: z.array(z.string()),
    looks: z.number().int(),
    createdAt: instant,
    changedAt: instant,
  })
  .meta({ id: 'Command' });

export const listCommands = route({
  id: 'listCommands',
  method: 'GET',
  path: '/commands',
  summary: 'Writes to other systems, the one that waits longest first',
  tag: 'Plans',
  may: 'reconciliation:read',
  tenantScope: 'rows',
  query: z.strictObject({
    state: CommandState.optional().meta({ description: 'Only those; needs_operator: what a person has to decide' }),
    limit: z.coerce.number().int().min(1).max(200).optional().meta({ description: 'Rows; 50 if left out' }),
  }),
  status: 200,
  reply: z.object({ data: z.array(Command) }),
});

export const decideCommand = route({
  id: 'decideCommand',
  method: 'POST',
  path: '/commands/{id}/decisions',
  summary: 'Say what became of a write whose outcome nobody could find out',
  tag: 'Plans',
  may: 'corrections:apply',
  tenantScope: 'rows',
  idempotency: 'accepted',
  params: z.object({ id: idSchema('command') }),
  body: z.strictObject({
    decision: z.enum(['confirmed', 'notPlaced']).meta({ description: 'confirmed: the other system has done it. notPlaced: it has not' }),
    /** With `confirmed`: which of the candidates it is. */
    remoteId: z.string().min(1).max(200).optional(),
    reason: z.string().trim().min(1).max(500),
  }),
  status: 202,
  reply: accepted,
  problems: ['conflict', 'writing_held', 'write_switched_off'],
});
