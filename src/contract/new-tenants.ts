import { z } from 'zod';
import { BillTo } from '../model/bill-to.ts';
import { idSchema } from '../model/ids.ts';
import { TenantMakingState, TenantName } from '../model/new-tenant.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

export const MadeTenant = z
  .object({
    customerId: z.string(),
    tenantId: z.string(),
    domain: z.string(),
    /** The first administrator with his temporary password: told in this answer and nowhere else. Null: the answer that held it was lost. */
    administrator: z.object({ userName: z.string(), password: z.string() }).nullable(),
    /** Where the customer accepts the Microsoft Customer Agreement; nothing can be ordered before. */
    agreementUrl: z.string().nullable(),
    /** Why there is no such address; null when there is one. */
    agreementRefusal: z.string().nullable(),
  })
  .meta({ id: 'MadeTenant' });

/** No idempotency key: a kept answer would keep the password. The domain is the key; asked for twice, the second is a duplicate. */
export const makeTenant = route({
  id: 'makeTenant',
  method: 'POST',
  path: '/customers/tenants',
  summary: 'Make a new tenant at Microsoft for a customer that has none; its first password is told once',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  body: z.strictObject({
    connectionId: idSchema('connection').meta({ description: 'The Partner Center account that sells to it' }),
    tenantName: TenantName.meta({ description: 'Before the ending of the cloud, as contoso of contoso.onmicrosoft.com' }),
    billTo: BillTo,
    registrationNumber: z.string().trim().max(100).default(''),
    addressAsTyped: z.boolean().default(false).meta({ description: 'Use the address although Microsoft does not know it' }),
  }),
  status: 201,
  reply: MadeTenant,
  problems: ['duplicate', 'conflict', 'write_switched_off', 'writing_held', 'remote_unavailable', 'remote_refused'],
});

export const TenantMaking = z
  .object({
    domain: z.string(),
    name: z.string(),
    connectionId: z.string(),
    /** `unknown`: the answer was lost; the domain is looked up at Microsoft by itself. */
    state: TenantMakingState,
    tenantId: z.string().nullable(),
    agreementUrl: z.string().nullable(),
    detail: z.string(),
    madeBy: z.string(),
    at: instant,
  })
  .meta({ id: 'TenantMaking' });

export const listNewTenants = route({
  id: 'listNewTenants',
  method: 'GET',
  path: '/customers/tenants',
  summary: 'Tenants that were asked for from here, and what became of each',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  status: 200,
  reply: z.object({ data: z.array(TenantMaking) }),
});
