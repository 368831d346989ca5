import { isoDay } from '../days.ts';
import { amountText, moneyWords } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { Charges } from '../scan/charges.ts';
import { who } from '../scan/check-line.ts';

/** EffectiveUnitPrice is not the unit price for the charged days. */
export function proration(charges: Charges): Finding | undefined {
  const difference = charges.proration;
  if (difference === undefined) return undefined;
  return {
    kind: 'proration',
    cause: 'days_miscounted',
    certainty: 'likely',
    ...who(charges),
    lineNo: difference.line,
    expected: difference.expected,
    actual: difference.actual,
    impactCents: difference.cents,
    explanation: `From ${isoDay(difference.on)} the price for the remaining days is ${moneyWords(difference.expected, charges.currency)}, the invoice uses ${moneyWords(difference.actual, charges.currency)}: ${amountText(difference.cents, charges.currency)} off.`,
  };
}
