import { type Anchor, dayMs, monthsOf, nextPoint } from '../world/estate/times.ts';
import type { BillingCycle, Subscription } from '../world/types.ts';

/** Which part of a cycle's price is charged: whole, by days of the cycle, or by months of it. */
export type Part = { readonly of: number; readonly in: number };

export const whole: Part = { of: 1, in: 1 };

/** 00:00 UTC of the day. */
export const midnight = (ms: number): number => ms - (((ms % dayMs) + dayMs) % dayMs);

export const daysBetween = (fromMs: number, toMs: number): number => Math.round((toMs - fromMs) / dayMs);

/** First instant after the term; a plan without term (Azure) has none. */
export const termEndMs = (row: Pick<Subscription, 'commitmentEndAt'>): number => Date.parse(row.commitmentEndAt) + 1000;

/**
 * Days of a charge cycle as Microsoft counts them: those of the calendar month in which it began, or of the year
 * (page "Common billing scenarios"), also when a month end makes the cycle itself shorter.
 */
export function cycleDays(startMs: number, cycle: BillingCycle): number {
  const start = new Date(startMs);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
  if (cycle === 'monthly') return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const years = cycle === 'annual' ? 1 : 3;
  return daysBetween(startMs, Date.UTC(year + years, month, start.getUTCDate()));
}

export type Cycle = { readonly fromMs: number; readonly toMs: number; readonly part: Part };

/** The charge cycle that begins at 00:00 of a day: to the next point of the anchor, or to the term's end when that comes first. */
export function cycleFrom(row: Subscription, fromMs: number, anchor: Anchor, firstEndMs = Number.POSITIVE_INFINITY): Cycle {
  const months = monthsOf(row.billingCycle);
  const naturalMs = nextPoint(anchor, fromMs, months);
  const toMs = Math.min(naturalMs, firstEndMs, termEndMs(row));
  const isPoint = nextPoint(anchor, fromMs - dayMs, 1) === fromMs;
  if (isPoint && toMs === naturalMs) return { fromMs, toMs, part: whole };
  const count = isPoint ? wholeMonths(anchor, fromMs, toMs) : undefined;
  const days = { of: daysBetween(fromMs, toMs), in: cycleDays(fromMs, row.billingCycle) };
  return { fromMs, toMs, part: count === undefined ? capped(days) : { of: count, in: months } };
}

/** A short first cycle never costs more than a whole one. */
const capped = (part: Part): Part => (part.of >= part.in ? whole : part);

/** How many whole months of the anchor lie between two days; undefined when it is no whole number. */
function wholeMonths(anchor: Anchor, fromMs: number, toMs: number): number | undefined {
  let point = fromMs;
  for (let count = 1; count <= 36; count += 1) {
    point = nextPoint(anchor, point, 1);
    if (point === toMs) return count;
    if (point > toMs) return undefined;
  }
  return undefined;
}

/** What is left of a cycle from a day on, that day included. */
export const restOf = (cycle: Cycle, row: Subscription, fromMs: number): Part =>
  fromMs <= cycle.fromMs ? cycle.part : capped({ of: daysBetween(fromMs, cycle.toMs), in: cycleDays(cycle.fromMs, row.billingCycle) });
