import type { DistributorSubscription, SeatBatch, Subscription } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';

// What the distributor does reaches Microsoft: the same subscription changes there in the same moment, as an event of its own.

/** Carries a changed quantity over; nothing happens when the two are not linked or did not differ. */
export function followQuantity(world: World, before: DistributorSubscription, after: DistributorSubscription): void {
  const subscription = linked(world, after);
  const delta = after.quantity - before.quantity;
  if (subscription === undefined || delta === 0) return;
  const seatBatches = delta > 0 ? [...subscription.seatBatches, batch(world, delta)] : returned(subscription.seatBatches, -delta);
  happen(world, 'subscription.quantityChanged', { ...subscription, quantity: subscription.quantity + delta, seatBatches });
}

/** Ended at once: deleted there. Ended later: it will not renew. */
export function followCancellation(world: World, after: DistributorSubscription): void {
  const subscription = linked(world, after);
  if (subscription === undefined) return;
  if (after.status === 'Cancelled') {
    happen(world, 'subscription.deleted', { ...subscription, status: 'deleted', autoRenew: false, cancelledAt: world.now() });
  } else {
    happen(world, 'subscription.updated', { ...subscription, autoRenew: false });
  }
}

/** Added seats have a window of their own at Microsoft, whenever the term began (8.4): so many may still be given back. */
export function seatsToGiveBack(world: World, row: DistributorSubscription): number {
  const now = world.clock.nowMs();
  const isOpen = (one: SeatBatch): boolean => Temporal.Instant.from(one.refundableUntil).epochMilliseconds > now;
  return (linked(world, row)?.seatBatches ?? []).filter(isOpen).reduce((total, one) => total + one.quantity, 0);
}

const linked = (world: World, { vendorSubscriptionId }: DistributorSubscription): Subscription | undefined =>
  vendorSubscriptionId === '' ? undefined : world.tables.subscriptions.get(vendorSubscriptionId);

function happen(world: World, kind: string, row: Subscription): void {
  world.apply({
    kind,
    actor: { kind: 'system', name: 'Pax8' },
    cause: 'pax8',
    about: { accountId: row.accountId, customerId: row.customerId, subscriptionId: row.id, operationType: 'update_subscription' },
    changes: [put('subscriptions', { ...row, modifiedAt: world.now(), version: row.version + 1 })],
  });
}

const refundHours = 168;

const batch = (world: World, quantity: number): SeatBatch => ({
  quantity,
  addedAt: world.now(),
  refundableUntil: world.clock.now().add({ hours: refundHours }).toString(),
});

/** Seats are given back from the newest batch on. */
function returned(batches: readonly SeatBatch[], seats: number): readonly SeatBatch[] {
  const kept: SeatBatch[] = [];
  let left = seats;
  for (const one of batches.toReversed()) {
    const taken = Math.min(left, one.quantity);
    left -= taken;
    if (taken < one.quantity) kept.unshift({ ...one, quantity: one.quantity - taken });
  }
  return kept;
}
