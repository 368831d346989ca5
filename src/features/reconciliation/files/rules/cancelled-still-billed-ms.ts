import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { Charges } from '../scan/charges.ts';
import { who } from '../scan/check-line.ts';

/** Charged for days after the subscription's end. */
export function cancelledStillBilledMs(charges: Charges): Finding | undefined {
  const { late } = charges;
  if (late === undefined) return undefined;
  return {
    kind: 'cancelled_still_billed_ms',
    cause: 'charged_after_end',
    certainty: 'certain',
    ...who(charges),
    lineNo: late.line,
    expected: late.expected,
    actual: late.actual,
    impactCents: late.cents,
    explanation: `The subscription has ended (${late.expected}), yet the invoice has it ${late.actual}: ${amountText(late.cents, charges.currency)} to claim back from Microsoft.`,
  };
}
