import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { route } from './route.ts';

const params = z.object({ id: idSchema('connection') });
const count = z.number().int();

export const Removal = z
  .object({
    name: z.string(),
    /** What leaves the comparison: customers that only this account sells to, and what was read of it. */
    leaves: z.object({
      customers: count,
      subscriptions: count,
      distributorSubscriptions: count,
      accounts: count,
      lines: count,
    }),
    /** What is kept: the same account added again goes on with it. */
    keeps: z.object({ mappings: count, invoices: count }),
    /** Writes whose outcome is not known yet; while there is one, the connection stays. */
    openWrites: count,
  })
  .meta({ id: 'Removal' });

export const previewRemoval = route({
  id: 'previewRemoval',
  method: 'GET',
  path: '/connections/{id}/removal',
  summary: 'What leaves the comparison when a connection is removed, and what is kept',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: Removal,
});

export const removeConnection = route({
  id: 'removeConnection',
  method: 'POST',
  path: '/connections/{id}/removal',
  summary: 'Remove a connection: its secrets are destroyed and nothing is read there; history stays',
  tag: 'Connections',
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  body: z.strictObject({
    /** The name of the connection, typed. */
    name: z.string().trim().min(1).max(100),
    reason: z.string().trim().min(3).max(500),
  }),
  status: 200,
  reply: Removal,
  problems: ['conflict'],
});
