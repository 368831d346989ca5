import { adjustmentLines } from './adjustments.ts';
import { oneTimeLines } from './one-time.ts';
import { seatLines } from './seats.ts';
import type { LineSource } from './wanted.ts';

/** Everything that is charged, in the order in which it is written. Whoever meters usage adds `{ name: 'usage', ... }` here. */
export const lineSources: readonly LineSource[] = [
  { name: 'seats', linesOf: seatLines },
  { name: 'oneTime', linesOf: oneTimeLines },
  { name: 'adjustments', linesOf: adjustmentLines },
];
