import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import type { Call } from '../call.ts';
import { findCustomer, type KnownCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';

export const subscriptionsOf = (world: World, { relationship }: KnownCustomer): Subscription[] =>
  world.tables.subscriptions.by('relationship', relationship.id);

/** One subscription of the customer in the path; another partner's is as unknown as none. */
export function findSubscription(call: Call): Subscription | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  return isRefusal(known) ? known : subscriptionBy(call.world, known, call.params['subscriptionId'] ?? '');
}

export function subscriptionBy(world: World, { relationship }: KnownCustomer, id: string): Subscription | Refusal {
  const row = world.tables.subscriptions.get(id.toLowerCase());
  const isTheirs = row !== undefined && `${row.accountId}:${row.customerId}` === relationship.id;
  return isTheirs ? row : refuse(20003, id);
}
