import { termLabel } from '../../../model/term.ts';
import { everyDistributor, finding, type Rule, read } from '../comparison.ts';
import { isOtherSupplyTerm, liveMatches } from './distributor.ts';

/** The same subscription in another term or frequency at the distributor. A term that the distributor did not tell is no difference. */
export const wrongTermDistributor: Rule = {
  kind: 'wrong_term_distributor',
  source: 'distributors reference, section 7; bench "wrong_term_distributor"',
  isProven: (comparison) => everyDistributor(comparison, read),
  find: (comparison) =>
    comparison.distributors.flatMap((each) =>
      liveMatches(comparison, each)
        .filter(({ bought, supplied }) => isOtherSupplyTerm(bought, supplied) && supplied.term !== 'none')
        .map(({ bought, supplied, how }) =>
          finding(comparison, {
            kind: 'wrong_term_distributor',
            subject: `${supplied.connectionId}:${supplied.remoteId}`,
            subscriptions: [bought],
            supplied,
            currency: supplied.currency ?? comparison.books.currency,
            causes: [
              {
                code: 'service_of_other_term',
                certainty: how === 'subscriptionId' ? 'certain' : 'likely',
                sentence: `${termLabel(bought.key.term, bought.key.frequency)} at Microsoft, ${termLabel(supplied.term, supplied.frequency)} at the distributor.`,
              },
            ],
          }),
        ),
    ),
};
