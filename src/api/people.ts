import type { z } from 'zod';
import * as contract from '../contract/people.ts';
import * as door from '../contract/sign-in.ts';
import {
  type AddPersonOutcome,
  addApiKey,
  addPerson,
  type Caller,
  changePerson,
  findCallerByLogin,
  type KeyRecord,
  listApiKeys,
  listPeople,
  newLink,
  type PersonRecord,
  prove,
  revokeApiKey,
  setPassword,
  signIn,
  signOut,
} from '../features/people/index.ts';
import { must } from '../lib/must.ts';
import { publicId } from '../model/ids.ts';
import { type Permission, permissionsOf } from '../model/person.ts';
import { addressOf } from './guard.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { behind } from './mount.ts';

const lockedOut = refuse('locked_out', 'Too many failed tries in the last 15 minutes.', {
  hint: 'Wait 15 minutes, or ask an owner for a sign-in link.',
});
const wrong = refuse('sign_in_failed', 'The e-mail or the password is not right.');

/** What a caller may do now: in the name of an organisation no more than its administrator. */
const mayNow = ({ organisation, permissions }: Caller, acting: Caller['organisation']): Permission[] =>
  permissions.filter((each) => acting === undefined || organisation !== undefined || isOfResellers(each));
const isOfResellers = (permission: Permission): boolean => permissionsOf.resellerAdmin.includes(permission);

const me = (caller: Caller, sandbox: boolean, acting = caller.organisation): z.input<typeof door.Me> => ({
  id: publicId('person', caller.personId),
  name: caller.name,
  email: caller.email,
  role: caller.role,
  permissions: mayNow(caller, acting),
  csrf: caller.login?.csrf ?? null,
  provedAt: caller.login?.provedAt.toString() ?? null,
  hasPassword: caller.hasPassword,
  sandbox,
  organisation:
    acting === undefined
      ? null
      : { id: publicId('reseller', acting.organisationId), name: acting.name, acting: caller.organisation === undefined },
  customer: caller.customerId === undefined ? null : { id: publicId('customer', caller.customerId) },
});

const meRoutes: readonly Mounted[] = [
  handle(door.getMe, (call) => {
    const { caller, acting } = behind(call);
    return Promise.resolve(good(me(must(caller, 'a caller'), call.context.installation.sandbox, acting)));
  }),
  handle(door.signIn, async (call) => {
    const { request } = behind(call);
    const outcome = await signIn(call.context, { ...call.body, address: addressOf(request) });
    if (outcome.status === 'refused') return outcome.because === 'locked_out' ? lockedOut : wrong;
    const caller = must(await findCallerByLogin(call.context, outcome.token, addressOf(request)), 'the login that was just made');
    return {
      reply: me(caller, call.context.installation.sandbox),
      cookies: [{ value: outcome.token, maxAgeSeconds: outcome.maxAgeSeconds }],
    };
  }),
  handle(door.signOut, async (call) => {
    await signOut(call.context, must(behind(call).caller, 'a caller'));
    return { reply: undefined, cookies: [{ value: '', maxAgeSeconds: 0 }] };
  }),
  handle(door.proveMe, async (call) => {
    const { caller, request } = behind(call);
    const proved = await prove(call.context, must(caller, 'a caller'), { password: call.body.password, address: addressOf(request) });
    if (proved !== 'proved') return proved === 'locked_out' ? lockedOut : wrong;
    const now = call.context.clock.now();
    const known = must(caller, 'a caller');
    return good(me({ ...known, login: known.login && { ...known.login, provedAt: now } }, call.context.installation.sandbox));
  }),
  handle(door.setPassword, async (call) => {
    const caller = must(behind(call).caller, 'a caller');
    const outcome = await setPassword(call.context, caller, call.body.password);
    if (outcome.status === 'refused')
      return refuse('invalid', `This password cannot be used: ${outcome.reason}`, {
        errors: [{ pointer: '/password', code: 'weak_password', detail: outcome.reason }],
      });
    return good(me({ ...caller, hasPassword: true }, call.context.installation.sandbox));
  }),
];

const unfit = refuse(
  'invalid',
  'Roles of resellers are for people of a reseller, those of customers for people of a customer, all others for our own.',
  {
    errors: [{ pointer: '/role', code: 'unfit', detail: 'does not fit whose person it is' }],
  },
);

function notAdded(because: Extract<AddPersonOutcome, { status: 'refused' }>['because'], email: string): Refusal {
  switch (because) {
    case 'duplicate':
      return refuse('duplicate', `${email} is already a user.`);
    case 'forbidden':
      return refuse('forbidden', 'Nobody can give a role that may do more than he himself.');
    case 'unfit':
      return unfit;
    case 'no_customer':
      return refuse('invalid', 'There is no such customer, or it is gone from Microsoft.', {
        errors: [{ pointer: '/customerId', code: 'unknown', detail: 'is no customer' }],
      });
    case 'no_organisation':
      return refuse('invalid', 'There is no such organisation, or it is closed.', {
        errors: [{ pointer: '/organisationId', code: 'unknown', detail: 'is no organisation that is open' }],
      });
  }
}

const teamRoutes: readonly Mounted[] = [
  handle(contract.listPeople, async ({ context }) => good({ data: (await listPeople(context)).map(toPerson) })),
  handle(contract.addPerson, async ({ context, body, request }) => {
    const outcome = await addPerson(context, body);
    if (outcome.status === 'added')
      return good({ ...toPerson(outcome.person), signInLink: `${request.baseUrl}/sign-in?token=${outcome.linkToken}` });
    return notAdded(outcome.because, body.email);
  }),
  handle(contract.changePerson, async ({ context, params, body }) => {
    const outcome = await changePerson(context, params.id, body);
    if (outcome.status === 'changed') return good(toPerson(outcome.person));
    if (outcome.because === 'not_found') return refuse('not_found', 'There is no user with this id.');
    if (outcome.because === 'unfit') return unfit;
    return outcome.because === 'forbidden'
      ? refuse('forbidden', 'Nobody can manage a role that may do more than he himself.')
      : refuse('conflict', 'This is the last active owner or administrator.', { hint: 'Make somebody else an owner first.' });
  }),
  handle(contract.makeSignInLink, async ({ context, params, request }) => {
    const outcome = await newLink(context, params.id);
    if (outcome.status === 'made') return good({ signInLink: `${request.baseUrl}/sign-in?token=${outcome.linkToken}` });
    if (outcome.because === 'not_found') return refuse('not_found', 'There is no user with this id.');
    return outcome.because === 'forbidden'
      ? refuse('forbidden', 'Nobody can open the account of a role that may do more than he himself.')
      : refuse('conflict', 'This user is disabled, or the reseller is closed.', { hint: 'Enable it first.' });
  }),
];

const keyRoutes: readonly Mounted[] = [
  handle(contract.listApiKeys, async (call) =>
    good({ data: (await listApiKeys(call.context, must(behind(call).caller, 'a caller').personId)).map(toKey) }),
  ),
  handle(contract.addApiKey, async (call) => {
    const outcome = await addApiKey(call.context, { ...call.body, personId: must(behind(call).caller, 'a caller').personId });
    if (outcome.status === 'refused') return refuse('forbidden', `You do not have ${outcome.missing.join(', ')} yourself.`);
    return good({ ...toKey(outcome.record), key: outcome.key });
  }),
  handle(contract.revokeApiKey, async (call) =>
    (await revokeApiKey(call.context, must(behind(call).caller, 'a caller').personId, call.params.id))
      ? good(undefined)
      : refuse('not_found', 'You have no working key with this id.'),
  ),
];

export const peopleRoutes: readonly Mounted[] = [...meRoutes, ...teamRoutes, ...keyRoutes];

const toPerson = (person: PersonRecord): z.input<typeof contract.Person> => ({
  id: publicId('person', person.personId),
  name: person.name,
  email: person.email,
  role: person.role,
  state: person.state,
  organisation:
    person.organisation === null ? null : { id: publicId('reseller', person.organisation.organisationId), name: person.organisation.name },
  customer: person.customer === null ? null : { id: publicId('customer', person.customer.customerId), name: person.customer.name },
  createdAt: person.createdAt.toString(),
  lastSeenAt: person.lastSeenAt?.toString() ?? null,
});

const toKey = (key: KeyRecord): z.input<typeof contract.ApiKey> => ({
  id: publicId('key', key.keyId),
  name: key.name,
  prefix: key.prefix,
  scopes: [...key.scopes],
  endsAt: key.endsAt.toString(),
  usedAt: key.usedAt?.toString() ?? null,
  revokedAt: key.revokedAt?.toString() ?? null,
  createdAt: key.createdAt.toString(),
});
