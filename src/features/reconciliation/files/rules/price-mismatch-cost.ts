import { isoDay } from '../days.ts';
import { amountText, moneyWords } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { Charges } from '../scan/charges.ts';
import { who } from '../scan/check-line.ts';
import { addDifference } from '../scan/difference.ts';

/** UnitPrice is not the price that was valid when the term began. */
export function priceMismatchCost(charges: Charges): Finding | undefined {
  const low = charges.shares?.difference();
  const price = low === undefined ? charges.price : addDifference(charges.price, low);
  if (price === undefined) return undefined;
  return {
    kind: 'price_mismatch_cost',
    cause: 'not_the_protected_price',
    certainty: 'likely',
    ...who(charges),
    lineNo: price.line,
    expected: price.expected,
    actual: price.actual,
    impactCents: price.cents,
    explanation: `The term began on ${isoDay(price.on)}; the price sheet of that day says ${moneyWords(price.expected, charges.currency)}, the invoice charges ${moneyWords(price.actual, charges.currency)}. Difference in this invoice: ${amountText(price.cents, charges.currency)}.`,
  };
}
