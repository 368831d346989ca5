import { cycleEndingOn } from '../files/cycle.ts';
import { addMonths, civilOf, type Day } from '../files/days.ts';
import type { Part } from './rule-sets.ts';

/** When a licence line charges: its days, its term, and how often it is billed. What the file does not say is undefined. */
export type ChargedDays = {
  readonly chargeType: string;
  readonly first: Day;
  readonly last: Day;
  readonly termStart: Day | undefined;
  readonly termEnd: Day | undefined;
  /** Months between two charges; undefined when neither frequency nor term is known. */
  readonly months: number | undefined;
};

const whole: Part = { of: 1, in: 1, unit: 'months' };
export const isWhole = (part: Part): boolean => part.of === part.in;

/**
 * The parts of a cycle that a line may charge by the published scenarios ("Common billing scenarios", Partner Center), the most
 * fitting first. Charge cycle days are those of the calendar month in which the cycle began, or of its year; days count from the
 * event to the cycle's end, both included. More than one only where the published pages know more than one.
 */
export function partsOf(days: ChargedDays): readonly Part[] {
  const { first, last, termStart, termEnd, months } = days;
  if (last < first) return [];
  if (months === undefined) return termEnd === last && termStart !== undefined ? ofTerm(first, termStart, last) : [whole];
  const { start, fullDays: full } = cycleEndingOn(last, termStart ?? addMonths(last + 1, -months), months);
  const byDays: Part = { of: last - first + 1, in: full, unit: 'days' };
  if (isWholeCycle(days, start, months)) return startsTerm(days, months) ? [whole, byDays] : [whole];
  if (first === start) return [byDays];
  return [...byMonths(days, months), byDays, ...withinADay(days, start)];
}

/** Prepaid terms without a billing frequency are charged once: a refund is for the days that remain of the term. */
const ofTerm = (first: Day, termStart: Day, last: Day): readonly Part[] =>
  first <= termStart ? [whole] : [{ of: last - first + 1, in: last - termStart + 1, unit: 'days' }];

/**
 * Whether the line charges a whole cycle. Terms bought on one of a month's last days begin their cycles on its last day or on the
 * day before it, as the two published month-end sequences do; those cycles are up to three days longer or shorter than a month.
 */
function isWholeCycle({ first, last }: ChargedDays, start: Day, months: number): boolean {
  const off = Math.abs(addMonths(first, months) - last - 1);
  if (first === start) return off <= (nearMonthEnd(first) ? 3 : 0);
  return first === start - 1 && off <= 3 && nearMonthEnd(first);
}

const nearMonthEnd = (day: Day): boolean => civilOf(day + 3).month !== civilOf(day).month;

/** A first cycle at a month's end may be whole or cut short to end with other subscriptions: its dates alone do not say. */
const startsTerm = ({ termStart, first, last }: ChargedDays, months: number): boolean =>
  termStart === first && addMonths(first, months) !== last + 1;

/** Monthly billing that becomes yearly is charged by the months that remain: the published 250 x 11/12 = 229.16. */
function byMonths({ chargeType, first, last }: ChargedDays, months: number): readonly Part[] {
  if (months === 1 || chargeType !== 'changebillingplan') return [];
  for (let of = 1; of < months; of += 1) if (addMonths(first, of) === last + 1) return [{ of, in: months, unit: 'months' }];
  return [];
}

/** Cancelled within 24 hours: a full refund by the pages of 2023, prorated by the newer policy page. */
const withinADay = ({ chargeType, first }: ChargedDays, start: Day): readonly Part[] =>
  chargeType === 'cancelimmediate' && first - start <= 1 ? [whole] : [];

/** "29 of 31 days", "11 of 12 months". */
export const partWords = ({ of, in: all, unit }: Part): string => `${of} of ${all} ${unit}`;
