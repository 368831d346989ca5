import { Decimal } from '../../../lib/decimal.ts';
import { must } from '../../../lib/must.ts';
import type { Finding } from '../../../model/difference.ts';
import { because, explain } from '../causes/cause-rule.ts';
import { quantityCauses } from '../causes/quantity/table.ts';
import { type Comparison, everyDistributor, finding, type Rule, read } from '../comparison.ts';
import type { SupplyMatch } from '../match-distributor.ts';
import { supplyCostOf } from '../money-of.ts';
import { seatsText, suppliedEvidence } from '../sides.ts';
import { isOtherSupplyTerm, liveMatches } from './distributor.ts';

/** The distributor charges other seats than Microsoft has; what it charges under several subscriptions of its own is summed. More seats there: the partner pays too much. */
export const quantityMismatchDistributor: Rule = {
  kind: 'quantity_mismatch_distributor',
  source: 'distributors reference, section 7',
  isProven: (comparison) => everyDistributor(comparison, read),
  find: (comparison) =>
    comparison.distributors.flatMap((each) => {
      const live = liveMatches(comparison, each).filter(({ bought, supplied }) => !isOtherSupplyTerm(bought, supplied));
      return [...Map.groupBy(live, ({ bought }) => bought.remoteId).values()].flatMap((same) => findIn(comparison, same));
    }),
};

function findIn(comparison: Comparison, same: readonly SupplyMatch[]): readonly Finding[] {
  const { bought, supplied, how } = must(same[0], 'a match');
  const charged = same.reduce((sum, match) => sum + match.supplied.seats, 0);
  if (charged === bought.seats) return [];
  const { causes, evidence } = explain(
    quantityCauses,
    {
      bought: bought.seats,
      counted: charged,
      isNamed: how === 'subscriptionId' && same.length === 1,
      history: bought.history.changes,
      countedHistory: [],
      countedSince: undefined,
      boughtOn: undefined,
      supplied: undefined,
      countedMovedAt: same.length === 1 ? supplied.changedAt : undefined,
      historySince: bought.history.since,
      other: 'distributor',
    },
    because(
      'distributor_behind',
      how === 'subscriptionId' ? 'likely' : 'possible',
      `${seatsText(bought.seats)} at Microsoft, ${charged} charged by the distributor${same.length === 1 ? '' : ` under ${same.length} subscriptions`}.`,
    ),
  );
  const made = finding(comparison, {
    kind: 'quantity_mismatch_distributor',
    subject: `${supplied.connectionId}:${supplied.remoteId}`,
    subscriptions: [bought],
    supplied,
    impact: supplyCostOf(supplied)?.times(new Decimal(charged).minus(bought.seats)),
    currency: supplied.currency ?? comparison.books.currency,
    causes,
    evidence: [...evidence, ...same.slice(1).map((match) => suppliedEvidence(match.supplied))],
  });
  if (same.length === 1) return [made];
  const remoteIds = same.map((match) => match.supplied.remoteId);
  return [{ ...made, distributor: { ...made.distributor, remoteIds, quantity: String(charged) } }];
}
