import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { anyOf, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

const Side = z.object({
  customerId: z.string(),
  name: z.string(),
  tenantId: z.string(),
  cloud: z.string(),
  domain: z.string(),
  /** Microsoft no longer lists it. */
  gone: z.boolean(),
  subscriptions: z.number().int(),
});

export const listDuplicates = route({
  id: 'listDuplicates',
  method: 'GET',
  path: '/customers/duplicates',
  summary: 'Records that may be one customer, with the facts that say so; never by names that look alike',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  status: 200,
  reply: z.object({
    data: z.array(
      z
        .object({
          first: Side,
          second: Side,
          reasons: z.array(z.object({ reason: z.enum(['sameTenant', 'sameDomain', 'sameRegistrationNumber']), value: z.string() })),
          /** The one that is gone can go on as the other; null: both live at Microsoft, so they are two. */
          mergeable: z.object({ survivorId: z.string(), goneId: z.string() }).nullable(),
        })
        .meta({ id: 'DuplicateCandidate' }),
    ),
  }),
});

const reason = z.string().trim().min(3).max(500);

export const keepCustomersApart = route({
  id: 'keepCustomersApart',
  method: 'POST',
  path: '/customers/apart',
  summary: 'Say that two records are two customers; nobody is asked again',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  body: z.strictObject({ customerId: idSchema('customer'), otherId: idSchema('customer'), reason }),
  status: 204,
});

const Counts = z.object({
  create: z.number().int(),
  link: z.number().int(),
  update: z.number().int(),
  unchanged: z.number().int(),
  conflict: z.number().int(),
  hold: z.number().int(),
  left: z.number().int(),
});

export const CustomerPlan = z
  .object({
    id: z.string(),
    kind: z.enum(['merge', 'split', 'import']),
    state: z.enum(['previewed', 'applied', 'undone', 'expired']),
    title: z.string(),
    fingerprint: z.string(),
    createdBy: z.string(),
    createdAt: instant,
    expiresAt: instant,
    appliedAt: instant.nullable(),
    undoable: z.boolean(),
    /** Merge: who goes on as whom. Split: who was merged into whom, and is itself again. */
    merge: z.object({ survivorId: z.string(), survivorName: z.string(), goneId: z.string(), goneName: z.string() }).nullable(),
    /** Merge, split: rows that would move, or go back, by table. */
    moves: z.array(z.object({ table: z.string(), rows: z.number().int() })),
    /** Import: how many tenants of each sort. */
    counts: Counts.nullable(),
    /** Import: the account whose tenants they are. */
    connectionId: z.string().nullable(),
    /** Import: the job that carries it out, once it was applied. */
    jobId: z.string().nullable(),
  })
  .meta({ id: 'CustomerPlan' });

const params = z.object({ id: idSchema('customerPlan') });

export const createCustomerPlan = route({
  id: 'createCustomerPlan',
  method: 'POST',
  path: '/customer-plans',
  summary: 'Preview a merge, a split, or an import of the tenants of an account; nothing is changed',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  idempotency: 'accepted',
  body: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('merge'), survivorId: idSchema('customer'), goneId: idSchema('customer') }),
    z.strictObject({ kind: z.literal('split'), customerId: idSchema('customer') }),
    z.strictObject({
      kind: z.literal('import'),
      connectionId: idSchema('connection'),
      /** Left out: all tenants of the account. */
      tenantIds: z.array(z.guid().toLowerCase()).max(20_000).optional(),
      /** Partner ids (MPN) for tenants on the hold list of an indirect provider. */
      resellers: z
        .array(z.strictObject({ tenantId: z.guid().toLowerCase(), mpn: z.string().regex(/^\d{1,10}$/) }))
        .max(20_000)
        .default([]),
    }),
  ]),
  status: 201,
  reply: CustomerPlan,
  problems: ['conflict', 'remote_unavailable', 'remote_refused'],
});

export const listCustomerPlans = route({
  id: 'listCustomerPlans',
  method: 'GET',
  path: '/customer-plans',
  summary: 'The last merges, splits and imports',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  status: 200,
  reply: z.object({ data: z.array(CustomerPlan) }),
});

export const getCustomerPlan = route({
  id: 'getCustomerPlan',
  method: 'GET',
  path: '/customer-plans/{id}',
  summary: 'One merge, split or import',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: CustomerPlan,
});

export const ImportAction = z.enum(['create', 'link', 'update', 'unchanged', 'conflict', 'hold', 'left']);

export const ImportRow = z
  .object({
    tenantId: z.string(),
    name: z.string(),
    domain: z.string(),
    action: ImportAction,
    because: z.string(),
    resellerMpn: z.string(),
    resellerName: z.string(),
    /** Who it is here; of a conflict, who has its domain. */
    customerId: z.string().nullable(),
  })
  .meta({ id: 'ImportRow' });

/** The order in which Partner Center listed them. */
export const importRowSorts = ['listed'] as const;

export const listImportRows = route({
  id: 'listImportRows',
  method: 'GET',
  path: '/customer-plans/{id}/rows',
  summary: 'Every tenant of an import and what becomes of it',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  params,
  query: z.strictObject({
    ...listQuery(importRowSorts),
    action: anyOf(ImportAction),
    q: z.string().max(200).optional().meta({ description: 'Part of a name, a domain or a tenant id' }),
  }),
  status: 200,
  reply: pageOf('ImportRowPage', ImportRow),
  problems: ['invalid_cursor'],
});

export const applyCustomerPlan = route({
  id: 'applyCustomerPlan',
  method: 'POST',
  path: '/customer-plans/{id}/apply',
  summary: 'Carry a merge, split or import out, exactly as previewed; an import is a job, after which the subscriptions are read',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  idempotency: 'accepted',
  params,
  body: z.strictObject({}).optional(),
  status: 200,
  reply: z.object({ plan: CustomerPlan, jobId: z.string().nullable() }),
  problems: ['conflict', 'plan_stale'],
});

export const undoCustomerPlan = route({
  id: 'undoCustomerPlan',
  method: 'POST',
  path: '/customer-plans/{id}/undo',
  summary: 'Take a merge back, for 30 days',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  idempotency: 'accepted',
  params,
  body: z.strictObject({}).optional(),
  status: 200,
  reply: CustomerPlan,
  problems: ['plan_not_undoable'],
});
