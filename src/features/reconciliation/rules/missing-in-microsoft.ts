import { printDecimal } from '../../../lib/decimal.ts';
import type { Cause, Finding } from '../../../model/difference.ts';
import type { BilledLine, PsaBook } from '../books.ts';
import { type Comparison, everyPsa, finding, type Rule, read } from '../comparison.ts';
import { agreementOf, currencyOf, saleOf } from '../money-of.ts';

/** A line bills a Microsoft product that the customer does not have in any of the partner's accounts. */
export const missingInMicrosoft: Rule = {
  kind: 'missing_in_microsoft',
  source: 'psa reference 8.1 "over-billed"; absence counts only after a complete reading (B7)',
  isProven: (comparison) => comparison.isMicrosoftComplete && everyPsa(comparison, read),
  find: (comparison) =>
    comparison.isMicrosoftComplete
      ? comparison.psas.flatMap(({ psa, matches }) =>
          matches.strays
            .filter((line) => line.cancelledOn === undefined && line.quantity.gt(0))
            .map((line) => found(comparison, psa, line)),
        )
      : [],
};

const found = (comparison: Comparison, psa: PsaBook, line: BilledLine): Finding =>
  finding(comparison, {
    kind: 'missing_in_microsoft',
    subject: `${psa.source.connectionId}:${line.remoteId}`,
    psa,
    lines: [line],
    productName: psa.catalogue.services.get(line.serviceRemoteId)?.name ?? line.description,
    impact: saleOf(psa, line)?.times(line.quantity).neg(),
    currency: currencyOf(comparison.books, agreementOf(psa, line)),
    causes: [causeOf(comparison, line)],
    evidence:
      line.vendorId === undefined
        ? []
        : [{ label: 'Subscription id in the PSA line', value: line.vendorId, source: 'psa', readAt: line.readAt, remoteId: line.remoteId }],
    correction: {
      action: 'endLine',
      connectionId: psa.source.connectionId,
      agreementRemoteId: line.agreementRemoteId,
      lineRemoteId: line.remoteId,
      quantity: printDecimal(line.quantity),
    },
  });

/** A complete reading that lacks what an earlier one had says why; else only the id in the line speaks. */
function causeOf({ books }: Comparison, line: BilledLine): Cause {
  const billed = printDecimal(line.quantity);
  const gone = line.vendorId === undefined ? undefined : books.gone.get(line.vendorId);
  if (gone !== undefined)
    return {
      code: 'no_longer_listed',
      certainty: 'certain',
      sentence: `${billed} billed for ${gone.name}, which Microsoft listed before and no longer lists (found on ${gone.goneOn}).`,
    };
  return line.vendorId === undefined
    ? {
        code: 'line_without_subscription',
        certainty: 'possible',
        sentence: `${billed} billed, and the customer has no subscription of this product.`,
      }
    : {
        code: 'line_without_subscription',
        certainty: 'likely',
        sentence: `${billed} billed for a subscription that is in none of your Partner Center accounts.`,
      };
}
