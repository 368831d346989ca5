import { Seeded } from '../../../src/lib/seeded.ts';
import { historyOf } from '../../world/history.ts';
import type { Order, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';

type Moment = ReturnType<typeof historyOf>[number];

/** What a change of a subscription is called in the order that it makes; nothing when it makes none. */
function transactionOf(before: Subscription, after: Subscription, kind: string): string | undefined {
  if (after.status === 'deleted' && before.status !== 'deleted') return 'cancel';
  if (after.status !== 'active') return undefined;
  if (kind.endsWith('.renewed') || kind.endsWith('.extended')) return 'renew';
  const isOther = `${after.productId}:${after.skuId}` !== `${before.productId}:${before.skuId}`;
  if (isOther || before.isTrial !== after.isTrial || before.term !== after.term) return 'convert';
  if (after.quantity === before.quantity) return undefined;
  return after.quantity > before.quantity ? 'addQuantity' : 'removeQuantity';
}

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
  const id = new Seeded(`${String(world.options.seed)}/order/${happening}/${row.id}`).uuid().replaceAll('-', '').slice(0, 12);
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
