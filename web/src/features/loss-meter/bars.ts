import { amountOf, type Money } from '#model/money.ts';
import type { Meter } from './loss-totals.tsx';

export type Row = Meter['rows'][number];
export type Bar = { readonly row: Row; readonly under: string; readonly over: string };

/** How many bars one looks at with a use. */
const most = 12;

export const isZero = (value: Money): boolean => amountOf(value).isZero();

/** The widest first, as per cent of the largest amount of its currency: for the length of a bar only. */
export function barsOf(rows: readonly Row[]): Bar[] {
  const losing = rows.filter((row) => !isZero(row.underBilled) || !isZero(row.overBilled));
  const shown = [...losing].sort((a, b) => sizeOf(b).comparedTo(sizeOf(a))).slice(0, most);
  return shown.map((row) => {
    const peers = shown.filter((each) => each.underBilled.currency === row.underBilled.currency);
    const largest = peers.flatMap((each) => [amountOf(each.underBilled), amountOf(each.overBilled)]).reduce((a, b) => (a.gt(b) ? a : b));
    const share = (value: Money) => amountOf(value).div(largest).times(100).toFixed(1);
    return { row, under: share(row.underBilled), over: share(row.overBilled) };
  });
}

const sizeOf = (row: Row) => amountOf(row.underBilled).plus(amountOf(row.overBilled));
