import { z } from 'zod';
import { AccessState } from '../model/access.ts';
import { PartnerType } from '../model/connection.ts';
import { CauseCode } from '../model/difference.ts';
import { idSchema } from '../model/ids.ts';
import { MappingState } from '../model/mapping.ts';
import { Money } from '../model/money.ts';
import { asOf, asOfIfRead } from './as-of.ts';
import { cost, costSentence } from './costs.ts';
import { anyOf, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

export const Readiness = z.enum(['ready', 'needsConsent', 'needsGdap', 'blocked', 'excluded']);

export const CustomerRow = z
  .object({
    id: z.string(),
    name: z.string(),
    domain: z.string(),
    tenantId: z.string(),
    cloud: z.string(),
    country: z.string().nullable(),
    access: AccessState,
    accessEndsAt: instant.nullable(),
    readiness: Readiness,
    psaMapping: MappingState,
    subscriptions: z.number().int(),
    openDifferences: z.number().int(),
    /** The sum of all open differences, of costs too. */
    atStake: cost(Money),
    connectionIds: z.array(z.string()),
    /** How the accounts that sell to it buy from Microsoft. */
    partnerTypes: z.array(PartnerType),
    /** Resellers through whom an indirect provider sells to it, by partner id (MPN); the name is empty until Microsoft tells it. */
    resellers: z.array(z.object({ mpn: z.string(), name: z.string() })),
    /** Of its Microsoft side. */
    ...asOf,
    retired: z.boolean(),
  })
  .meta({ id: 'CustomerRow' });

export const customerSorts = ['name', 'subscriptions', 'atStake'] as const;

export const listCustomers = route({
  id: 'listCustomers',
  method: 'GET',
  path: '/customers',
  summary: 'Customers',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  query: z.strictObject({
    ...listQuery(customerSorts),
    q: z.string().max(200).optional(),
    access: anyOf(AccessState),
    psaMapping: anyOf(MappingState),
    hasDifferences: z.stringbool().optional(),
    connectionId: idSchema('connection').optional(),
    partnerType: anyOf(PartnerType).meta({ description: 'Sold to by an account of this kind' }),
    resellerMpn: z.string().max(20).optional().meta({ description: 'Partner id (MPN) of the reseller below an indirect provider' }),
    externalId: z.string().max(250).optional().meta({ description: 'microsoftTenant:<tenant id>, or <system>:<id> of another system' }),
    segment: z
      .string()
      .max(1_000)
      .transform((text) => text.split(','))
      .optional()
      .meta({ description: 'In any of these segments, separated by commas' }),
  }),
  status: 200,
  reply: pageOf('CustomerPage', CustomerRow),
  problems: ['invalid_cursor'],
});

export const listCustomerResellers = route({
  id: 'listCustomerResellers',
  method: 'GET',
  path: '/customer-resellers',
  summary: 'Resellers through which customers are sold to, with how many each has',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  status: 200,
  reply: z.object({
    data: z.array(z.object({ mpn: z.string(), name: z.string(), customers: z.number().int() }).meta({ id: 'ResellerCount' })),
  }),
});

export const CustomerDetail = CustomerRow.extend({
  connections: z.array(z.object({ connectionId: z.string(), name: z.string(), relationship: z.string(), ...asOf })),
  accounts: z.array(
    z.object({
      mappingId: z.string(),
      connectionId: z.string(),
      connectionName: z.string(),
      side: z.string(),
      state: MappingState,
      how: z.string().nullable(),
      accountId: z.string().nullable(),
      accountName: z.string().nullable(),
      ...asOfIfRead,
    }),
  ),
  accessRelationships: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: AccessState,
      remoteStatus: z.string(),
      endsAt: instant.nullable(),
      roles: z.number().int(),
      autoExtends: z.boolean(),
      /** It ends soon and does not extend itself: what takes its place, or what is in the way. */
      replacement: z.object({ sentence: z.string(), hint: z.string().nullable() }).nullable(),
      ...asOf,
    }),
  ),
}).meta({ id: 'CustomerDetail' });

export const getCustomer = route({
  id: 'getCustomer',
  method: 'GET',
  path: '/customers/{id}',
  summary: 'One customer with its accounts and access',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  params: z.object({ id: idSchema('customer') }),
  status: 200,
  reply: CustomerDetail,
});

export const TimelineEntry = z
  .object({
    at: instant,
    kind: z.enum(['change', 'audit', 'difference']),
    title: z.string(),
    detail: costSentence('cause', z.string()),
    /** Of a difference: why. */
    cause: CauseCode.nullable(),
    actor: z.string().nullable(),
  })
  .meta({ id: 'TimelineEntry' });

export const getCustomerTimeline = route({
  id: 'getCustomerTimeline',
  method: 'GET',
  path: '/customers/{id}/timeline',
  summary: 'What happened with a customer, newest first',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  params: z.object({ id: idSchema('customer') }),
  status: 200,
  reply: z.object({ data: z.array(TimelineEntry) }),
});
