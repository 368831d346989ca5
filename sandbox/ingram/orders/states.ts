import type { IngramOrderStatus } from '../../world/types.ts';

/** Where an order may go from each state. What is not named here never happens. */
export const orderMoves: Readonly<Record<IngramOrderStatus, readonly IngramOrderStatus[]>> = {
  submitted: ['processing', 'cancelled'],
  processing: ['completed', 'error'],
  completed: [],
  error: [],
  cancelled: [],
};

/** The codes beside the words: only CP stands in a sample, the others are assumed. */
export const statusCodes: Readonly<Record<IngramOrderStatus, string>> = {
  submitted: 'NW',
  processing: 'IP',
  completed: 'CP',
  error: 'PF',
  cancelled: 'CN',
};
