import type { Subscription } from '../../world/types.ts';
import { type Actor, put, type World } from '../../world/world.ts';

/** Who asked for a change, as events and the audit trail say it. */
export type By = { readonly actor: Actor; readonly cause: string; readonly about: Readonly<Record<string, string>> };

const kindOf = (before: Subscription, after: Subscription): string => {
  if (before.status !== after.status) return after.status === 'active' ? 'subscription.reactivated' : `subscription.${after.status}`;
  if (before.quantity !== after.quantity) return 'subscription.quantityChanged';
  if (before.term !== after.term) return 'subscription.termChanged';
  return 'subscription.updated';
};

/** Writes the new row as one event; version and time are set here. */
export function keep(world: World, before: Subscription, after: Subscription, by: By): Subscription {
  const row: Subscription = { ...after, version: before.version + 1, modifiedAt: world.now() };
  world.apply({
    kind: kindOf(before, after),
    actor: by.actor,
    cause: by.cause,
    about: { ...by.about, customerId: row.customerId, subscriptionId: row.id, operationType: 'update_subscription' },
    changes: [put('subscriptions', row)],
  });
  return row;
}
