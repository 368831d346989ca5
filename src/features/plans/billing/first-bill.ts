import { Decimal } from '../../../lib/decimal.ts';
import { type LineRounding, lineAmount } from '../../../model/billing-behaviour.ts';
import { type Money, minorDigitsOf, money } from '../../../model/money.ts';
import { type Calendar, periodAt } from '../effective-date.ts';
import type { TargetState } from '../plan.ts';

export type AgreementBills = Pick<Calendar, 'nextInvoiceOn' | 'cycleMonths'> & {
  /** The agreement prorates what begins inside a period (psa reference 3.4). */
  readonly prorates: boolean;
  readonly currency: string;
};

/**
 * By how much the first bill that shows a correction is another one. From a day inside a period an agreement that prorates bills the days that are
 * left of it, any other the whole. How a PSA counts the days is not published, so this is our estimate by days of the period (psa reference
 * 3.4). Pure.
 */
export function firstBill(
  before: TargetState,
  after: TargetState,
  { effectiveOn, agreement, rounding }: { effectiveOn: string | undefined; agreement: AgreementBills; rounding: LineRounding },
): Money {
  const share = shareOf(effectiveOn, agreement);
  const digits = minorDigitsOf(agreement.currency);
  const billed = (state: TargetState): Decimal => {
    const { quantity, unitPrice, until } = state;
    if (quantity === undefined || unitPrice === undefined || until !== 'open') return new Decimal(0);
    return lineAmount(new Decimal(unitPrice).times(share), new Decimal(quantity), rounding, digits);
  };
  return money(billed(after).minus(billed(before)), agreement.currency);
}

/** The part of a period's amount that the first bill has; 1: all of it. */
function shareOf(effectiveOn: string | undefined, agreement: AgreementBills): Decimal {
  const period = effectiveOn === undefined || !agreement.prorates ? undefined : periodAt(effectiveOn, agreement);
  if (period === undefined || effectiveOn === undefined) return new Decimal(1);
  return new Decimal(days(effectiveOn, period.next)).div(days(period.start, period.next));
}

const days = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
