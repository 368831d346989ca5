import { z } from 'zod';
import {
  ConnectionKind,
  ConnectionSecrets,
  ConnectionSettings,
  ConnectionState,
  DegradedReason,
  Probe,
  WriteKind,
} from '../model/connection.ts';
import { idSchema } from '../model/ids.ts';
import { FeatureStanding, PartnerFeature } from '../model/partner-feature.ts';
import { ProviderRecord } from '../model/provider-record.ts';
import { VerificationOutcome } from '../model/verification.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

export const Connection = z
  .object({
    id: z.string(),
    kind: ConnectionKind,
    side: z.string(),
    name: z.string(),
    state: ConnectionState,
    reason: DegradedReason.nullable(),
    /** Without secrets; those are write-only. */
    settings: ConnectionSettings,
    secretsSet: z.array(z.string()),
    writeKinds: z.array(WriteKind),
    identity: z.string(),
    lastSuccessAt: instant.nullable(),
    consentEndsAt: instant.nullable(),
    counts: z.record(z.string(), z.number().int()),
    openProblems: z.number().int(),
  })
  .meta({ id: 'Connection' });

const params = z.object({ id: idSchema('connection') });

export const listConnections = route({
  id: 'listConnections',
  method: 'GET',
  path: '/connections',
  summary: 'All connections with state and freshness',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  status: 200,
  reply: z.object({ data: z.array(Connection) }),
});

export const getConnection = route({
  id: 'getConnection',
  method: 'GET',
  path: '/connections/{id}',
  summary: 'One connection',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: Connection,
});

export const AddConnection = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    settings: ConnectionSettings,
    secrets: ConnectionSecrets,
    /** Only of partner accounts; can be given or changed later. */
    provider: ProviderRecord.optional(),
  })
  .meta({ id: 'AddConnection' });

export const addConnection = route({
  id: 'addConnection',
  method: 'POST',
  path: '/connections',
  summary: 'Add a connection; it starts read-only',
  tag: 'Connections',
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  body: AddConnection,
  status: 201,
  reply: Connection,
  problems: ['duplicate', 'connection_wrong_tenant', 'remote_refused', 'remote_unavailable'],
});

export const changeConnection = route({
  id: 'changeConnection',
  method: 'PATCH',
  path: '/connections/{id}',
  summary: 'Rename, replace settings or secrets, pause, or switch writing on or off',
  tag: 'Connections',
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  body: z.strictObject({
    name: z.string().trim().min(1).max(100).optional(),
    /** Whole; the account itself (tenant, company) cannot be another. */
    settings: ConnectionSettings.optional(),
    secrets: ConnectionSecrets.optional(),
    writeKinds: z.array(WriteKind).optional(),
    paused: z.boolean().optional(),
    /** Why; required when writing is switched on. */
    reason: z.string().trim().min(1).max(500).optional(),
  }),
  status: 200,
  reply: Connection,
  problems: ['duplicate', 'connection_identity_fixed'],
});

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
