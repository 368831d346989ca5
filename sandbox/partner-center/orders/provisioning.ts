import { dueRow } from '../../world/due.ts';
import { instantAt } from '../../world/estate/times.ts';
import { put } from '../../world/world.ts';
import { fulfilled } from './make.ts';

/** Orders that wait are fulfilled when their time comes. */
export const orderRule = dueRow('orders', {
  at: ({ provisionAt }) => (provisionAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(provisionAt)),
  happen: (world, row, atMs) => {
    const { order, subscriptions } = fulfilled(world, row, atMs);
    world.apply({
      kind: 'order.provisioned',
      actor: { kind: 'system', name: 'Microsoft' },
      cause: 'time',
      at: instantAt(atMs),
      about: { accountId: order.accountId, customerId: order.customerId, orderId: order.id, operationType: 'create_order' },
      changes: [put('orders', order), ...subscriptions.map((one) => put('subscriptions', one))],
    });
  },
});
