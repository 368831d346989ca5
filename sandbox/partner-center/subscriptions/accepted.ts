import { dueRow } from '../../world/due.ts';
import { instantAt } from '../../world/estate/times.ts';
import type { Subscription, SubscriptionChange } from '../../world/types.ts';
import { put, removeRow, type World } from '../../world/world.ts';
import { carryOut } from './carry-out.ts';
import type { By } from './keep.ts';

/** A PATCH that was answered 202: the change waits as a row and takes hold when its time comes, over a restart too. */
export function accept(world: World, base: Subscription, after: Subscription, by: By, seconds: number): void {
  const dueAt = world.clock.now().add({ seconds }).toString();
  world.apply({
    kind: 'subscription.changeAccepted',
    actor: by.actor,
    cause: by.cause,
    about: { ...by.about, subscriptionId: after.id, dueAt },
    changes: [put('subscriptionChanges', { id: after.id, dueAt, base, row: after, actor: by.actor, cause: by.cause, about: by.about })],
  });
}

export const hasPending = (world: World, subscriptionId: string): boolean =>
  world.tables.subscriptionChanges.get(subscriptionId) !== undefined;

/** Lets an accepted change take hold. It is given up when the subscription was changed otherwise in the meantime. */
export const acceptedRule = dueRow('subscriptionChanges', {
  at: ({ dueAt }) => Date.parse(dueAt),
  happen: (world, change, atMs) => {
    const now = world.tables.subscriptions.get(change.id);
    const given = { actor: change.actor, cause: change.cause, about: change.about };
    const done = [removeRow('subscriptionChanges', change.id)];
    if (now === undefined || !isAsAsked(now, change)) {
      const about = { ...change.about, subscriptionId: change.id };
      world.apply({
        kind: 'subscription.changeGivenUp',
        actor: change.actor,
        cause: change.cause,
        about,
        changes: done,
        at: instantAt(atMs),
      });
      return;
    }
    carryOut(world, now, rebased(now, change), given, { at: instantAt(atMs), changes: done });
  },
});

/** What somebody may have changed meanwhile. A charge cycle that moved on takes nothing back that was promised. */
const promised = ['status', 'quantity', 'term', 'friendlyName', 'autoRenew', 'effectiveStartAt', 'productId', 'skuId', 'nextTerm'] as const;

const isAsAsked = (now: Subscription, { base }: SubscriptionChange): boolean =>
  promised.every((name) => JSON.stringify(now[name]) === JSON.stringify(base[name]));

/** What was asked for, on the row as it stands now: its dates may have moved on meanwhile. */
function rebased(now: Subscription, { base, row }: SubscriptionChange): Subscription {
  const changed = Object.entries(row).filter(([name, value]) => {
    const was: unknown = Object.entries(base).find(([key]) => key === name)?.[1];
    return JSON.stringify(value) !== JSON.stringify(was);
  });
  const gone = new Set(Object.keys(base).filter((name) => !(name in row)));
  const kept = Object.entries(now).filter(([name]) => !gone.has(name));
  // Both are rows of the same table, so every member is of its own type.
  return Object.fromEntries([...kept, ...changed]) as Subscription;
}
