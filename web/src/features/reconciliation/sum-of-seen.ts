import { type Money, sumByCurrency } from '#model/money.ts';

/** Sums by currency; null when one of them is a cost that the viewer may not see. */
export function sumOfSeen(values: readonly (Money | null)[]): Money[] | null {
  const seen = values.filter((value) => value !== null);
  return seen.length < values.length ? null : sumByCurrency(seen);
}
