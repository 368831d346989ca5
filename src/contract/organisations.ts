import { z } from 'zod';
import { BillTo } from '../model/bill-to.ts';
import { idSchema } from '../model/ids.ts';
import { OrganisationState, SignInWay } from '../model/organisation.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

const tag = 'People';
const fields = {
  name: z.string().trim().min(1).max(200),
  mpn: z.string().regex(/^\d{0,10}$/, { message: 'is a partner id of digits' }),
  email: z.union([z.literal(''), z.email().max(254)]),
  signIn: SignInWay,
};

export const Organisation = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Partner id (MPN) at Microsoft; ''. */
    mpn: z.string(),
    email: z.string(),
    /** `link`: its people sign in by one-time links only. */
    signIn: SignInWay,
    /** `closed`: its people are let in no more. */
    state: OrganisationState,
    customers: z.number().int(),
    people: z.number().int(),
  })
  .meta({ id: 'Organisation' });

export const listOrganisations = route({
  id: 'listOrganisations',
  method: 'GET',
  path: '/organisations',
  summary: 'Resellers below us, with how many customers and people each has',
  tag,
  may: 'customers:read',
  tenantScope: 'installation',
  status: 200,
  reply: z.object({ data: z.array(Organisation) }),
});

export const addOrganisation = route({
  id: 'addOrganisation',
  method: 'POST',
  path: '/organisations',
  summary: 'Add a reseller, whose people may then be added',
  tag,
  may: 'people:write',
  tenantScope: 'installation',
  freshProof: true,
  body: z.strictObject({
    name: fields.name,
    mpn: fields.mpn.default(''),
    email: fields.email.default(''),
    signIn: fields.signIn.default('password'),
  }),
  status: 201,
  reply: Organisation,
  problems: ['duplicate'],
});

const params = z.object({ id: idSchema('reseller') });

export const changeOrganisation = route({
  id: 'changeOrganisation',
  method: 'PATCH',
  path: '/organisations/{id}',
  summary: 'Change a reseller, how its people sign in, or close it',
  tag,
  may: 'people:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  body: z.strictObject({
    name: fields.name.optional(),
    mpn: fields.mpn.optional(),
    email: fields.email.optional(),
    signIn: fields.signIn.optional(),
    state: OrganisationState.optional(),
  }),
  status: 200,
  reply: Organisation,
  problems: ['duplicate'],
});

export const assignCustomers = route({
  id: 'assignCustomers',
  method: 'POST',
  path: '/organisation-customers',
  summary: 'Give customers to a reseller, or back to us; from then on its people see them',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  body: z.strictObject({
    /** null: our own. */
    organisationId: idSchema('reseller').nullable(),
    customerIds: z.array(idSchema('customer')).min(1).max(1_000),
  }),
  status: 200,
  reply: z.object({ moved: z.number().int() }).meta({ id: 'CustomersAssigned' }),
});

export const OwnCustomer = z
  .object({
    id: z.string(),
    name: z.string(),
    domain: z.string(),
    subscriptions: z.array(z.object({ id: z.string(), name: z.string(), seats: z.number().int() })),
  })
  .meta({ id: 'OwnCustomer' });

const ownCustomers = z.object({ data: z.array(OwnCustomer) });

export const listOrganisationCustomers = route({
  id: 'listOrganisationCustomers',
  method: 'GET',
  path: '/organisations/{id}/customers',
  summary: 'What the people of a reseller see: its customers with their subscriptions',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: ownCustomers,
});

export const listOwnCustomers = route({
  id: 'listOwnCustomers',
  method: 'GET',
  path: '/organisation-customers',
  summary: 'Customers for whom I may ask for changes: those of my organisation',
  tag: 'Customers',
  may: 'requests:ask',
  tenantScope: 'rows',
  organisation: true,
  status: 200,
  reply: ownCustomers,
});

export const getOwnCustomer = route({
  id: 'getOwnCustomer',
  method: 'GET',
  path: '/organisation-customers/{id}',
  summary: 'A customer for whom I may ask for changes, with what Microsoft has of it',
  tag: 'Customers',
  may: 'requests:ask',
  tenantScope: 'rows',
  organisation: true,
  params: z.object({ id: idSchema('customer') }),
  status: 200,
  reply: OwnCustomer.extend({
    /** One for each account that sells to it; none was read yet: empty. */
    profiles: z.array(z.object({ connectionId: z.string(), billTo: BillTo, readAt: instant })),
  }).meta({ id: 'OwnCustomerDetail' }),
});
