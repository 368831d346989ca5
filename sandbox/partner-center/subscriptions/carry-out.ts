import { follow } from '../../acts/follow.ts';
import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type By, keep, type With } from './keep.ts';

/** A change takes hold, with all that hangs on it: the distributor's books and the add-ons below. */
export function carryOut(world: World, before: Subscription, after: Subscription, by: By, also: With = {}): Subscription {
  const kept = keep(world, before, after, by, also);
  follow(world, kept, also.at);
  cascade(world, before, kept, by, also.at);
  return kept;
}

/** Add-ons are suspended and cancelled with what they belong to; they come back one by one. */
function cascade(world: World, before: Subscription, after: Subscription, by: By, at: string | undefined): void {
  if (before.status === after.status || (after.status !== 'suspended' && after.status !== 'deleted')) return;
  const now = at ?? world.now();
  for (const child of addOnsOf(world, after)) {
    if (child.status !== 'active' && child.status !== 'suspended') continue;
    if (child.status === after.status) continue;
    const { nextTerm: _next, ...bare } = child;
    const ended = after.status === 'deleted' ? { cancelledAt: now } : { suspendedAt: now };
    const closed: Subscription = { ...bare, ...ended, status: after.status, autoRenew: false };
    follow(world, keep(world, child, closed, by, at === undefined ? {} : { at }), at);
  }
}

export const addOnsOf = (world: World, { accountId, customerId, id }: Subscription): Subscription[] =>
  world.tables.subscriptions
    .by('relationship', `${accountId}:${customerId}`)
    .filter(({ parentSubscriptionId }) => parentSubscriptionId?.toLowerCase() === id.toLowerCase());
