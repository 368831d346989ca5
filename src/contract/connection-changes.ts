import { z } from 'zod';
import { ConnectionSecrets, ConnectionSettings, WriteKind } from '../model/connection.ts';
import { idSchema } from '../model/ids.ts';
import { ProviderRecord } from '../model/provider-record.ts';
import { Connection } from './connections.ts';
import { route } from './route.ts';

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

export const changePurposes = route({
  id: 'changePurposes',
  method: 'PATCH',
  path: '/connections/{id}/purposes',
  summary: 'Switch what a distributor is read for: access, and costs, of which those read are removed when it goes off',
  tag: 'Connections',
  may: 'providers:write',
  tenantScope: 'installation',
  params: z.object({ id: idSchema('connection') }),
  body: z.strictObject({ costs: z.boolean().optional(), access: z.boolean().optional() }),
  status: 200,
  reply: Connection,
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
  params: z.object({ id: idSchema('connection') }),
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
  problems: ['duplicate', 'connection_identity_fixed', 'conflict'],
});
