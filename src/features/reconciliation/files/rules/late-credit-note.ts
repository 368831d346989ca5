import { isoDay } from '../days.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import { who } from '../scan/check-line.ts';
import type { Credit } from '../scan/invoice-scan.ts';

/** A customerCredit for days before the billed month: money to hand on to the customer. */
export function lateCreditNote(credit: Credit, monthStart: number): Finding | undefined {
  if (credit.chargeEnd >= monthStart) return undefined;
  const { charges } = credit;
  return {
    kind: 'late_credit_note',
    cause: 'credit_for_earlier_month',
    certainty: 'certain',
    ...who(charges),
    lineNo: credit.lineNo,
    expected: `charges from ${isoDay(monthStart)} on`,
    actual: `credit for ${isoDay(credit.chargeStart)} to ${isoDay(credit.chargeEnd)}`,
    impactCents: credit.cents,
    explanation: `Microsoft credits ${amountText(-credit.cents, charges.currency)} for ${isoDay(credit.chargeStart)} to ${isoDay(credit.chargeEnd)}, a month that the customer has been billed for: hand it on.`,
  };
}
