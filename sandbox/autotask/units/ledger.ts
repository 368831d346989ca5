import { Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { dayAt, dayMs, monthsLater } from '../../world/estate/times.ts';
import type { AutotaskUnitChange } from '../../world/types.ts';

/** From a day on: so many units at these amounts for one unit and one period. */
export type Segment = { readonly from: string; readonly units: number; readonly price: string; readonly cost: string };

/** What the changes of a line come to: a change moves its own day and everything later. */
export function segmentsOf(log: readonly AutotaskUnitChange[]): readonly Segment[] {
  const inOrder = log.map((change, told) => ({ change, told })).sort((a, b) => cmp(a.change.day, b.change.day) || a.told - b.told);
  const segments: Segment[] = [];
  let before: Segment = { from: '', units: 0, price: '0', cost: '0' };
  for (const { change } of inOrder) {
    const next: Segment = {
      from: change.day,
      units: before.units + change.units,
      price: change.price ?? before.price,
      cost: change.cost ?? before.cost,
    };
    if (before.from === change.day) segments.pop();
    segments.push(next);
    before = next;
  }
  return segments;
}

const cmp = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A row of units: days included at both ends, amounts for the whole row. */
export type UnitRow = {
  readonly start: string;
  readonly end: string;
  readonly units: number;
  readonly price: string;
  readonly cost: string;
  /** First day of the billing period that the row lies in. */
  readonly period: string;
};

/** Rows that end before `from` or begin after `to` (milliseconds since 1970) are not asked for and not worked out. */
export type Asked = { readonly from: number; readonly to: number };
const everything: Asked = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

export type Life = { readonly start: string; readonly end: string; readonly months: number; readonly decimals: number };

/**
 * One row for each billing period of the contract from the line's first day on; a change splits the period it falls in. Amounts of a part of
 * a period count its days (the sample's own arithmetic: 25 x 22.00 for 14 of 31 days).
 */
export function unitRows(segments: readonly Segment[], life: Life, asked = everything): UnitRow[] {
  const rows: UnitRow[] = [];
  const starts = segments.map((segment) => Date.parse(segment.from));
  const firstMs = starts[0] ?? Number.POSITIVE_INFINITY;
  const startMs = Date.parse(life.start);
  const endMs = Math.min(Date.parse(life.end), asked.to);
  const first = periodsBefore(startMs, Math.max(asked.from, firstMs), life.months);
  let nextMs = monthsLater(startMs, first);
  for (let count = first; nextMs <= endMs; count += life.months) {
    const periodMs = nextMs;
    nextMs = monthsLater(startMs, count + life.months);
    const last = Math.min(nextMs - dayMs, Date.parse(life.end));
    if (last < asked.from || last < firstMs) continue;
    rows.push(...rowsOfPeriod({ segments, starts, life }, { periodMs, nextMs, last, fromMs: Math.max(periodMs, firstMs) }));
  }
  return rows;
}

/** Months of whole periods that surely lie before an instant. */
function periodsBefore(startMs: number, ms: number, months: number): number {
  if (!Number.isFinite(ms) || ms <= startMs) return 0;
  const [from, to] = [new Date(startMs), new Date(ms)];
  const between = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth() - 1;
  return Math.max(0, Math.floor(between / months) * months);
}

type Plan = { readonly segments: readonly Segment[]; readonly starts: readonly number[]; readonly life: Life };
type Period = { readonly periodMs: number; readonly nextMs: number; readonly last: number; readonly fromMs: number };

/** One row, or one for each part that changes make of a period. */
function rowsOfPeriod({ segments, starts, life }: Plan, { periodMs, nextMs, last, fromMs }: Period): UnitRow[] {
  const rows: UnitRow[] = [];
  const days = (nextMs - periodMs) / dayMs;
  for (let at = starts.findLastIndex((ms) => ms <= fromMs); at < segments.length; at += 1) {
    const segment = segments[at];
    const begin = Math.max(fromMs, starts[at] ?? fromMs);
    if (segment === undefined || begin > last) break;
    const toMs = Math.min(last, (starts[at + 1] ?? Number.POSITIVE_INFINITY) - dayMs);
    rows.push(row(segment, { fromMs: begin, toMs, days, periodMs, decimals: life.decimals }));
  }
  return rows;
}

type Span = { readonly fromMs: number; readonly toMs: number; readonly days: number; readonly periodMs: number; readonly decimals: number };

function row(segment: Segment, { fromMs, toMs, days, periodMs, decimals }: Span): UnitRow {
  const share = (amount: string): string =>
    printDecimal(
      new Decimal(amount)
        .times(segment.units)
        .times((toMs - fromMs) / dayMs + 1)
        .div(days)
        .toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP),
    );
  return {
    start: dayAt(fromMs),
    end: dayAt(toMs),
    units: segment.units,
    price: share(segment.price),
    cost: share(segment.cost),
    period: dayAt(periodMs),
  };
}
