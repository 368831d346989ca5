import { printDecimal } from '../../../lib/decimal.ts';
import type { Finding } from '../../../model/difference.ts';
import type { PsaBook } from '../books.ts';
import { because, explain } from '../causes/cause-rule.ts';
import { endedCauses } from '../causes/line/table.ts';
import { type Comparison, everyPsa, finding, type Rule, read } from '../comparison.ts';
import type { StillBilled } from '../match-psa.ts';
import { agreementOf, currencyOf, saleOf } from '../money-of.ts';
import { matchEvidence } from '../sides.ts';

/** The subscription ended at Microsoft and its line runs on, with no end entered. */
export const cancelledStillBilledPsa: Rule = {
  kind: 'cancelled_still_billed_psa',
  source: 'psa reference 8.1 "over-billed"',
  isProven: (comparison) => everyPsa(comparison, read),
  find: (comparison) =>
    comparison.psas.flatMap(({ psa, matches }) =>
      matches.stillBilled
        .filter(({ line }) => line.cancelledOn === undefined && line.quantity.gt(0))
        .map((still) => found(comparison, psa, still)),
    ),
};

function found(comparison: Comparison, psa: PsaBook, { line, subscription, how }: StillBilled): Finding {
  const isNamed = how === 'subscriptionId';
  const billed = printDecimal(line.quantity);
  const { causes, evidence } = explain(
    endedCauses,
    { name: subscription.name, status: subscription.status, billed, isNamed, history: subscription.history.changes },
    because('unknown', 'unknown', `${subscription.name} is ${subscription.status} at Microsoft, and ${billed} are still billed.`),
  );
  return finding(comparison, {
    kind: 'cancelled_still_billed_psa',
    subject: `${psa.source.connectionId}:${line.remoteId}`,
    psa,
    subscriptions: [subscription],
    lines: [line],
    impact: saleOf(psa, line)?.times(line.quantity).neg(),
    currency: currencyOf(comparison.books, agreementOf(psa, line)),
    causes,
    evidence: [matchEvidence(how), ...evidence],
    correction: {
      action: 'endLine',
      connectionId: psa.source.connectionId,
      agreementRemoteId: line.agreementRemoteId,
      lineRemoteId: line.remoteId,
      quantity: billed,
    },
  });
}
