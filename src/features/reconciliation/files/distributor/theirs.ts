import type { Books } from '../books.ts';
import type { DistributorSubscription } from '../model.ts';

// Each comparison has a list of its own; what was indexed goes with it.
const indexes = new WeakMap<readonly DistributorSubscription[], ReadonlyMap<string, DistributorSubscription>>();

/** What the distributor lists for a subscription, the first of several; undefined where it lists none. */
export function theirsOf({ distributor }: Books, subscriptionId: string): DistributorSubscription | undefined {
  if (distributor === undefined) return undefined;
  const index = indexes.get(distributor.subscriptions) ?? indexed(distributor.subscriptions);
  return index.get(subscriptionId);
}

function indexed(all: readonly DistributorSubscription[]): ReadonlyMap<string, DistributorSubscription> {
  const index = new Map<string, DistributorSubscription>();
  for (const one of all) if (!index.has(one.subscriptionId)) index.set(one.subscriptionId, one);
  indexes.set(all, index);
  return index;
}
