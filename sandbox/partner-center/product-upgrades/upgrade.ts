import { findSale, newOrderId, purchased } from '../../acts/buy-row.ts';
import { dueRow } from '../../world/due.ts';
import { instantAt } from '../../world/estate/times.ts';
import type { Order, ProductUpgrade, Subscription } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';

const azurePlan = 'DZH318Z0BPS6:0001';

const isLiving = ({ status }: Subscription): boolean => status === 'active' || status === 'suspended';

/** A customer's subscriptions of the old Azure offer, and his Azure plan if he has one. */
export function azureOf(world: World, accountId: string, customerId: string) {
  const rows = world.tables.subscriptions.by('relationship', `${accountId}:${customerId}`).filter(isLiving);
  return {
    old: rows.filter((row) => row.legacy?.offerId === 'MS-AZR-0145P'),
    plan: rows.find((row) => `${row.productId}:${row.skuId}` === azurePlan),
  };
}

export const upgradesOf = (world: World, accountId: string, customerId: string): readonly ProductUpgrade[] =>
  world.tables.productUpgrades.by('relationship', `${accountId}:${customerId}`);

/** An upgrade ends with an Azure plan in place of the old subscriptions. */
export const upgradeRule = dueRow('productUpgrades', {
  at: ({ completedAt, dueAt }) => (completedAt === undefined ? Date.parse(dueAt) : Number.POSITIVE_INFINITY),
  happen: (world, row, atMs) => {
    const at = instantAt(atMs);
    const plan = planRow(world, row, atMs);
    const old = row.sourceSubscriptionIds.flatMap((id) => world.tables.subscriptions.get(id) ?? []);
    world.apply({
      kind: 'productUpgrade.completed',
      actor: { kind: 'system', name: 'Microsoft' },
      cause: 'time',
      at,
      about: { accountId: row.accountId, customerId: row.customerId, ...(plan === undefined ? {} : { subscriptionId: plan.id }) },
      changes: [
        put('productUpgrades', { ...row, completedAt: at, ...(plan === undefined ? {} : { targetSubscriptionId: plan.id }) }),
        ...(plan === undefined ? [] : [put('subscriptions', plan), put('orders', orderOf(plan))]),
        ...old.map((one) =>
          put('subscriptions', { ...one, status: 'deleted', autoRenew: false, cancelledAt: at, modifiedAt: at, version: one.version + 1 }),
        ),
      ],
    });
  },
});

function planRow(world: World, { accountId, customerId }: ProductUpgrade, atMs: number): Subscription | undefined {
  const sku = world.tables.skus.get(azurePlan);
  const availability = findSale(world, azurePlan, 'P1M', 'monthly');
  if (sku === undefined || availability === undefined) return undefined;
  return purchased(world, { accountId, customerId, quantity: 1, sku, availability, orderId: newOrderId(world) }, atMs);
}

const orderOf = (plan: Subscription): Order => ({
  id: plan.orderId,
  alternateId: plan.orderId,
  accountId: plan.accountId,
  customerId: plan.customerId,
  billingCycle: 'one_time',
  currency: plan.currency,
  createdAt: plan.createdAt,
  status: 'completed',
  transactionType: 'SystemPurchase',
  lines: [
    {
      lineItemNumber: 0,
      offerId: `${plan.productId}:${plan.skuId}:${plan.availabilityId}`,
      subscriptionId: plan.id,
      billingCycle: 'one_time',
      transactionType: 'New',
      friendlyName: plan.friendlyName,
      quantity: 1,
      listPrice: plan.unitPrice,
      price: plan.unitPrice,
    },
  ],
  version: 1,
});
