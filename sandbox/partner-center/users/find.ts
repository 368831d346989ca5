import { tenantOf } from '../../world/people/tenant.ts';
import type { CustomerUser } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
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

/** Writes a user, whose row is kept from now on. */
export function keepUser(call: Call, kind: string, user: CustomerUser): CustomerUser {
  call.world.apply({
    kind,
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: user.customerId, userId: user.id },
    changes: [put('customerUsers', user)],
  });
  return user;
}

/** US Government makes no users for partners, China manages no licences for them (page "Developing for Partner Center"). */
export const checkCloud = (call: Call, area: 'create' | 'licences'): Refusal | undefined => {
  const { cloud } = call.account;
  const refused = area === 'create' ? cloud === 'usGovernment' : cloud === 'china';
  return refused ? refuseWith(400, 900127, "This operation isn't supported in this environment") : undefined;
};

export const wrongBody = refuse(800002);
