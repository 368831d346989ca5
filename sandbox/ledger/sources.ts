import { azureMonths } from '../usage/months.ts';
import { adjustmentLines } from './adjustments.ts';
import { oneTimeLines } from './one-time.ts';
import { seatLines } from './seats.ts';
import type { LineSource } from './wanted.ts';

/** Everything that is charged, in the order in which it is written. */
export const lineSources: readonly LineSource[] = [
  { name: 'seats', linesOf: seatLines },
  { name: 'oneTime', linesOf: oneTimeLines },
  { name: 'adjustments', linesOf: adjustmentLines },
  { name: 'usage', linesOf: azureMonths },
];
