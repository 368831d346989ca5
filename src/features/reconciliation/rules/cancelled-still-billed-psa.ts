import { printDecimal } from '../../../lib/decimal.ts';
import type { Finding } from '../../../model/difference.ts';
import type { PsaBook } from '../books.ts';
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

const found = (comparison: Comparison, psa: PsaBook, { line, subscription, how }: StillBilled): Finding =>
  finding(comparison, {
    kind: 'cancelled_still_billed_psa',
    subject: `${psa.source.connectionId}:${line.remoteId}`,
    psa,
    subscriptions: [subscription],
    lines: [line],
    impact: saleOf(psa, line)?.times(line.quantity).neg(),
    currency: currencyOf(comparison.books, agreementOf(psa, line)),
    causes: [
      {
        code: 'cancelled_at_microsoft',
        certainty: how === 'subscriptionId' ? 'certain' : 'likely',
        sentence: `${subscription.name} is ${subscription.status} at Microsoft, and ${printDecimal(line.quantity)} are still billed.`,
      },
    ],
    evidence: [matchEvidence(how)],
    correction: {
      action: 'endLine',
      connectionId: psa.source.connectionId,
      agreementRemoteId: line.agreementRemoteId,
      lineRemoteId: line.remoteId,
      quantity: printDecimal(line.quantity),
    },
  });
