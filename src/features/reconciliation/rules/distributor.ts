import { isCharged } from '../../../model/subscription.ts';
import type { BoughtSubscription, SuppliedSubscription } from '../books.ts';
import { isCompared } from '../comparable.ts';
import type { Comparison, DistributorComparison } from '../comparison.ts';
import type { SupplyMatch } from '../match-distributor.ts';

/** Both are read at different times: what moved a moment ago is not yet a difference (distributors reference 9.13, F25). */
export const isSettling = ({ books }: Comparison, bought: BoughtSubscription): boolean =>
  bought.movedAt !== undefined &&
  Temporal.Instant.compare(Temporal.Instant.from(bought.movedAt).add({ minutes: books.policy.settlingMinutes }), books.now) > 0;

/** Live on both sides and settled. */
export const liveMatches = (comparison: Comparison, { matches }: DistributorComparison): readonly SupplyMatch[] =>
  matches.matches.filter(({ bought, supplied }) => isCompared(bought) && isCharged(supplied.status) && !isSettling(comparison, bought));

export const isOtherSupplyTerm = (bought: BoughtSubscription, supplied: SuppliedSubscription): boolean =>
  bought.key.term !== supplied.term || bought.key.frequency !== supplied.frequency;
