import { z } from 'zod';
import { Permission, Role } from '../model/person.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

export const Me = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: Role,
    permissions: z.array(Permission),
    /** Send it as X-Csrf-Token with every change; null for API keys. */
    csrf: z.string().nullable(),
    provedAt: instant.nullable(),
    hasPassword: z.boolean(),
    sandbox: z.boolean(),
    /** In whose name the call is made: my organisation, or one that I act for; null: our own. */
    organisation: z.object({ id: z.string(), name: z.string(), acting: z.boolean() }).nullable(),
    /** The customer whose person I am; null: of none. */
    customer: z.object({ id: z.string() }).nullable(),
  })
  .meta({ id: 'Me' });

export const getMe = route({
  id: 'getMe',
  method: 'GET',
  path: '/me',
  summary: 'Who I am and what I may do',
  tag: 'People',
  may: 'signedIn',
  tenantScope: 'none',
  organisation: true,
  ofCustomers: true,
  status: 200,
  reply: Me,
});

export const signIn = route({
  id: 'signIn',
  method: 'POST',
  path: '/logins',
  summary: 'Sign in with e-mail and password; sets the login cookie',
  tag: 'People',
  may: 'anyone',
  tenantScope: 'none',
  body: z.strictObject({ email: z.string().min(1).max(320), password: z.string().min(1).max(128) }),
  status: 200,
  reply: Me,
  problems: ['sign_in_failed', 'locked_out'],
});

export const signOut = route({
  id: 'signOut',
  method: 'DELETE',
  path: '/logins/current',
  summary: 'Sign out',
  tag: 'People',
  may: 'signedIn',
  tenantScope: 'none',
  organisation: true,
  ofCustomers: true,
  status: 204,
});

export const proveMe = route({
  id: 'proveMe',
  method: 'POST',
  path: '/logins/current/proofs',
  summary: 'Confirm with the password that it is you; lasts five minutes',
  tag: 'People',
  may: 'signedIn',
  tenantScope: 'none',
  organisation: true,
  ofCustomers: true,
  body: z.strictObject({ password: z.string().min(1).max(128) }),
  status: 200,
  reply: Me,
  problems: ['sign_in_failed', 'locked_out'],
});

export const setPassword = route({
  id: 'setPassword',
  method: 'POST',
  path: '/me/password',
  summary: 'Set or change my password; ends my other logins',
  tag: 'People',
  may: 'signedIn',
  tenantScope: 'none',
  organisation: true,
  ofCustomers: true,
  freshProof: true,
  body: z.strictObject({ password: z.string().min(15).max(128) }),
  status: 200,
  reply: Me,
});
