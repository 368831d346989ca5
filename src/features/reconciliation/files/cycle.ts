import { addMonths, civilOf, type Day } from './days.ts';
import { mulDivDown } from './exact.ts';

/** A charge cycle: its first day, the day after its last, and the days that a full cycle of its kind counts. */
export type Cycle = { readonly start: Day; readonly next: Day; readonly fullDays: number };

/** Months between two charges. */
export const monthsOf = (billing: 'monthly' | 'annual'): number => (billing === 'annual' ? 12 : 1);

const isAnchor = (day: Day, anchor: number): boolean => addMonths(day, 0, anchor) === day;

/**
 * The cycle that ends on `lastDay`, of a term that began on `termStart`. Cycles run from the term's day of month; a co-terminated
 * first cycle ends on another day, is shorter, and is still counted against a full one ("Common billing scenarios", Partner Center).
 */
export function cycleEndingOn(lastDay: Day, termStart: Day, months: number): Cycle {
  const next = lastDay + 1;
  const anchor = civilOf(termStart).day;
  const regular = addMonths(next, -months, anchor);
  const start = !isAnchor(next, anchor) && termStart > addMonths(next, -months) && termStart < next ? termStart : regular;
  return { start, next, fullDays: fullDays(start, months) };
}

/** Days of a full cycle that begins on this day: those of its calendar month, or of its year. */
export function fullDays(start: Day, months: number): number {
  if (months > 1) return addMonths(start, months) - start;
  const { day } = civilOf(start);
  const first = start - day + 1;
  return addMonths(first, 1) - first;
}

/** The cycle of a term that begins in the month of `monthStart`, or nothing when none begins there. */
export function cycleBeginningIn(monthStart: Day, term: { start: Day; end: Day }, months: number): Cycle | undefined {
  const monthEnd = addMonths(monthStart, 1) - 1;
  if (term.start > monthEnd) return undefined;
  const endAnchor = civilOf(term.end + 1).day;
  if (term.start >= monthStart) {
    const coTermed = endAnchor !== civilOf(term.start).day && addMonths(term.start, 0, endAnchor) !== term.start;
    const regular = addMonths(term.start, months);
    const next = coTermed ? nextAnchor(term.start, endAnchor, months) : regular;
    return { start: term.start, next, fullDays: fullDays(term.start, months) };
  }
  const start = addMonths(monthStart, 0, civilOf(term.start).day);
  if (months > 1 && civilOf(start).month !== civilOf(term.start).month) return undefined;
  return { start, next: addMonths(start, months, civilOf(term.start).day), fullDays: fullDays(start, months) };
}

function nextAnchor(start: Day, anchor: number, months: number): Day {
  const same = addMonths(start, 0, anchor);
  return same > start && months === 1 ? same : addMonths(start, months, anchor);
}

/** The unit price for the days from `from` to the cycle's end, both counted, cut to a millionth. */
export const proratedUnit = (unitMicro: number, from: Day, lastDay: Day, full: number): number =>
  lastDay - from + 1 === full ? unitMicro : mulDivDown(unitMicro, lastDay - from + 1, full);
