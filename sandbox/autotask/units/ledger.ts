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

export type Life = { readonly start: string; readonly end: string; readonly months: number; readonly decimals: number };

/**
 * One row for each billing period of the contract from the line's first day on; a change splits the period it falls in. Amounts of a part of
 * a period count its days (the sample's own arithmetic: 25 x 22.00 for 14 of 31 days).
 */
export function unitRows(segments: readonly Segment[], life: Life): UnitRow[] {
  const rows: UnitRow[] = [];
  const first = segments[0];
  if (first === undefined) return rows;
  const startMs = Date.parse(life.start);
  const endMs = Date.parse(life.end);
  let at = 0;
  for (let count = 0; ; count += life.months) {
    const periodMs = monthsLater(startMs, count);
    if (periodMs > endMs) return rows;
    const nextMs = monthsLater(startMs, count + life.months);
    const days = (nextMs - periodMs) / dayMs;
    const stop = Math.min(nextMs - dayMs, endMs);
    let fromMs = Math.max(periodMs, Date.parse(first.from));
    while (fromMs <= stop) {
      while (segments[at + 1] !== undefined && Date.parse(segments[at + 1]?.from ?? '') <= fromMs) at += 1;
      const segment = segments[at] ?? first;
      const following = segments[at + 1];
      const toMs = following === undefined ? stop : Math.min(stop, Date.parse(following.from) - dayMs);
      rows.push(row(segment, { fromMs, toMs, days, periodMs, decimals: life.decimals }));
      fromMs = toMs + dayMs;
    }
  }
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

/** Units on a day: those of the segment that holds it. */
export const unitsOn = (segments: readonly Segment[], day: string): number => segments.findLast((one) => one.from <= day)?.units ?? 0;
