import type { Day } from '../days.ts';

/** A sum of differences of one kind on one subscription's lines; what it says is said of the first of them. */
export type Difference = { cents: number; line: number; expected: string; actual: string; on: Day };

export function addDifference(to: Difference | undefined, difference: Difference): Difference {
  if (to === undefined) return difference;
  const first = difference.line < to.line ? difference : to;
  return { ...first, cents: to.cents + difference.cents };
}
