import { z } from 'zod';
import { Domain, ExpectedOrigin, ExpectedState } from '../model/expected-customer.ts';
import { idSchema } from '../model/ids.ts';
import { anyOf, instant } from './page.ts';
import { route } from './route.ts';

const text = (most: number) => z.string().trim().max(most);

/** A customer by what people know of it: a domain, a tenant id, or both. */
const sought = {
  connectionId: idSchema('connection').meta({ description: 'The Partner Center account that sells to it' }),
  domain: z.union([z.literal(''), Domain]).default(''),
  tenantId: z.union([z.literal(''), z.guid().toLowerCase()]).default(''),
};
const namesOne = ({ domain, tenantId }: { domain: string; tenantId: string }): boolean => domain !== '' || tenantId !== '';
const nameOne = { message: 'needs a domain or a tenant id', path: ['domain'] };

export const LookedUpCustomer = z
  .object({
    /** `known` and `awaited`: open it. `listed`: link it. `taken`: invite it. `free`: no tenant has the domain. `stranger`: a tenant we are no partner of. `unsure`: Partner Center could not be asked. */
    verdict: z.enum(['known', 'awaited', 'listed', 'taken', 'free', 'stranger', 'unsure']),
    sentence: z.string(),
    name: z.string().nullable(),
    customerId: z.string().nullable(),
    expectedId: z.string().nullable(),
    tenantId: z.string().nullable(),
  })
  .meta({ id: 'LookedUpCustomer' });

export const lookUpCustomer = route({
  id: 'lookUpCustomer',
  method: 'POST',
  path: '/customers/look-up',
  summary: 'Whether a customer is known here or at Partner Center, before it is added',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  body: z.strictObject(sought).refine(namesOne, nameOne),
  status: 200,
  reply: LookedUpCustomer,
});

export const addCustomer = route({
  id: 'addCustomer',
  method: 'POST',
  path: '/customers',
  summary: 'Add a customer by hand: what is at Partner Center already is linked, the rest is expected',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  idempotency: 'accepted',
  body: z
    .strictObject({
      ...sought,
      name: text(200).min(1),
      email: z.union([z.literal(''), z.email().max(254)]).default(''),
      country: z
        .string()
        .regex(/^([A-Z]{2})?$/, { message: 'is a country of two capital letters' })
        .default(''),
      note: text(2_000).default(''),
      /** Partner id (MPN) of the reseller below an indirect provider. */
      resellerMpn: z
        .string()
        .regex(/^\d{0,10}$/, { message: 'is a partner id of digits' })
        .default(''),
    })
    .refine(namesOne, nameOne),
  status: 201,
  reply: z.object({ outcome: z.enum(['linked', 'expected']), customerId: z.string().nullable(), expectedId: z.string().nullable() }),
  problems: ['duplicate', 'remote_unavailable', 'remote_refused'],
});

export const ExpectedCustomer = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    cloud: z.string(),
    tenantId: z.string(),
    domain: z.string(),
    name: z.string(),
    email: z.string(),
    country: z.string(),
    note: z.string(),
    resellerMpn: z.string(),
    origin: ExpectedOrigin,
    state: ExpectedState,
    sentAt: instant.nullable(),
    openedAt: instant.nullable(),
    acceptedAt: instant.nullable(),
    /** One of us who accepted as administrator of that tenant; ''. */
    acceptedBy: z.string(),
    expiresAt: instant.nullable(),
    reminders: z.number().int(),
    /** Nobody answered for a week. */
    shouldRemind: z.boolean(),
    customerId: z.string().nullable(),
    /** The account that it joined: with `joinedElsewhere` another one than the one that invited it. */
    joinedConnectionId: z.string().nullable(),
    createdBy: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'ExpectedCustomer' });

export const listExpectedCustomers = route({
  id: 'listExpectedCustomers',
  method: 'GET',
  path: '/expected-customers',
  summary: 'Customers that were added, invited or registered themselves and are not at Partner Center yet',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  query: z.strictObject({ state: anyOf(ExpectedState) }),
  status: 200,
  reply: z.object({ data: z.array(ExpectedCustomer) }),
});

const params = z.object({ id: idSchema('expected') });

export const inviteCustomer = route({
  id: 'inviteCustomer',
  method: 'POST',
  path: '/expected-customers/{id}/invitation',
  summary: 'The link by which the customer accepts the reseller relationship; once more is a reminder',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  params,
  body: z.strictObject({}).optional(),
  status: 200,
  reply: z
    .object({
      /** Our own address, which notes that it was opened and leads to Microsoft. Shown once. */
      link: z.string(),
      microsoftUrl: z.string(),
      subject: z.string(),
      message: z.string(),
      reminder: z.boolean(),
    })
    .meta({ id: 'Invitation' }),
  problems: ['conflict', 'remote_unavailable', 'remote_refused'],
});

const reason = z.string().trim().min(3).max(500);

export const decideExpectedCustomer = route({
  id: 'decideExpectedCustomer',
  method: 'POST',
  path: '/expected-customers/{id}/decision',
  summary: 'Approve, decline, withdraw, note an acceptance on behalf, or link to a customer',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  params,
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('approve') }),
    z.strictObject({ action: z.literal('decline'), reason }),
    z.strictObject({ action: z.literal('withdraw'), reason }),
    z.strictObject({ action: z.literal('acceptedOnBehalf'), reason }),
    z.strictObject({ action: z.literal('link'), customerId: idSchema('customer') }),
  ]),
  status: 200,
  reply: ExpectedCustomer,
  problems: ['conflict', 'invalid'],
});
