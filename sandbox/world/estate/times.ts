import type { BillingCycle, Term } from '../types.ts';

export const dayMs = 86_400_000;

/** Days as they begin: a world names the same few thousand again and again. */
const days = new Map<number, string>();
const lastSeconds = new Map<number, string>();

function known(texts: Map<number, string>, day: number, make: () => string): string {
  const found = texts.get(day);
  if (found !== undefined) return found;
  if (texts.size > 20_000) texts.clear();
  const text = make();
  texts.set(day, text);
  return text;
}

const zero = 0x30;

/** Instant text to the second. One flat string each: large worlds keep millions of them. */
export function instantAt(ms: number): string {
  const day = Math.floor(ms / dayMs);
  const second = Math.floor((ms - day * dayMs) / 1000);
  const date = known(days, day, () => new Date(day * dayMs).toISOString().slice(0, 10));
  if (date.length !== 10 || ms < 0) return `${new Date(ms - (ms % 1000)).toISOString().slice(0, -5)}Z`;
  return second === 86_399 ? known(lastSeconds, day, () => instantText(date, second)) : instantText(date, second);
}

function instantText(date: string, second: number): string {
  const [h, m, s] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  const c = (at: number): number => date.charCodeAt(at);
  const tens = (value: number): number => zero + Math.floor(value / 10);
  const ones = (value: number): number => zero + (value % 10);
  return String.fromCharCode(
    ...[c(0), c(1), c(2), c(3), c(4), c(5), c(6), c(7), c(8), c(9), 0x54],
    ...[tens(h), ones(h), 0x3a, tens(m), ones(m), 0x3a, tens(s), ones(s), 0x5a],
  );
}

/** UTC day of an instant. */
export const dayAt = (ms: number): string =>
  known(days, Math.floor(ms / dayMs), () => new Date(Math.floor(ms / dayMs) * dayMs).toISOString().slice(0, 10));

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

/**
 * What the terms and charge cycles of a subscription are counted from. Never from the period before: a clamped month end would
 * drag all later ones with it (reliability-security.md 8.3).
 */
export type Anchor = {
  readonly ms: number;
  /** Cycles begin on the day before the month's last: Microsoft's own sequence for a term from the 30th of a month of 31 days. */
  readonly beforeMonthEnd?: boolean;
};

/** How the cycles of a term that began at `startMs` run. A monthly term from the 30th keeps to the 30th; longer ones do not. */
export function anchorOf(anchorMs: number, startMs: number, term: Term): Anchor {
  const start = new Date(startMs);
  const isThirtieth = start.getUTCDate() === 30 && lastDayOf(start.getUTCFullYear(), start.getUTCMonth()) === 31;
  return { ms: anchorMs, beforeMonthEnd: term !== 'P1M' && isThirtieth };
}

const lastDayOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

function pointAt(anchor: Anchor, count: number): number {
  if (anchor.beforeMonthEnd !== true) return monthsLater(anchor.ms, count);
  const from = new Date(anchor.ms);
  return Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + count + 1, -1);
}

/** 00:00 UTC of the day on which what begins at `startMs` is over, so many months long when it begins on a day of the anchor, else cut. */
export function nextPoint(anchor: Anchor, startMs: number, months: number): number {
  const [from, start] = [new Date(anchor.ms), new Date(startMs)];
  const count = (start.getUTCFullYear() - from.getUTCFullYear()) * 12 + start.getUTCMonth() - from.getUTCMonth();
  if (pointAt(anchor, count) === startMs - (startMs % dayMs)) return pointAt(anchor, count + months);
  let next = Math.floor(count / months) * months;
  while (pointAt(anchor, next) <= startMs) next += months;
  return pointAt(anchor, next);
}

/** End of the charge cycle that runs at `nowMs`, in a term that began at `startMs`. */
export function cycleEnd(startMs: number, nowMs: number, cycle: BillingCycle, term: Term): string {
  const anchor = anchorOf(startMs, startMs, term);
  let next = nextPoint(anchor, startMs, monthsOf(cycle));
  while (next <= nowMs) next = nextPoint(anchor, next, monthsOf(cycle));
  return instantAt(next - 1000);
}
