import { cycleEndingOn, monthsOf, proratedUnit } from '../cycle.ts';
import { addMonths, isoDay } from '../days.ts';
import { microText } from '../exact.ts';
import { cancelImmediate, isCycle } from './charge-types.ts';
import type { Charges, CycleLine } from './charges.ts';
import { addDifference } from './difference.ts';
import type { Line } from './line.ts';
import { noDay } from './line-batch.ts';
import { centsAgainst, checkPrice, isExtendedPrice, type Unjudged } from './line-price.ts';

/** Adds up what a licence line says about its dates, its price and its days. */
export function checkLicenceLine(charges: Charges, line: Line, unjudged: Unjudged): void {
  const { billing } = line.market;
  if (charges.isCommitment || line.chargeStart === noDay || line.chargeEnd === noDay) return;
  if (line.chargeType === cancelImmediate && line.quantity < 0) charges.hasRefund = true;
  checkEnd(charges, line);
  if (line.termStart === noDay) return;
  if (billing === 'none') checkPrepaid(charges, line, unjudged);
  else checkCycle(charges, line, unjudged, monthsOf(billing));
}

function checkCycle(charges: Charges, line: Line, unjudged: Unjudged, months: number): void {
  const { chargeStart: start, chargeEnd: last, unit, rate } = line;
  const { fullDays } = cycleEndingOn(last, line.termStart, months);
  if (isCycle(line.chargeType) && isLater(line, charges.cycle)) charges.cycle = { line: line.place, start, last, fullDays, unit, rate };
  const isListed = checkPrice(charges, line, fullDays, unjudged);
  // A price adjustment has its own reason and amount; days alone do not explain it.
  if (isListed && !line.isAdjusted && !line.isExtended && last >= start) checkDays(charges, line, fullDays);
}

/** One line that pays for a whole term has no billing frequency (partner-center-api.md 11.5); a part of such a term is not judged. */
function checkPrepaid(charges: Charges, line: Line, unjudged: Unjudged): void {
  const { chargeStart, chargeEnd, termStart, market } = line;
  const months = market.term === 'P3Y' ? 36 : 12;
  const isWhole = market.term !== '' && chargeStart === termStart && chargeEnd === addMonths(termStart, months) - 1;
  if (isWhole) checkPrice(charges, line, chargeEnd - chargeStart + 1, unjudged);
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

function checkDays(charges: Charges, line: Line, fullDays: number): void {
  const { chargeStart: first, chargeEnd: last } = line;
  const expected = proratedUnit(line.unit, first, last, fullDays);
  if (expected === line.effective || line.fine !== undefined || isExtendedPrice(line, fullDays)) return;
  charges.proration = addDifference(charges.proration, {
    cents: centsAgainst(line, expected),
    line: line.place,
    expected: `${microText(expected)} (${last - first + 1} of ${fullDays} days)`,
    actual: microText(line.effective),
    on: first,
  });
}
