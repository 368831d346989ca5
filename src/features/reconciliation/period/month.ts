import { addMonths, type Day, dayOf, isoDay } from '../files/days.ts';

/** A charged month with what it means for reading history. */
export type ChargedMonth = {
  /** `2026-10` */
  readonly period: string;
  readonly start: Day;
  /** Its last day. */
  readonly end: Day;
  /** History is read back to here: the end of the month in UTC, or now while the month runs. */
  readonly asOf: Temporal.Instant;
};

export function chargedMonth(period: string, now: Temporal.Instant): ChargedMonth {
  const start = dayOf(Number(period.slice(0, 4)), Number(period.slice(5, 7)), 1);
  const next = addMonths(start, 1);
  const over = Temporal.Instant.from(`${isoDay(next)}T00:00:00Z`);
  return { period, start, end: next - 1, asOf: Temporal.Instant.compare(over, now) < 0 ? over : now };
}
