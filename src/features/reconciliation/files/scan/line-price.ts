import { proratedUnit } from '../cycle.ts';
import { microText } from '../exact.ts';
import { seatCents } from '../line-money.ts';
import { isPrice, versionOn } from '../load/price-table.ts';
import type { Charges } from './charges.ts';
import { addDifference } from './difference.ts';
import type { Line } from './line.ts';
import { PriceShares } from './shares.ts';

/** Why the price of a line is not held against the price sheet. */
export const unjudgedReasons = ['promotion', 'extendedTerm', 'noRow'] as const;
export type Unjudged = Record<(typeof unjudgedReasons)[number], number>;
export const noneUnjudged = (): Unjudged => ({ promotion: 0, extendedTerm: 0, noRow: 0 });

/** What the line charges beyond what it would with another unit price. */
export const centsAgainst = (line: Line, unit: number): number =>
  line.weight * (seatCents(line.effective, line.quantity, line.rate) - seatCents(unit, line.quantity, line.rate));

/**
 * Holds UnitPrice against the price that was valid when the term began (price protection). Answers whether the line's days can be held against
 * UnitPrice. Price lists never contain promotions (partner-center-api.md 6.2), and on a line of an extended term UnitPrice may be one of several (8.4).
 */
export function checkPrice(charges: Charges, line: Line, fullDays: number, unjudged: Unjudged): boolean {
  const { market, unit, fine } = line;
  if (fine !== undefined || unit === 0) return true;
  if (line.isPromoted) return leave(line, unjudged, 'promotion');
  const version = versionOn(market.pricesOf(line.item), line.termStart);
  if (version !== undefined && isPrice(version, unit, market.currency)) return true;
  if (isExtendedPrice(line, fullDays)) return false;
  if (line.isExtended) return leave(line, unjudged, 'extendedTerm');
  if (version === undefined) {
    leave(line, unjudged, 'noRow');
    return true;
  }
  const expected = proratedUnit(version.price, line.chargeStart, line.chargeEnd, fullDays);
  // Beneath the price it may be one of two lines that share it; that is known when all lines are.
  if (unit < version.price) (charges.shares ??= new PriceShares()).add(line, version, seatCents(expected, line.quantity, line.rate));
  else
    charges.price = addDifference(charges.price, {
      cents: centsAgainst(line, expected),
      line: line.place,
      expected: microText(version.price),
      actual: microText(unit),
      on: line.termStart,
    });
  return false;
}

function leave({ weight, market }: Line, unjudged: Unjudged, reason: keyof Unjudged): false {
  if (market.hasPrices) unjudged[reason] += weight;
  return false;
}

/** Whether the days cost what they cost in an extended term of this product: some lines of one are told by nothing else. */
export function isExtendedPrice({ market, item, termStart, chargeStart, chargeEnd, effective }: Line, fullDays: number): boolean {
  const prices = market.extendedPricesOf(item);
  return prices.some(
    ({ from, to, price }) => from <= termStart && termStart <= to && proratedUnit(price, chargeStart, chargeEnd, fullDays) === effective,
  );
}
