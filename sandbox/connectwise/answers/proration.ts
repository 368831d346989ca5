import { Decimal } from '../../../src/lib/decimal.ts';
import type { PsaAddition, PsaAgreement } from '../../world/types.ts';

/**
 * Price and cost of one unit for the first, cut period: only when the agreement prorates and the addition starts inside a month.
 * By days of the calendar month, half up to the cent. (The vendor's own rounding is unverified.)
 */
export function prorated(addition: PsaAddition, agreement: PsaAgreement): { readonly price: Decimal; readonly cost: Decimal } {
  const start = Temporal.PlainDate.from(addition.effectiveDate);
  if (!agreement.prorate || start.day === 1) return { price: new Decimal(0), cost: new Decimal(0) };
  const share = new Decimal(start.daysInMonth - start.day + 1).div(start.daysInMonth);
  return { price: cents(share.times(addition.unitPrice)), cost: cents(share.times(addition.unitCost)) };
}

const cents = (value: Decimal): Decimal => value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
