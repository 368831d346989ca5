import type { DistributorSubscription, Subscription } from '../world/types.ts';
import { put, type World } from '../world/world.ts';

/** The distributor takes over what changed at Microsoft: seats and cancellation. Nothing when it was not bought there. */
export function follow(world: World, subscription: Subscription, at = world.now()): void {
  const row = world.tables.distributorSubscriptions.by('vendorSubscriptionId', subscription.id)[0];
  if (row === undefined) return;
  const next = taken(row, subscription, at);
  if (next === undefined) return;
  world.apply({
    kind: 'distributor.followed',
    actor: { kind: 'system', name: 'Pax8' },
    cause: 'microsoft',
    at,
    about: { accountId: row.accountId, companyId: row.companyId, subscriptionId: row.id },
    changes: [put('distributorSubscriptions', next)],
  });
}

function taken(row: DistributorSubscription, subscription: Subscription, now: string): DistributorSubscription | undefined {
  const cancelled = subscription.status === 'deleted' && row.status !== 'Cancelled';
  if (!cancelled && row.quantity === subscription.quantity) return undefined;
  const { quantity, price, billingTerm, status, startDate, billingStart, updatedAt } = row;
  return {
    ...row,
    quantity: subscription.quantity,
    updatedAt: now,
    ...(cancelled ? { status: 'Cancelled', endDate: now } : {}),
    history: [...row.history, { quantity, price, billingTerm, status, startDate, billingStart, updatedAt }],
  };
}
