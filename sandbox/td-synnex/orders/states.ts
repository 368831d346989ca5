import type { IonOrderStatus } from '../../world/types.ts';

/** Where an order may go from each state, by itself or by a person. What is not named here never happens. */
export const orderMoves: Readonly<Record<IonOrderStatus, readonly IonOrderStatus[]>> = {
  NEW: ['CONFIRMED', 'CANCELED'],
  CONFIRMED: ['IN_PROGRESS'],
  IN_PROGRESS: ['COMPLETED', 'ERROR', 'ON_HOLD'],
  ON_HOLD: ['IN_PROGRESS', 'CANCELED'],
  COMPLETED: [],
  ERROR: [],
  CANCELED: [],
};

export const mayMove = (from: IonOrderStatus, to: IonOrderStatus): boolean => orderMoves[from].includes(to);
