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

/** A day as numbers; `month` counts from 0 for January of the year 0. */
type Civil = { readonly month: number; readonly date: number };

/** By whole numbers, since large worlds ask for millions of dates (days counted from 1 March of the year 0: a leap day ends its year). */
function civilAt(ms: number): Civil {
  const days = Math.floor(ms / dayMs) + 719_468;
  const era = Math.floor(days / 146_097);
  const inEra = days - era * 146_097;
  const year = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365);
  const inYear = inEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  return { month: (year + era * 400) * 12 + fromMarch + 2, date: inYear - Math.floor((153 * fromMarch + 2) / 5) + 1 };
}

/** 00:00 UTC of the first day of a month. */
function monthStart(month: number): number {
  const sinceMarch = month - 2;
  const year = Math.floor(sinceMarch / 12);
  const fromMarch = sinceMarch - year * 12;
  const era = Math.floor(year / 400);
  const inEra = year - era * 400;
  const days = Math.floor((153 * fromMarch + 2) / 5) + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100);
  return (era * 146_097 + days - 719_468) * dayMs;
}

/** The same day so many months later at 00:00 UTC, the month's last day where there is no such day. */
export function monthsLater(ms: number, count: number): number {
  const { month, date } = civilAt(ms);
  const startMs = monthStart(month + count);
  // Every month has 28 days.
  return date <= 28 ? startMs + (date - 1) * dayMs : Math.min(startMs + (date - 1) * dayMs, monthStart(month + count + 1) - dayMs);
}

/** Last second of a span that began at `startMs`: `T23:59:59Z` of the day before its anniversary. */
export const spanEnd = (startMs: number, count: number): string => instantAt(monthsLater(startMs, count) - 1000);

/** 00:00 UTC of the day on which the term before began; undefined when no term of that length ends there (a month never ends on 30 October). */
export function termStartBefore(startMs: number, months: number): number | undefined {
  const beforeMs = monthsLater(startMs, -months);
  return monthsLater(beforeMs, months) === startMs - (startMs % dayMs) ? beforeMs : undefined;
}

/** How months of different length are counted: switch `billing.monthEnd`. */
export type MonthEnd = 'published' | 'clamped';

/**
 * What the charge cycles of a term are counted from. Never from the cycle before: a clamped month end would drag all later ones with
 * it (reliability-security.md 8.3). Terms of a month do: each is counted from its own first day (partner-center-api.md 11.5).
 */
export type Anchor = {
  readonly ms: number;
  /** Cycles begin on the day before the month's last: Microsoft's own sequence for a term from the 30th of a month of 31 days. */
  readonly beforeMonthEnd?: boolean;
};

/** How the cycles of a term that began at `startMs` run. A monthly term from the 30th keeps to the 30th; longer ones do not. */
export function anchorOf(anchorMs: number, startMs: number, term: Term, monthEnd: MonthEnd = 'published'): Anchor {
  if (monthEnd === 'clamped') return { ms: anchorMs };
  const { month, date } = civilAt(startMs);
  const isThirtieth = date === 30 && monthStart(month + 1) - monthStart(month) === 31 * dayMs;
  return { ms: anchorMs, beforeMonthEnd: term !== 'P1M' && isThirtieth };
}

const pointAt = (anchor: Anchor, count: number): number =>
  anchor.beforeMonthEnd === true ? monthStart(civilAt(anchor.ms).month + count + 1) - 2 * dayMs : monthsLater(anchor.ms, count);

/** 00:00 UTC of the day on which what begins at `startMs` is over, so many months long when it begins on a day of the anchor, else cut. */
export function nextPoint(anchor: Anchor, startMs: number, months: number): number {
  const count = civilAt(startMs).month - civilAt(anchor.ms).month;
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
