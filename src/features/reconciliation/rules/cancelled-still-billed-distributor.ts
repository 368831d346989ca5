import { isCharged } from '../../../model/subscription.ts';
import type { BoughtSubscription, SuppliedSubscription } from '../books.ts';
import { hasEnded } from '../comparable.ts';
import { type Comparison, everyDistributor, finding, type Rule, read } from '../comparison.ts';
import { supplyCostOf } from '../money-of.ts';
import { isSettling } from './distributor.ts';

/** The distributor goes on charging what ended at Microsoft, or what Microsoft never had. */
export const cancelledStillBilledDistributor: Rule = {
  kind: 'cancelled_still_billed_distributor',
  source: 'distributors reference, section 7: "only at distributor"',
  isProven: (comparison) => comparison.isMicrosoftComplete && everyDistributor(comparison, read),
  find: (comparison) =>
    comparison.distributors.flatMap(({ matches }) => [
      ...matches.matches
        .filter(({ bought, supplied }) => hasEnded(bought) && isCharged(supplied.status) && !isSettling(comparison, bought))
        .map(({ bought, supplied }) => found(comparison, supplied, bought)),
      ...(comparison.isMicrosoftComplete
        ? matches.stray.filter((supplied) => supplied.microsoftId !== undefined).map((supplied) => found(comparison, supplied))
        : []),
    ]),
};

const found = (comparison: Comparison, supplied: SuppliedSubscription, bought?: BoughtSubscription) =>
  finding(comparison, {
    kind: 'cancelled_still_billed_distributor',
    subject: `${supplied.connectionId}:${supplied.remoteId}`,
    subscriptions: bought === undefined ? [] : [bought],
    supplied,
    impact: supplyCostOf(supplied)?.times(supplied.seats),
    currency: supplied.currency ?? comparison.books.currency,
    causes: [
      {
        code: bought === undefined ? 'distributor_only' : 'distributor_still_bills',
        certainty: bought === undefined ? 'likely' : 'certain',
        sentence:
          bought === undefined
            ? `The distributor charges ${supplied.seats} x ${supplied.name}, and Microsoft does not list that subscription.`
            : `${bought.name} is ${bought.status} at Microsoft, and the distributor still charges ${supplied.seats}.`,
      },
    ],
  });
