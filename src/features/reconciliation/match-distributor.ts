import { isCharged } from '../../model/subscription.ts';
import type { BoughtSubscription, DistributorBook, SuppliedSubscription } from './books.ts';
import { isOwed } from './comparable.ts';

export type SupplyMatch = {
  readonly how: 'subscriptionId' | 'product';
  readonly bought: BoughtSubscription;
  readonly supplied: SuppliedSubscription;
};

export type SupplyMatches = {
  readonly matches: readonly SupplyMatch[];
  /** Seats at Microsoft, and the distributor has no subscription for them or only one that ended. */
  readonly unsupplied: readonly BoughtSubscription[];
  /** Charged by the distributor without anything at Microsoft. */
  readonly stray: readonly SuppliedSubscription[];
};

/** What is bought, in the distributor's words: product and SKU, term and frequency. */
const keyOfBought = ({ key }: BoughtSubscription): string =>
  `${`${key.productId}:${key.skuId}`.toLowerCase()} ${key.term} ${key.frequency}`;
const keyOfSupplied = ({ sku, term, frequency }: SuppliedSubscription): string => `${sku ?? ''} ${term} ${frequency}`;

/** Ended or expired there: it stands for nothing any more. A pending one is on its way. */
export const hasEndedThere = ({ status }: SuppliedSubscription): boolean => status === 'cancelled' || status === 'expired';

/** By Microsoft's subscription id; then by product, term and frequency where exactly one is left on both sides (distributors reference, section 7). */
export function matchDistributor(book: DistributorBook, bought: readonly BoughtSubscription[]): SupplyMatches {
  const byId = new Map(bought.map((each) => [each.remoteId, each]));
  const matches: SupplyMatch[] = [];
  const rest: SuppliedSubscription[] = [];
  for (const supplied of [...book.subscriptions].sort((a, b) => (a.remoteId < b.remoteId ? -1 : 1))) {
    const same = supplied.microsoftId === undefined ? undefined : byId.get(supplied.microsoftId);
    if (same !== undefined) matches.push({ how: 'subscriptionId', bought: same, supplied });
    else if (isCharged(supplied.status)) rest.push(supplied);
  }
  const matched = new Set(matches.filter(({ supplied }) => !hasEndedThere(supplied)).map((match) => match.bought.remoteId));
  const open = bought.filter((each) => isOwed(each) && !matched.has(each.remoteId));
  const openOf = Map.groupBy(open, keyOfBought);
  const unnamed = rest.filter((supplied) => supplied.microsoftId === undefined);
  const byProduct = [...Map.groupBy(unnamed, keyOfSupplied)].flatMap(([key, [supplied, ...rivals]]): SupplyMatch[] => {
    const [only, ...others] = openOf.get(key) ?? [];
    const isAlone = rivals.length === 0 && others.length === 0;
    return isAlone && supplied !== undefined && only !== undefined ? [{ how: 'product', bought: only, supplied }] : [];
  });
  const taken = new Set(byProduct.map((match) => match.supplied));
  const found = new Set(byProduct.map((match) => match.bought.remoteId));
  return {
    matches: [...matches, ...byProduct],
    unsupplied: open.filter((each) => !found.has(each.remoteId)),
    stray: rest.filter((supplied) => !taken.has(supplied)),
  };
}
