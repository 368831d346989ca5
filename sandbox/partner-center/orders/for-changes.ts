import { changeOrderId, transactionOf } from '../../world/change-orders.ts';
import { historyOf } from '../../world/history.ts';
import type { Order, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';

type Moment = ReturnType<typeof historyOf>[number];

const ofMicrosoft: ReadonlySet<string> = new Set(['renew']);

/**
 * The orders that changes, renewals and cancellations of a new-commerce subscription make besides its purchase. No page says so, only the
 * charge types of the files do: the switch `orders.forChanges` shows them.
 */
export function ordersForChanges(world: World, row: Subscription): Order[] {
  if (row.legacy !== undefined || !world.switch('orders').forChanges) return [];
  const moments = historyOf(world, row.id);
  return moments.flatMap((moment, place) => {
    const before = moments[place - 1];
    const word = before === undefined ? undefined : transactionOf(before.row, moment.row, moment.kind);
    return word === undefined || moment.row.accountId !== row.accountId ? [] : [orderOf(world, moment, word)];
  });
}

function orderOf(world: World, { row, atMs, happening }: Moment, transactionType: string): Order {
  const id = changeOrderId(world, happening, row.id);
  return {
    id,
    alternateId: id,
    accountId: row.accountId,
    customerId: row.customerId,
    billingCycle: row.billingCycle,
    currency: row.currency,
    createdAt: new Date(atMs).toISOString(),
    status: 'completed',
    transactionType: ofMicrosoft.has(transactionType) ? 'SystemPurchase' : 'UserPurchase',
    lines: [
      {
        lineItemNumber: 0,
        offerId: `${row.productId}:${row.skuId}:${row.availabilityId}`,
        subscriptionId: row.id,
        termDuration: row.term,
        billingCycle: row.billingCycle,
        transactionType,
        friendlyName: row.friendlyName,
        quantity: row.quantity,
        listPrice: row.unitPrice,
        price: row.unitPrice,
      },
    ],
    version: 1,
  };
}
