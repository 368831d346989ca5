import { empty, json, type RemoteAnswer } from '../../remote.ts';
import { tenantOf } from '../../world/people/tenant.ts';
import type { CustomerUser } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type Fields, flagOf, has, objectOf, readBody, textOf, wordOf, wrongKind } from '../body.ts';
import type { Call } from '../call.ts';
import { domainsOf } from '../customers/answers.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { userAnswer, userWithPassword } from './answers.ts';
import { checkCloud, findActiveUser, findUser, keepUser, wrongBody } from './find.ts';

const invalid = (place: string): Refusal => ({ ...refuse(3000), data: [place] });

/** POST of a user: answers 200 with the password that was set. */
export function createUser(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const refused = checkCloud(call, 'create');
  const body = readBody(call.request.body);
  if (refused !== undefined || body === undefined) return refused ?? wrongBody;
  const wrong = checkKinds(body) ?? wrongNew(call.world, known, body);
  if (wrong !== undefined) return wrong;
  const password = readPassword(body);
  if (typeof password !== 'object') return invalid('PasswordProfile.Password');
  const phoneNumber = textOf(body, 'phoneNumber');
  const immutableId = textOf(body, 'immutableId');
  const user: CustomerUser = {
    id: call.world.newId(),
    customerId: known.customer.id,
    userPrincipalName: wordOf(body, 'userPrincipalName'),
    firstName: wordOf(body, 'firstName'),
    lastName: wordOf(body, 'lastName'),
    displayName: wordOf(body, 'displayName'),
    usageLocation: textOf(body, 'usageLocation') ?? known.customer.country,
    ...(phoneNumber === undefined ? {} : { phoneNumber }),
    ...(immutableId === undefined ? {} : { immutableId }),
    forceChangePassword: password.force,
    state: 'active',
    roleIds: [],
    licences: [],
    createdAt: call.world.now(),
  };
  keepUser(call, 'create_customer_user', user);
  return json(200, userWithPassword(user, password.text));
}

const kinds = {
  userPrincipalName: 'text',
  firstName: 'text',
  lastName: 'text',
  displayName: 'text',
  usageLocation: 'text',
  phoneNumber: 'text',
  immutableId: 'text',
  state: 'text',
  passwordProfile: 'object',
} as const;

function checkKinds(body: Fields): Refusal | undefined {
  const wrong = wrongKind(body, kinds);
  return wrong === undefined ? undefined : { ...wrongBody, data: [wrong] };
}

function wrongNew(world: World, known: KnownCustomer, body: Fields): Refusal | undefined {
  const upn = wordOf(body, 'userPrincipalName');
  if (wordOf(body, 'displayName').trim() === '') return invalid('DisplayName');
  return checkName(world, known, upn) ?? checkLocation(body);
}

/** The name must be free and end in a domain of the tenant. */
function checkName(world: World, known: KnownCustomer, upn: string, ownId = ''): Refusal | undefined {
  const [mailbox, domain, ...rest] = upn.split('@');
  const domains = domainsOf(known).map((one) => one.toLowerCase());
  if (!/^[\w.'!#^~-]{1,64}$/.test(mailbox ?? '') || rest.length > 0 || !domains.includes((domain ?? '').toLowerCase())) {
    return invalid('UserPrincipalName');
  }
  const taken = tenantOf(world, known.customer.id).users.some(
    (user) => user.id !== ownId && user.userPrincipalName.toLowerCase() === upn.toLowerCase(),
  );
  return taken ? refuseWith(409, 3000, 'Another object with the same value for property userPrincipalName already exists.') : undefined;
}

const checkLocation = (body: Fields): Refusal | undefined =>
  !has(body, 'usageLocation') || /^[A-Za-z]{2}$/.test(wordOf(body, 'usageLocation')) ? undefined : invalid('UsageLocation');

/** Entra's rule: 8 to 256 signs of at least three kinds. */
function readPassword(body: Fields): { readonly text: string; readonly force: boolean } | undefined {
  const profile = objectOf(body, 'passwordProfile');
  const text = wordOf(profile, 'password');
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(text)).length;
  if (text.length < 8 || text.length > 256 || kinds < 3) return undefined;
  return { text, force: flagOf(profile, 'forceChangePassword') ?? true };
}

const checkOther = (world: World, known: KnownCustomer, upn: string | undefined, { id }: CustomerUser): Refusal | undefined =>
  upn === undefined ? undefined : checkName(world, known, upn, id);

/** PATCH: only what is sent changes; `state: active` brings a deleted user back. */
export function patchUser(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const before = findUser(call, known);
  if (isRefusal(before)) return before;
  const body = readBody(call.request.body);
  if (body === undefined) return wrongBody;
  if (before.state === 'inactive') return restore(call, before, body);
  const upn = textOf(body, 'userPrincipalName');
  const wrong = checkKinds(body) ?? checkOther(call.world, known, upn, before) ?? checkLocation(body);
  if (wrong !== undefined) return wrong;
  const password = has(body, 'passwordProfile') ? readPassword(body) : undefined;
  if (has(body, 'passwordProfile') && password === undefined) return invalid('PasswordProfile.Password');
  const user: CustomerUser = {
    ...before,
    ...sentMembers(body),
    ...(password === undefined ? {} : { forceChangePassword: password.force }),
  };
  keepUser(call, upn === undefined ? 'update_customer_user' : 'update_customer_user_principal_name', user, before);
  return json(200, userAnswer(user));
}

type Sent = Partial<Record<(typeof texts)[number], string>>;
const texts = ['userPrincipalName', 'firstName', 'lastName', 'displayName', 'usageLocation', 'phoneNumber', 'immutableId'] as const;

function sentMembers(body: Fields): Sent {
  const sent: Sent = {};
  for (const name of texts) {
    const value = textOf(body, name);
    if (value !== undefined) sent[name] = value;
  }
  return sent;
}

function restore(call: Call, before: CustomerUser, body: Fields): RemoteAnswer | Refusal {
  if (wordOf(body, 'state').toLowerCase() !== 'active') return refuseWith(404, 60002, "User object ID isn't found");
  const { softDeletedAt: _deleted, ...rest } = before;
  return json(200, userAnswer(keepUser(call, 'restore_customer_user', { ...rest, state: 'active' }, before)));
}

/** DELETE puts the user into the bin, from which it can be brought back for 30 days. */
export function deleteUser(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const before = findActiveUser(call, known);
  if (isRefusal(before)) return before;
  keepUser(call, 'delete_customer_user', { ...before, state: 'inactive', softDeletedAt: call.world.now() }, before);
  return empty(204);
}

/** PATCH `.../resetpassword`. */
export function resetPassword(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const before = findActiveUser(call, known);
  if (isRefusal(before)) return before;
  const body = readBody(call.request.body);
  const password = body === undefined ? undefined : readPassword(body);
  if (password === undefined) return body === undefined ? wrongBody : invalid('PasswordProfile.Password');
  const user = keepUser(call, 'reset_customer_user_password', { ...before, forceChangePassword: password.force }, before);
  return json(200, userWithPassword(user, password.text));
}
