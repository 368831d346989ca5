import { z } from 'zod';
import { ConflictKind, ConflictWinner } from '../model/conflict.ts';
import { idSchema } from '../model/ids.ts';
import { anyOf, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

export const Conflict = z
  .object({
    id: z.string(),
    at: instant,
    customerId: z.string(),
    customerName: z.string(),
    kind: ConflictKind,
    /** The step of a plan, the subscription, the billing profile or the company. */
    subject: z.string(),
    field: z.string(),
    /** What both sides began from, where it is known. */
    base: z.string().nullable(),
    /** What was wanted, written or kept here. */
    ours: z.string(),
    theirs: z.string(),
    /** Whose value stands. */
    winner: ConflictWinner,
    /** Why: the rule that decided. */
    rule: z.string(),
    /** The other system; null when only the owner of a field was changed. */
    system: z.string().nullable(),
    planId: z.string().nullable(),
  })
  .meta({ id: 'Conflict' });

const filter = {
  customerId: idSchema('customer').optional(),
  kind: anyOf(ConflictKind),
  winner: anyOf(ConflictWinner),
  connectionId: idSchema('connection').optional(),
  q: z.string().trim().min(1).max(200).optional().meta({ description: 'In the customer’s name, what it is about, the field or a value' }),
};

export const listConflicts = route({
  id: 'listConflicts',
  method: 'GET',
  path: '/conflicts',
  summary: 'Each time two sides changed the same thing: both values, whose stands and which rule decided; newest first',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  query: z.strictObject({ ...listQuery(['at']), ...filter }),
  status: 200,
  reply: pageOf('ConflictPage', Conflict),
  problems: ['invalid_cursor'],
});

export const exportConflicts = route({
  id: 'exportConflicts',
  method: 'GET',
  path: '/conflicts/export',
  summary: 'The same as CSV',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  query: z.strictObject(filter),
  status: 200,
  file: true,
  reply: z.array(Conflict),
});
