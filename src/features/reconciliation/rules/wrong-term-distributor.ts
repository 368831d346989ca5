import type { Finding } from '../../../model/difference.ts';
import { termLabel } from '../../../model/term.ts';
import { isSeenFromBirth } from '../books.ts';
import { because, explain } from '../causes/cause-rule.ts';
import { termCauses } from '../causes/term/table.ts';
import { type Comparison, everyDistributor, finding, type Rule, read } from '../comparison.ts';
import type { SupplyMatch } from '../match-distributor.ts';
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
        .map((match) => found(comparison, match)),
    ),
};

function found(comparison: Comparison, { bought, supplied, how }: SupplyMatch): Finding {
  const [here, there] = [termLabel(bought.key.term, bought.key.frequency), termLabel(supplied.term, supplied.frequency)];
  const { causes, evidence } = explain(
    termCauses,
    {
      bought: { ...bought.key, label: here },
      other: { term: supplied.term, frequency: supplied.frequency, label: there },
      book: 'distributor',
      isNamed: how === 'subscriptionId',
      history: bought.history.changes,
      isSeenFromBirth: isSeenFromBirth(bought),
    },
    because('service_of_other_term', 'possible', `${here} at Microsoft, ${there} at the distributor.`),
  );
  return finding(comparison, {
    kind: 'wrong_term_distributor',
    subject: `${supplied.connectionId}:${supplied.remoteId}`,
    subscriptions: [bought],
    supplied,
    currency: supplied.currency ?? comparison.books.currency,
    causes,
    evidence,
  });
}
