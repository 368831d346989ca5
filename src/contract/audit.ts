import { z } from 'zod';
import { costsInside } from './costs.ts';
import { instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

export const AuditEvent = z
  .object({
    id: z.string(),
    seq: z.number().int(),
    at: instant,
    actor: z.string(),
    onBehalfOf: z.string().nullable(),
    origin: z.string().nullable(),
    action: z.string(),
    object: z.string(),
    before: costsInside(z.unknown()),
    after: costsInside(z.unknown()),
    reason: z.string().nullable(),
    planId: z.string().nullable(),
    correlationId: z.string().nullable(),
    result: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEvent' });

export const listAuditEvents = route({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/audit-events',
  summary: 'Who did what, newest first',
  tag: 'Audit',
  may: 'audit:read',
  tenantScope: 'rows',
  query: z.strictObject({
    ...listQuery(['seq'] as const),
    action: z.string().max(100).optional(),
    object: z.string().max(200).optional(),
    actor: z.string().max(200).optional(),
  }),
  status: 200,
  reply: pageOf('AuditEventPage', AuditEvent),
});

export const verifyAudit = route({
  id: 'verifyAudit',
  method: 'GET',
  path: '/audit-verification',
  summary: 'Check the hash chain of the audit trail',
  tag: 'Audit',
  may: 'audit:read',
  tenantScope: 'installation',
  status: 200,
  reply: z
    .object({
      intact: z.boolean(),
      events: z.number().int(),
      head: z.string(),
      brokenAt: z.number().int().nullable(),
      sentence: z.string(),
    })
    .meta({ id: 'AuditVerification' }),
});
