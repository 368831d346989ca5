import { amountText, microText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import { usageCents } from '../line-money.ts';
import type { Charges, MeterTotal, Quantity } from '../scan/charges.ts';
import { who } from '../scan/check-line.ts';

const fine = (quantity: Quantity): bigint => BigInt(quantity.micro) * 1_000_000_000n + BigInt(quantity.rest);
const plus = (a: Quantity, b: Quantity): Quantity => ({ micro: a.micro + b.micro, rest: a.rest + b.rest });
/** Whole millionths of a sum, what is smaller carried over. */
const whole = (quantity: Quantity): number => Number(fine(quantity) / 1_000_000_000n);

/** What the daily lines would cost at the invoice's own price and rate. */
function dailyCents(total: MeterTotal, daily: Quantity): number {
  const { creditedPrice: credited, plainPrice: plain, rate } = total;
  if (credited === 0) return usageCents(plain, whole(daily), rate);
  if (plain === 0) return usageCents(credited, whole(daily), rate);
  return usageCents(credited, whole(total.creditedDaily), rate) + usageCents(plain, whole(total.plainDaily), rate);
}

function meterFinding(charges: Charges, total: MeterTotal): Finding | undefined {
  const daily = plus(total.creditedDaily, total.plainDaily);
  if (total.firstLine < 0 || fine(daily) === fine(total.billed)) return undefined;
  const cents = total.billedCents - dailyCents(total, daily);
  const expected = microText(whole(daily));
  const actual = microText(whole(total.billed));
  return {
    kind: 'usage_total_mismatch',
    cause: fine(daily) < fine(total.billed) ? 'invoice_above_days' : 'invoice_below_days',
    certainty: 'unknown',
    ...who(charges),
    lineNo: total.firstLine,
    expected,
    actual,
    impactCents: cents,
    explanation: `The daily lines of this meter add up to ${expected} units, the invoice charges ${actual}: ${amountText(cents, charges.currency)} off.`,
  };
}

/** Invoice quantities of an Azure plan that are not the sum of their daily lines; meters without daily lines are not compared. */
export function usageTotalMismatch(charges: Charges): Finding[] {
  const findings: Finding[] = [];
  for (const total of charges.meters?.values() ?? []) {
    const finding = meterFinding(charges, total);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}
