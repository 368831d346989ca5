import { Decimal } from '../../../lib/decimal.ts';
import { everyDistributor, finding, type Rule, read } from '../comparison.ts';
import { supplyCostOf } from '../money-of.ts';
import { seatsText } from '../sides.ts';
import { isOtherSupplyTerm, liveMatches } from './distributor.ts';

/** The distributor charges other seats than Microsoft has. More seats there: the partner pays too much. */
export const quantityMismatchDistributor: Rule = {
  kind: 'quantity_mismatch_distributor',
  source: 'distributors reference, section 7',
  isProven: (comparison) => everyDistributor(comparison, read),
  find: (comparison) =>
    comparison.distributors.flatMap((each) =>
      liveMatches(comparison, each)
        .filter(({ bought, supplied }) => bought.seats !== supplied.seats && !isOtherSupplyTerm(bought, supplied))
        .map(({ bought, supplied, how }) =>
          finding(comparison, {
            kind: 'quantity_mismatch_distributor',
            subject: `${supplied.connectionId}:${supplied.remoteId}`,
            subscriptions: [bought],
            supplied,
            impact: supplyCostOf(supplied)?.times(new Decimal(supplied.seats).minus(bought.seats)),
            currency: supplied.currency ?? comparison.books.currency,
            causes: [
              {
                code: 'distributor_behind',
                certainty: how === 'subscriptionId' ? 'likely' : 'possible',
                sentence: `${seatsText(bought.seats)} at Microsoft, ${supplied.seats} charged by the distributor.`,
              },
            ],
          }),
        ),
    ),
};
