import { z } from 'zod';
import { Domain } from '../model/expected-customer.ts';
import { idSchema } from '../model/ids.ts';
import { RegistrationState } from '../model/registration.ts';
import { anyOf, instant } from './page.ts';
import { route } from './route.ts';

const tag = 'Customers';
const line = (most: number) => z.string().trim().min(1).max(most);

export const Registration = z
  .object({
    id: z.string(),
    company: z.string(),
    domain: z.string(),
    contact: z.string(),
    email: z.string(),
    country: z.string(),
    note: z.string(),
    state: RegistrationState,
    /** Since when it is known that whoever registered holds the domain; null: it is not. */
    provedAt: instant.nullable(),
    checkedAt: instant.nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    reason: z.string(),
    customerId: z.string().nullable(),
    expectedId: z.string().nullable(),
    /** Who has the domain here already, while nobody decided. */
    known: z.object({ name: z.string(), customerId: z.string().nullable(), expectedId: z.string().nullable() }).nullable(),
    /** Others that wait with the same domain. */
    sameDomain: z.number().int(),
    createdAt: instant,
  })
  .meta({ id: 'Registration' });

export const listRegistrations = route({
  id: 'listRegistrations',
  method: 'GET',
  path: '/registrations',
  summary: 'Companies that registered themselves, newest first, each with who has its domain already',
  tag,
  may: 'customers:read',
  tenantScope: 'rows',
  query: z.strictObject({ state: anyOf(RegistrationState) }),
  status: 200,
  reply: z.object({ open: z.boolean(), data: z.array(Registration) }),
});

export const switchRegistration = route({
  id: 'switchRegistration',
  method: 'POST',
  path: '/registrations/switch',
  summary: 'Let companies register themselves by the public form, or no longer',
  tag,
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  body: z.strictObject({ open: z.boolean() }),
  status: 200,
  reply: z.object({ open: z.boolean() }).meta({ id: 'RegistrationSwitch' }),
});

const params = z.object({ id: idSchema('registration') });

export const decideRegistration = route({
  id: 'decideRegistration',
  method: 'POST',
  path: '/registrations/{id}/decision',
  summary: 'Approve a registration, which enters the customer once it was looked up, or refuse it with a reason',
  tag,
  may: 'customers:write',
  tenantScope: 'rows',
  params,
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('approve'), connectionId: idSchema('connection') }),
    z.strictObject({ action: z.literal('refuse'), reason: z.string().trim().min(3).max(500) }),
  ]),
  status: 200,
  reply: Registration,
  problems: ['conflict', 'duplicate', 'remote_unavailable'],
});

export const checkRegistration = route({
  id: 'checkRegistration',
  method: 'POST',
  path: '/registrations/{id}/domain-check',
  summary: 'Look whether the domain of a registration has its TXT record',
  tag,
  may: 'customers:write',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: Registration,
  problems: ['remote_unavailable'],
});

const open = { tag, may: 'anyone', tenantScope: 'none' } as const;

export const lookAtRegistrationForm = route({
  id: 'lookAtRegistrationForm',
  method: 'GET',
  path: '/registration-form',
  summary: 'Whether companies may register themselves; needs no account',
  ...open,
  callsAMinute: 60,
  status: 200,
  reply: z.object({ open: z.boolean() }).meta({ id: 'RegistrationForm' }),
});

export const registerCompany = route({
  id: 'registerCompany',
  method: 'POST',
  path: '/registration-form',
  summary: 'Register a company; answers the same whoever it is, and somebody looks at it',
  ...open,
  callsAMinute: 10,
  body: z.strictObject({
    company: line(200),
    domain: Domain,
    contact: line(200),
    email: z.email().max(254),
    country: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, { message: 'is a country of two letters' }),
    note: z.string().trim().max(1_000).default(''),
  }),
  status: 201,
  reply: z
    .object({ token: z.string() })
    .meta({ id: 'RegistrationReceipt', description: 'Leads to the page of the registration; shown once' }),
  problems: ['not_found', 'overloaded'],
});

const token = z.object({ token: z.string().regex(/^[\w-]{20,100}$/, 'is the last part of a registration link') });

export const RegistrationPage = z
  .object({
    company: z.string(),
    domain: z.string(),
    state: RegistrationState,
    reason: z.string(),
    isProved: z.boolean(),
    checkedAt: instant.nullable(),
    /** The TXT record that proves the domain. */
    txtName: z.string(),
    txtValue: z.string(),
  })
  .meta({ id: 'RegistrationPage' });

export const lookAtRegistration = route({
  id: 'lookAtRegistration',
  method: 'GET',
  path: '/registration-pages/{token}',
  summary: 'What became of a registration, for whoever holds its link',
  ...open,
  callsAMinute: 60,
  params: token,
  status: 200,
  reply: RegistrationPage,
});

export const proveRegistrationDomain = route({
  id: 'proveRegistrationDomain',
  method: 'POST',
  path: '/registration-pages/{token}/domain-check',
  summary: 'Look for the TXT record now, for whoever holds the link of a registration',
  ...open,
  callsAMinute: 10,
  params: token,
  status: 200,
  reply: RegistrationPage,
  problems: ['remote_unavailable'],
});
