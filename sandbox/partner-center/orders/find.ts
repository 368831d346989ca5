import { Seeded } from '../../../src/lib/seeded.ts';
import type { Order, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type Refusal, refuseWith } from '../errors.ts';
import { ordersForChanges } from './for-changes.ts';

export const noOrder = (): Refusal => refuseWith(404, 20000, 'Order ID not found');

/** Orders show up late in lists and by their id, each by its own delay. */
export function isVisible(world: World, order: Pick<Order, 'id' | 'createdAt'>): boolean {
  const most = world.switch('orders').visibleAfterMinutes;
  const lagMs = world.switch('idempotency').listLagMinutes * 60_000;
  if (lagMs > 0 && world.clock.nowMs() < Date.parse(order.createdAt) + lagMs) return false;
  if (most === 0) return true;
  const delayMs = new Seeded(`${String(world.options.seed)}/visible/${order.id}`).next() * most * 60_000;
  return world.clock.nowMs() >= Date.parse(order.createdAt) + delayMs;
}

/** Orders of one customer: those that were kept, and one for each subscription that was there from the beginning. Oldest first. */
export function ordersOf(world: World, accountId: string, customerId: string): readonly Order[] {
  const relationship = `${accountId}:${customerId}`;
  const kept = world.tables.orders.by('relationship', relationship);
  const keptIds = new Set(kept.map((order) => order.id));
  const derived = new Map<string, Subscription[]>();
  const rows = world.tables.subscriptions.by('relationship', relationship);
  for (const row of rows) {
    if (keptIds.has(row.orderId)) continue;
    derived.set(row.orderId, [...(derived.get(row.orderId) ?? []), asOrdered(world, row)]);
  }
  return [
    ...[...derived.values()].flatMap((one) => orderFrom(one) ?? []),
    ...rows.flatMap((row) => ordersForChanges(world, row)),
    ...kept,
  ].toSorted((left, right) => (left.createdAt === right.createdAt ? 0 : left.createdAt < right.createdAt ? -1 : 1));
}

/** The subscription as its order brought it; one that came by a transfer came as it was then. */
function asOrdered(world: World, row: Subscription): Subscription {
  const first = world.tables.subscriptions.first(row.id);
  return first?.orderId === row.orderId ? first : row;
}

/** The order that a subscription must have come from. */
function orderFrom(rows: readonly Subscription[]): Order | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  return {
    id: first.orderId,
    ...(first.legacy === undefined ? { alternateId: first.orderId } : {}),
    accountId: first.accountId,
    customerId: first.customerId,
    billingCycle: first.billingCycle,
    currency: first.currency,
    createdAt: first.createdAt,
    status: 'completed',
    transactionType: 'UserPurchase',
    lines: rows.map((row, place) => ({
      lineItemNumber: place,
      offerId: row.legacy?.offerId ?? `${row.productId}:${row.skuId}:${row.availabilityId}`,
      subscriptionId: row.id,
      ...(row.parentSubscriptionId === undefined ? {} : { parentSubscriptionId: row.parentSubscriptionId }),
      termDuration: row.term,
      billingCycle: row.billingCycle,
      transactionType: 'New',
      friendlyName: row.friendlyName,
      quantity: row.seatBatches[0]?.quantity ?? row.quantity,
      listPrice: row.unitPrice,
      price: row.unitPrice,
      ...(row.promotionId === undefined ? {} : { promotionId: row.promotionId }),
    })),
    version: 1,
  };
}

export function findOrder(world: World, accountId: string, customerId: string, id: string): Order | Refusal {
  const wanted = id.toLowerCase();
  const order = ordersOf(world, accountId, customerId).find((one) => one.id.toLowerCase() === wanted);
  return order === undefined || !isVisible(world, order) ? noOrder() : order;
}
