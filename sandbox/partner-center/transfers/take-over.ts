import { dueRow } from '../../world/due.ts';
import { instantAt } from '../../world/estate/times.ts';
import { atPresent } from '../../world/terms-cycle.ts';
import { planOf, priceOf } from '../../world/terms-renew.ts';
import type { Subscription, Transfer } from '../../world/types.ts';
import { type Change, put, type World } from '../../world/world.ts';
import { addOnsOf } from '../subscriptions/carry-out.ts';
import type { By } from '../subscriptions/keep.ts';

/**
 * Subscriptions go to the target partner with everything that they are: id, seats, windows, term; only order, price and seller change.
 * What was scheduled goes, because it was the old partner's wish. The running charge cycle stays his.
 */
export function takeOver(world: World, transfer: Transfer, subscriptions: readonly Subscription[], by: By): readonly Subscription[] {
  const now = world.now();
  const moved = subscriptions.flatMap((row) => [row, ...addOnsOf(world, row)]).map((row) => movedRow(world, row, transfer, now));
  const done: Transfer = {
    ...transfer,
    status: 'Complete',
    subscriptionIds: subscriptions.map(({ id }) => id),
    taken: subscriptions.map(({ id }) => `${id}>${id}`),
    modifiedAt: now,
    modifiedBy: by.about['userPrincipalName'] ?? '',
  };
  world.apply({
    kind: 'subscription.transferred',
    actor: by.actor,
    cause: by.cause,
    at: now,
    about: {
      ...by.about,
      customerId: transfer.customerId,
      transferId: transfer.id,
      targetAccountId: transfer.targetAccountId,
      operationType: 'update_subscription',
    },
    changes: [
      put('transfers', done),
      ...moved.map((row) => put('subscriptions', row)),
      ...subscriptions.flatMap((row) => leaving(world, row, now)),
    ],
  });
  return moved;
}

function movedRow(world: World, before: Subscription, { targetAccountId }: Transfer, now: string): Subscription {
  const { distributorAccountId: _old, nextTerm: _next, nextBillingCycle: _cycle, atTermEnd: _end, ...row } = atPresent(before, world);
  const availability = planOf(world, row);
  return {
    ...row,
    accountId: targetAccountId,
    orderId: world.newId().replaceAll('-', '').slice(0, 12),
    ...(availability === undefined ? {} : { unitPrice: priceOf(world, { currency: row.currency }, availability, now) }),
    modifiedAt: now,
    version: row.version + 1,
  };
}

/** The distributor through whom the old partner had it has it no more. */
function leaving(world: World, { id }: Subscription, now: string): Change[] {
  const row = world.tables.distributorSubscriptions.by('vendorSubscriptionId', id)[0];
  if (row === undefined || row.status === 'Cancelled') return [];
  return [put('distributorSubscriptions', { ...row, status: 'Cancelled', endDate: now, updatedAt: now })];
}

/** Nobody answered. */
export const transferRule = dueRow('transfers', {
  at: ({ status, expiresAt }) => (status === 'Pending' ? Date.parse(expiresAt) : Number.POSITIVE_INFINITY),
  happen: (world, row, atMs) => {
    const at = instantAt(atMs);
    world.apply({
      kind: 'transfer.expired',
      actor: { kind: 'system', name: 'Microsoft' },
      cause: 'time',
      at,
      about: { accountId: row.targetAccountId, customerId: row.customerId, transferId: row.id },
      changes: [put('transfers', { ...row, status: 'Expired', modifiedAt: at })],
    });
  },
});
