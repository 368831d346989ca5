import type { Books } from '../books.ts';
import type { DistributorSubscription } from '../model.ts';

type Listed = ReadonlyMap<string, readonly DistributorSubscription[]>;

// Each comparison has a list of its own; what was sorted goes with it.
const known = new WeakMap<readonly DistributorSubscription[], Listed>();
const none: Listed = new Map();

/** What the distributor lists, by Microsoft's id of the subscription. */
export function listedAtDistributor({ distributor }: Books): Listed {
  if (distributor === undefined) return none;
  const { subscriptions } = distributor;
  let listed = known.get(subscriptions);
  if (listed === undefined) known.set(subscriptions, (listed = Map.groupBy(subscriptions, ({ subscriptionId }) => subscriptionId)));
  return listed;
}

/** What the distributor lists for a subscription, the first of several; undefined where it lists none. */
export const theirsOf = (books: Books, subscriptionId: string): DistributorSubscription | undefined =>
  listedAtDistributor(books).get(subscriptionId)?.[0];
