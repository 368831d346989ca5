import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { Permission, Role } from '../model/person.ts';
import { instant } from './page.ts';
import { route } from './route.ts';
export const Person = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: Role,
    state: z.enum(['active', 'disabled']),
    /** The reseller that the person belongs to; null: our own. */
    organisation: z.object({ id: z.string(), name: z.string() }).nullable(),
    /** The customer whose own person it is; null: of none. */
    customer: z.object({ id: z.string(), name: z.string() }).nullable(),
    createdAt: instant,
    lastSeenAt: instant.nullable(),
  })
  .meta({ id: 'Person' });

export const listPeople = route({
  id: 'listPeople',
  method: 'GET',
  path: '/people',
  summary: 'Users and their roles',
  tag: 'People',
  may: 'people:read',
  tenantScope: 'installation',
  organisation: true,
  status: 200,
  reply: z.object({ data: z.array(Person) }),
});

export const addPerson = route({
  id: 'addPerson',
  method: 'POST',
  path: '/people',
  summary: 'Add a user; answers a one-time sign-in link to hand over',
  tag: 'People',
  may: 'people:write',
  tenantScope: 'installation',
  organisation: true,
  freshProof: true,
  body: z.strictObject({
    name: z.string().trim().min(1).max(100),
    email: z.email(),
    role: Role,
    /** For people of a reseller, who have a role of resellers; left out: our own, or the organisation of whoever adds. */
    organisationId: idSchema('reseller').optional(),
    /** For a customer's own people, who have a role of customers. */
    customerId: idSchema('customer').optional(),
  }),
  status: 201,
  reply: Person.extend({ signInLink: z.string() }).meta({ id: 'NewPerson' }),
  problems: ['duplicate', 'forbidden', 'invalid'],
});

export const changePerson = route({
  id: 'changePerson',
  method: 'PATCH',
  path: '/people/{id}',
  summary: 'Change a role, or disable a user',
  tag: 'People',
  may: 'people:write',
  tenantScope: 'installation',
  organisation: true,
  freshProof: true,
  params: z.object({ id: idSchema('person') }),
  body: z.strictObject({ role: Role.optional(), state: z.enum(['active', 'disabled']).optional() }),
  status: 200,
  reply: Person,
  problems: ['conflict', 'forbidden'],
});

export const makeSignInLink = route({
  id: 'makeSignInLink',
  method: 'POST',
  path: '/people/{id}/sign-in-links',
  summary: 'Make a new one-time sign-in link for a user; links of before that nobody opened end',
  tag: 'People',
  may: 'people:write',
  tenantScope: 'installation',
  organisation: true,
  freshProof: true,
  params: z.object({ id: idSchema('person') }),
  status: 201,
  reply: z.object({ signInLink: z.string() }).meta({ id: 'SignInLink' }),
  problems: ['conflict', 'forbidden'],
});

export const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(Permission),
    endsAt: instant,
    usedAt: instant.nullable(),
    revokedAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'ApiKey' });

export const listApiKeys = route({
  id: 'listApiKeys',
  method: 'GET',
  path: '/api-keys',
  summary: 'My API keys',
  tag: 'People',
  may: 'people:read',
  tenantScope: 'none',
  status: 200,
  reply: z.object({ data: z.array(ApiKey) }),
});

export const addApiKey = route({
  id: 'addApiKey',
  method: 'POST',
  path: '/api-keys',
  summary: 'Make an API key; its secret is shown once',
  tag: 'People',
  may: 'keys:own',
  tenantScope: 'none',
  freshProof: true,
  body: z.strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(Permission).min(1),
    days: z.number().int().min(1).max(365),
  }),
  status: 201,
  reply: ApiKey.extend({ key: z.string() }).meta({ id: 'NewApiKey' }),
  problems: ['forbidden'],
});

export const revokeApiKey = route({
  id: 'revokeApiKey',
  method: 'DELETE',
  path: '/api-keys/{id}',
  summary: 'Revoke an API key; it stops working with the next call',
  tag: 'People',
  may: 'keys:own',
  tenantScope: 'none',
  params: z.object({ id: idSchema('key') }),
  status: 204,
});
