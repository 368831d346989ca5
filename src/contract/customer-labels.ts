import { z } from 'zod';
import { Currency, ExternalId, ExternalSystem, Segment } from '../model/customer-label.ts';
import { idSchema } from '../model/ids.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

const tag = 'Customers';
const reads = { tag, may: 'customers:read', tenantScope: 'rows' } as const;
const writes = { tag, may: 'customers:write', tenantScope: 'rows' } as const;
const params = z.object({ id: idSchema('customer') });

export const CustomerLabels = z
  .object({
    /** Groups of the partner's own; none of Microsoft's segments, which belong to products. */
    segments: z.array(z.string()),
    /** ISO 4217; null: the currency of the account that sells to it. */
    preferredCurrency: z.string().nullable(),
    externalIds: z.array(z.object({ id: z.string(), system: z.string(), externalId: z.string(), addedBy: z.string(), addedAt: instant })),
  })
  .meta({ id: 'CustomerLabels' });

export const getCustomerLabels = route({
  id: 'getCustomerLabels',
  method: 'GET',
  path: '/customers/{id}/labels',
  summary: 'Segments, preferred currency and ids in other systems of a customer',
  ...reads,
  params,
  status: 200,
  reply: CustomerLabels,
});

export const changeCustomerLabels = route({
  id: 'changeCustomerLabels',
  method: 'PATCH',
  path: '/customers/{id}/labels',
  summary: 'Change the segments and the preferred currency of a customer; what is left out stays',
  ...writes,
  params,
  body: z.strictObject({ segments: z.array(Segment).max(50).optional(), preferredCurrency: Currency.nullable().optional() }),
  status: 200,
  reply: CustomerLabels,
});

export const addExternalId = route({
  id: 'addExternalId',
  method: 'POST',
  path: '/customers/{id}/external-ids',
  summary: 'Say how a customer is called in another system; an id that names somebody else is refused',
  ...writes,
  idempotency: 'accepted',
  params,
  body: z.strictObject({ system: ExternalSystem, externalId: ExternalId }),
  status: 201,
  reply: CustomerLabels,
  problems: ['duplicate', 'conflict'],
});

export const removeExternalId = route({
  id: 'removeExternalId',
  method: 'DELETE',
  path: '/customers/{id}/external-ids/{entryId}',
  summary: 'Forget an id of another system',
  ...writes,
  params: z.object({ id: idSchema('customer'), entryId: idSchema('externalId') }),
  status: 200,
  reply: CustomerLabels,
});

export const listSegments = route({
  id: 'listSegments',
  method: 'GET',
  path: '/customer-segments',
  summary: 'Segments that are in use, with how many customers each has',
  ...reads,
  status: 200,
  reply: z.object({ data: z.array(z.object({ segment: z.string(), customers: z.number().int() }).meta({ id: 'SegmentCount' })) }),
});

export const chooseTemplateSegments = route({
  id: 'chooseTemplateSegments',
  method: 'PATCH',
  path: '/access-templates/{id}/segments',
  summary: 'Say which segments name a template: all of them from now on; one that named another moves',
  tag: 'Access',
  may: 'access:write',
  tenantScope: 'rows',
  params: z.object({ id: idSchema('accessTemplate') }),
  body: z.strictObject({ segments: z.array(Segment).max(100) }),
  status: 200,
  reply: z.object({ segments: z.array(z.string()) }).meta({ id: 'TemplateSegments' }),
});

export const assignSegments = route({
  id: 'assignSegments',
  method: 'POST',
  path: '/customer-segments/assignments',
  summary: 'Put many customers into segments, or take them out',
  ...writes,
  body: z.strictObject({
    customerIds: z.array(idSchema('customer')).min(1).max(1_000),
    add: z.array(Segment).max(50).default([]),
    remove: z.array(Segment).max(50).default([]),
  }),
  status: 200,
  reply: z.object({ added: z.number().int(), removed: z.number().int() }).meta({ id: 'SegmentsAssigned' }),
});

export const importCustomerLabels = route({
  id: 'importCustomerLabels',
  method: 'POST',
  path: '/customer-labels/import',
  summary: 'What a CSV of ids, segments and currencies would change, line by line; with `apply` the good lines are kept',
  ...writes,
  body: z.strictObject({
    /** Columns customer, system, external_id, segments (parted by |), currency. */
    csv: z.string(),
    apply: z.boolean().default(false),
  }),
  bodyBytes: 20 * 1024 * 1024,
  status: 200,
  reply: z
    .object({
      changes: z.array(z.object({ line: z.number().int(), customerId: z.string(), customerName: z.string(), what: z.string() })),
      unchanged: z.number().int(),
      problems: z.array(z.object({ line: z.number().int(), column: z.string(), sentence: z.string() })),
      applied: z.boolean(),
    })
    .meta({ id: 'LabelImport' }),
});
