import type { BillingCycle, Term } from '../types.ts';

export const dayMs = 86_400_000;

/** Instant text to the second. */
export const instantAt = (ms: number): string => `${new Date(ms - (ms % 1000)).toISOString().slice(0, 19)}Z`;

/** UTC day of an instant. */
export const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const months = { P1M: 1, P1Y: 12, P3Y: 36, monthly: 1, annual: 12, triennial: 36 } as const;

export const monthsOf = (span: Term | BillingCycle): number => months[span];

/** The same day so many months later at 00:00 UTC, the month's last day where there is no such day. */
export function monthsLater(ms: number, count: number): number {
  const from = new Date(ms);
  const target = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + count, 1);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + count + 1, 0)).getUTCDate();
  return target + (Math.min(from.getUTCDate(), last) - 1) * dayMs;
}

/** Last second of a span that began at `startMs`: `T23:59:59Z` of the day before its anniversary. */
export const spanEnd = (startMs: number, count: number): string => instantAt(monthsLater(startMs, count) - 1000);

/** End of the charge cycle that runs at `nowMs`. */
export function cycleEnd(startMs: number, nowMs: number, cycle: BillingCycle): string {
  const step = monthsOf(cycle);
  let count = step;
  while (monthsLater(startMs, count) <= nowMs) count += step;
  return spanEnd(startMs, count);
}
