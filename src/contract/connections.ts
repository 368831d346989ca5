import { z } from 'zod';
import { ConnectionKind, ConnectionSettings, ConnectionState, DegradedReason, DistributorPurpose, WriteKind } from '../model/connection.ts';
import { idSchema } from '../model/ids.ts';
import { SignInAlarm } from '../model/sign-in-end.ts';
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
    /** What a distributor is read for: its costs, and what it tells of delegated access. Empty for other sides. */
    purposes: z.array(DistributorPurpose),
    /** At Microsoft writing needs a second consent; until it is given, nothing can be switched on there. */
    writeConsent: z.object({ isNeeded: z.boolean(), at: instant.nullable(), by: z.string().nullable() }),
    identity: z.string(),
    lastSuccessAt: instant.nullable(),
    /** When the stored sign-in ends if it is not used until then. */
    consentEndsAt: instant.nullable(),
    /** How near that is, in the steps at which somebody is told; null: far away, or it does not end. */
    signInAlarm: SignInAlarm.nullable(),
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
