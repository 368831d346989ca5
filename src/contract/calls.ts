import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

export const RemoteCall = z
  .object({
    method: z.string(),
    /** With the values of secret parameters masked. */
    url: z.string(),
    status: z.number().int(),
    bytes: z.number().int(),
    correlationId: z.string(),
    at: instant,
  })
  .meta({ id: 'RemoteCall' });

export const listCalls = route({
  id: 'listCalls',
  method: 'GET',
  path: '/connections/{id}/calls',
  summary: 'The newest calls to an account, and the pace that it allows',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  params: z.object({ id: idSchema('connection') }),
  query: z.strictObject({
    status: z.enum(['refused']).optional().meta({ description: 'refused: only those with a status from 400 on' }),
    limit: z.coerce.number().int().min(1).max(500).optional().meta({ description: 'Rows; 100 if left out' }),
  }),
  status: 200,
  reply: z.object({
    calls: z.array(RemoteCall),
    /** For each part of its API, as it was learned. */
    pace: z.array(z.object({ part: z.string(), callsAMinute: z.number().int(), heldUntil: instant.nullable() })),
    inTheLastHour: z.number().int(),
  }),
});

export const listNewFields = route({
  id: 'listNewFields',
  method: 'GET',
  path: '/connections/{id}/new-fields',
  summary: 'Fields of answers that did not come before, the newest first: the other system has changed',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  params: z.object({ id: idSchema('connection') }),
  status: 200,
  reply: z.object({
    data: z.array(z.object({ /** Without ids and query. */ call: z.string(), path: z.string(), firstAt: instant })),
    /** All fields that answers of the connection have held. */
    known: z.number().int(),
  }),
});
