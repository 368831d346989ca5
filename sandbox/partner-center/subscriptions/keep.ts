import type { Subscription } from '../../world/types.ts';
import { type Actor, type Change, put, type World } from '../../world/world.ts';

/** Who asked for a change, as events and the audit trail say it. */
export type By = { readonly actor: Actor; readonly cause: string; readonly about: Readonly<Record<string, string>> };

/** What goes with the change: another instant than the present, another name of the event, rows that change with it. */
export type With = { readonly at?: string; readonly kind?: string; readonly changes?: readonly Change[] };

const kindOf = (before: Subscription, after: Subscription): string => {
  if (before.status !== after.status) return after.status === 'active' ? 'subscription.reactivated' : `subscription.${after.status}`;
  if (before.quantity !== after.quantity) return 'subscription.quantityChanged';
  if (before.term !== after.term) return 'subscription.termChanged';
  return 'subscription.updated';
};

/** Events that the activity log has a word of its own for. */
const operations: Readonly<Record<string, string>> = {
  'subscription.converted': 'convert_trial_subscription',
  'subscription.upgraded': 'upgrade_subscription',
};

/** Writes the new row as one event; version and time are set here. */
export function keep(world: World, before: Subscription, after: Subscription, by: By, also: With = {}): Subscription {
  const at = also.at ?? world.now();
  const row: Subscription = { ...after, version: before.version + 1, modifiedAt: at };
  world.apply({
    kind: also.kind ?? kindOf(before, after),
    actor: by.actor,
    cause: by.cause,
    at,
    about: {
      ...by.about,
      customerId: row.customerId,
      subscriptionId: row.id,
      operationType: operations[also.kind ?? ''] ?? 'update_subscription',
    },
    changes: [put('subscriptions', row), ...(also.changes ?? [])],
  });
  return row;
}
