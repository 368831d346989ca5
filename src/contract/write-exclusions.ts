import { z } from 'zod';
import { WriteKind } from '../model/connection.ts';
import { idSchema } from '../model/ids.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

export const WriteExclusion = z
  .object({
    customerId: z.string(),
    customerName: z.string(),
    kinds: z.array(WriteKind),
    reason: z.string(),
    by: z.string(),
    at: instant,
  })
  .meta({ id: 'WriteExclusion' });

const reply = z.object({ data: z.array(WriteExclusion) });

export const listWriteExclusions = route({
  id: 'listWriteExclusions',
  method: 'GET',
  path: '/write-exclusions',
  summary: 'Customers that are left out of writing, whatever is switched on for a connection',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  status: 200,
  reply,
});

export const excludeFromWriting = route({
  id: 'excludeFromWriting',
  method: 'POST',
  path: '/customers/{id}/write-exclusions',
  summary: 'Leave a customer out of kinds of writing, whole; none lets all of them happen again',
  tag: 'Connections',
  may: 'providers:write',
  tenantScope: 'installation',
  params: z.object({ id: idSchema('customer') }),
  body: z.strictObject({
    kinds: z.array(WriteKind).max(WriteKind.options.length),
    /** Why; required unless nothing is left out any more. */
    reason: z.string().trim().min(1).max(500).optional(),
  }),
  status: 200,
  reply,
});
