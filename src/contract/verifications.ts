import { z } from 'zod';
import { ConnectionState, DegradedReason, Probe } from '../model/connection.ts';
import { idSchema } from '../model/ids.ts';
import { FeatureStanding, PartnerFeature } from '../model/partner-feature.ts';
import { VerificationOutcome } from '../model/verification.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

const params = z.object({ id: idSchema('connection') });

export const Verification = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    state: ConnectionState,
    reason: DegradedReason.nullable(),
    /** partial: something works and something does not; no success. */
    outcome: VerificationOutcome,
    probes: z.array(Probe),
    /** Against the verification before it: checks that failed anew or pass again. */
    changes: z.array(z.object({ name: z.string(), became: z.enum(['failed', 'passed']), code: z.string().nullable() })),
    at: instant,
  })
  .meta({ id: 'Verification' });

export const verifyConnection = route({
  id: 'verifyConnection',
  method: 'POST',
  path: '/connections/{id}/verifications',
  summary: 'Verify connectivity: every probe, timed, with remedy',
  tag: 'Connections',
  may: 'connections:test',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: Verification,
});

export const listVerifications = route({
  id: 'listVerifications',
  method: 'GET',
  path: '/connections/{id}/verifications',
  summary: 'The last verifications of a connection, newest first, with what changed from one to the next',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  params,
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).optional().meta({ description: 'Rows; 20 if left out' }) }),
  status: 200,
  reply: z.object({ data: z.array(Verification) }),
});

export const listMissingBooks = route({
  id: 'listMissingBooks',
  method: 'GET',
  path: '/missing-books',
  summary: 'What accounts do not bring, so that differences and invoices lack it: why, and what goes on without it',
  tag: 'Connections',
  may: 'reconciliation:read',
  tenantScope: 'installation',
  status: 200,
  reply: z.object({
    data: z.array(
      z
        .object({
          connectionId: z.string(),
          name: z.string(),
          missing: z.enum(['costs', 'invoices', 'billingExport', 'prices']),
          /** off: switched off here. lost: a check failed. notOffered: Microsoft does not offer it to this account. */
          standing: FeatureStanding,
          because: z.string(),
          without: z.string(),
        })
        .meta({ id: 'MissingBook' }),
    ),
  }),
});

export const listFeatures = route({
  id: 'listFeatures',
  method: 'GET',
  path: '/connections/{id}/features',
  summary: 'What a Partner Center account can be used for, which roles give it, and what goes on without it',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: z.object({
    data: z.array(
      z
        .object({
          feature: PartnerFeature,
          standing: FeatureStanding,
          /** Why it does not work. */
          because: z.string().nullable(),
          /** Any one of them, at Partner Center. */
          roles: z.array(z.string()),
          without: z.string(),
        })
        .meta({ id: 'PartnerFeatureState' }),
    ),
  }),
});
