import { orderAnswer } from '../partner-center/orders/answers.ts';
import { ordersOf } from '../partner-center/orders/find.ts';
import type { AuditRecord, Order, Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Notice } from './notice.ts';
import type { RowChange } from './row-changes.ts';

type Audit = NonNullable<Notice['audit']>;

/** An order as the activity log tells of it, with the keys of the documented `create_order` record. */
export const orderAudit = (world: World, before: Order | undefined, after: Order): Audit => ({
  resourceId: after.id,
  resourceType: 'order',
  operationType: before === undefined ? 'create_order' : 'update_order',
  old: before && orderAnswer(world, before),
  new: orderAnswer(world, after),
  customizedData: keysOf(after),
});

function keysOf(order: Order): AuditRecord['customizedData'] {
  const { id, alternateId, billingCycle, lines } = order;
  const cycle = billingCycle.charAt(0).toUpperCase() + billingCycle.slice(1);
  return [
    { key: 'OrderId', value: id },
    ...(alternateId === undefined ? [] : [{ key: 'AlternateId', value: alternateId }]),
    { key: 'BillingCycle', value: cycle },
    ...lines.flatMap((line, place) => [
      { key: `OfferId-${String(place)}`, value: line.offerId },
      ...(line.subscriptionId === undefined ? [] : [{ key: `SubscriptionId-${String(place)}`, value: line.subscriptionId }]),
      { key: `SubscriptionName-${String(place)}`, value: line.friendlyName },
      { key: `Quantity-${String(place)}`, value: String(line.quantity) },
      { key: `PartnerOnRecord-${String(place)}`, value: line.partnerIdOnRecord ?? null },
    ]),
  ];
}

/** The order that a new subscription came with: of the same event, or the one that must have been. */
export function auditOfPurchase(world: World, row: Subscription, changes: readonly RowChange[]): Audit | undefined {
  const own = changes.find((change) => change.table === 'orders' && change.after?.id === row.orderId);
  if (own?.table === 'orders' && own.after !== undefined) return orderAudit(world, own.before, own.after);
  const order = ordersOf(world, row.accountId, row.customerId).find(({ id }) => id === row.orderId);
  return order === undefined ? undefined : orderAudit(world, undefined, order);
}

/** Orders that were placed or changed; those that brought a subscription with them are told with it. */
export function orderNotices(world: World, changes: readonly RowChange[]): Notice[] {
  return changes.flatMap((change): Notice[] => {
    if (change.table !== 'orders' || change.after === undefined) return [];
    const { id, accountId, customerId } = change.after;
    const isTold = changes.some((one) => one.table === 'subscriptions' && one.before === undefined && one.after?.orderId === id);
    return isTold ? [] : [{ accountId, customerId, audit: orderAudit(world, change.before, change.after) }];
  });
}
