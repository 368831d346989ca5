import { cycleEndingOn, monthsOf, proratedUnit } from '../cycle.ts';
import { isoDay } from '../days.ts';
import { microText } from '../exact.ts';
import { seatCents } from '../line-money.ts';
import { priceOn } from '../load/prices.ts';
import { cancelImmediate, isCycle } from './charge-types.ts';
import { addDifference, type Charges, type CycleLine } from './charges.ts';
import type { Line } from './line.ts';
import { noDay } from './line-batch.ts';

/** Adds up what a licence line says about its dates, its price and its days. */
export function checkLicenceLine(charges: Charges, line: Line): void {
  const { billing } = line.market;
  const { chargeStart: first, chargeEnd: last, termStart } = line;
  if (first === noDay || last === noDay) return;
  if (line.chargeType === cancelImmediate && line.quantity < 0) charges.hasRefund = true;
  checkEnd(charges, line);
  if (billing === 'none' || termStart === noDay) return;
  const { fullDays } = cycleEndingOn(last, termStart, monthsOf(billing));
  if (isCycle(line.chargeType) && isLater(line, charges.cycle))
    charges.cycle = { line: line.place, start: first, last, fullDays, unit: line.unit, rate: line.rate };
  const isRight = checkPrice(charges, line, fullDays);
  // A price adjustment has its own reason and amount; days alone do not explain it.
  if (isRight && !line.isAdjusted && last >= first) checkDays(charges, line, fullDays);
}

const isLater = ({ chargeStart, place }: Line, cycle: CycleLine | undefined): boolean =>
  cycle === undefined || chargeStart > cycle.start || (chargeStart === cycle.start && place < cycle.line);

function checkEnd(charges: Charges, line: Line): void {
  const { subscription } = charges;
  if (subscription?.isGone !== true || line.chargeStart <= subscription.endsOn) return;
  charges.late = addDifference(charges.late, {
    cents: line.weight * line.subtotal,
    line: line.place,
    expected: `no charge after ${isoDay(subscription.endsOn)}`,
    actual: `charged from ${isoDay(line.chargeStart)}`,
    on: line.chargeStart,
  });
}

/** What the line charges beyond what it would with another unit price. */
const centsAgainst = (line: Line, unit: number): number =>
  line.weight * (seatCents(line.effective, line.quantity, line.rate) - seatCents(unit, line.quantity, line.rate));

/** Holds UnitPrice against the price that was valid when the term began (price protection). True when it is right or unknown. */
function checkPrice(charges: Charges, line: Line, fullDays: number): boolean {
  if (line.fine !== undefined) return true;
  const expected = priceOn(line.market.pricesOf(line.item), line.termStart);
  if (expected === undefined || expected === line.unit || line.unit === 0) return true;
  charges.price = addDifference(charges.price, {
    cents: centsAgainst(line, proratedUnit(expected, line.chargeStart, line.chargeEnd, fullDays)),
    line: line.place,
    expected: microText(expected),
    actual: microText(line.unit),
    on: line.termStart,
  });
  return false;
}

function checkDays(charges: Charges, line: Line, fullDays: number): void {
  const { chargeStart: first, chargeEnd: last } = line;
  const expected = proratedUnit(line.unit, first, last, fullDays);
  if (expected === line.effective || line.fine !== undefined) return;
  charges.proration = addDifference(charges.proration, {
    cents: centsAgainst(line, expected),
    line: line.place,
    expected: `${microText(expected)} (${last - first + 1} of ${fullDays} days)`,
    actual: microText(line.effective),
    on: first,
  });
}
