import { findAccount, findCustomer } from '../control/find.ts';
import { isAdmin, peopleOfCustomer } from '../entra/people.ts';
import { consent, hasConsented } from '../entra/tenant-access.ts';
import { tenantOf } from '../world/people/tenant.ts';
import type { Customer, CustomerUser } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Act, type Acted, textIn } from './act.ts';

type Input = Readonly<Record<string, unknown>>;

function keep(world: World, kind: string, customer: Customer, user: CustomerUser): Acted {
  world.apply({
    kind,
    actor: { kind: 'user', name: `admin@${customer.defaultDomain}` },
    cause: 'portal',
    about: { customerId: customer.id, userId: user.id },
    changes: [put('customerUsers', user)],
  });
  return { done: user };
}

/** {customer, user (id or name), ...}: an administrator of the customer does something with one of his users. */
const onUser =
  (kind: string, work: (world: World, user: CustomerUser, input: Input) => CustomerUser | string): Act =>
  (world, input) => {
    const customer = findCustomer(world, textIn(input, 'customer') ?? '');
    if (customer === undefined) return { refused: 'unknown customer' };
    const wanted = (textIn(input, 'user') ?? '').toLowerCase();
    const user = tenantOf(world, customer.id).users.find((one) => one.id === wanted || one.userPrincipalName.toLowerCase() === wanted);
    if (user === undefined) return { refused: 'unknown user' };
    const after = work(world, user, input);
    return typeof after === 'string' ? { refused: after } : keep(world, kind, customer, after);
  };

/** {customer, user: principal name, displayName?}: somebody is hired. */
const hire: Act = (world, input) => {
  const customer = findCustomer(world, textIn(input, 'customer') ?? '');
  const userPrincipalName = textIn(input, 'user') ?? '';
  if (customer === undefined || !userPrincipalName.includes('@')) return { refused: 'customer is unknown, or user is no principal name' };
  const taken = tenantOf(world, customer.id).users.some((one) => one.userPrincipalName.toLowerCase() === userPrincipalName.toLowerCase());
  if (taken) return { refused: 'that name is taken' };
  const displayName = textIn(input, 'displayName') ?? userPrincipalName.split('@')[0] ?? '';
  const [firstName = '', lastName = ''] = displayName.split(' ');
  return keep(world, 'user.hired', customer, {
    id: world.newId(),
    customerId: customer.id,
    userPrincipalName,
    firstName,
    lastName,
    displayName,
    usageLocation: customer.country,
    state: 'active',
    roleIds: [],
    licences: [],
    createdAt: world.now(),
  });
};

/** A SKU by its GUID or part number, as the tenant has it. */
const skuIn = (world: World, customerId: string, input: Input) => {
  const wanted = (textIn(input, 'sku') ?? '').toLowerCase();
  return tenantOf(world, customerId).skus.find(({ sku }) =>
    [sku.provisioningId, sku.skuPartNumber].some((one) => one.toLowerCase() === wanted),
  );
};

const assign = onUser('user.licenceAssigned', (world, user, input) => {
  const found = skuIn(world, user.customerId, input);
  if (found === undefined || found.consumed >= found.active) return 'no licence of that SKU is free';
  const { provisioningId: skuId } = found.sku;
  if (user.state !== 'active' || user.licences.some((licence) => licence.skuId === skuId)) return 'the user is deleted, or has the licence';
  return { ...user, licences: [...user.licences, { skuId, excludedPlans: [] }] };
});

const withdraw = onUser('user.licenceRemoved', (world, user, input) => {
  const skuId = skuIn(world, user.customerId, input)?.sku.provisioningId;
  if (!user.licences.some((licence) => licence.skuId === skuId)) return 'the user does not have that licence';
  return { ...user, licences: user.licences.filter((licence) => licence.skuId !== skuId) };
});

const dismiss = onUser('user.dismissed', (world, user) =>
  user.state === 'inactive' ? 'the user is deleted already' : { ...user, state: 'inactive', softDeletedAt: world.now() },
);

/** {customer, account}: the customer's administrator consents to a partner's app, as on the page of admin consent. */
const consentTo: Act = (world, input) => {
  const customer = findCustomer(world, textIn(input, 'customer') ?? '');
  const owner = findAccount(world, textIn(input, 'account') ?? '');
  const admin = peopleOfCustomer(world, customer?.id ?? '').find(isAdmin);
  if (customer === undefined || owner === undefined || admin === undefined) return { refused: 'unknown customer or account' };
  if (hasConsented(world, owner, { id: customer.id, customerId: customer.id })) return { refused: 'the app has consent there' };
  consent(world, owner, admin, 'portal');
  return { done: { customerId: customer.id, applicationId: owner.app.clientId } };
};

/** What a customer's own administrator does in his tenant; no partner hears of it. */
export const tenantActs: Readonly<Record<string, Act>> = {
  'tenant.hire': hire,
  'tenant.dismiss': dismiss,
  /** {customer, user, sku: GUID or part number} */
  'tenant.assignLicence': assign,
  'tenant.removeLicence': withdraw,
  'tenant.consent': consentTo,
};
