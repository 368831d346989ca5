import { tenantOf } from '../../world/people/tenant.ts';
import type { CustomerUser } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { type Trail, trail } from '../customers/trail.ts';
import { type Refusal, refuse, refuseWith } from '../errors.ts';

/** Documented code of a user id that the tenant does not have. */
const unknownUser = refuseWith(404, 60002, "User object ID isn't found");

/** A user of the tenant, in the bin or not. */
export function findUser(call: Call, { customer }: KnownCustomer, id = call.params['userId'] ?? ''): CustomerUser | Refusal {
  const wanted = id.toLowerCase();
  return tenantOf(call.world, customer.id).users.find((user) => user.id === wanted) ?? unknownUser;
}

export function findActiveUser(call: Call, known: KnownCustomer, id?: string): CustomerUser | Refusal {
  const user = findUser(call, known, id);
  return 'state' in user && user.state === 'inactive' ? unknownUser : user;
}

/** What can happen to a user, in the words of the activity log. */
export type UserOperation =
  | 'create_customer_user'
  | 'update_customer_user'
  | 'update_customer_user_principal_name'
  | 'delete_customer_user'
  | 'restore_customer_user'
  | 'reset_customer_user_password'
  | 'update_customer_user_licenses'
  | 'add_user_member'
  | 'remove_user_member';

const resourceTypes: Partial<Record<UserOperation, string>> = {
  update_customer_user_licenses: 'license',
  add_user_member: 'customer_directory_role',
  remove_user_member: 'customer_directory_role',
};

/** Writes a user, whose row is kept from now on. */
export function keepUser(
  call: Call,
  operationType: UserOperation,
  user: CustomerUser,
  before?: CustomerUser,
  more: Partial<Pick<Trail, 'new' | 'customizedData'>> = {},
): CustomerUser {
  const { world } = call;
  const record = trail(call, {
    customer: world.tables.customers.get(user.customerId),
    resourceId: user.id,
    resourceType: resourceTypes[operationType] ?? 'customer_user',
    operationType,
    ...(before === undefined ? {} : { old: told(before) }),
    new: told(user),
    ...more,
  });
  world.apply({
    kind: `user.${operationType}`,
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: user.customerId, userId: user.id },
    changes: [put('customerUsers', user), record],
  });
  return user;
}

/** Members of a user that the log shows; never a password. */
const told = ({ id, userPrincipalName, displayName, usageLocation, state, roleIds, licences }: CustomerUser) => ({
  id,
  userPrincipalName,
  displayName,
  usageLocation,
  state,
  directoryRoles: roleIds,
  licenses: licences.map(({ skuId }) => skuId),
});

/** US Government makes no users for partners, China manages no licences for them (page "Developing for Partner Center"). */
export const checkCloud = (call: Call, area: 'create' | 'licences'): Refusal | undefined => {
  const { cloud } = call.account;
  const refused = area === 'create' ? cloud === 'usGovernment' : cloud === 'china';
  return refused ? refuseWith(400, 900127, "This operation isn't supported in this environment") : undefined;
};

export const wrongBody = refuse(800002);
