import { type BillTo, billToFields } from '../../../model/bill-to.ts';
import type { ProfileCorrection } from '../../../model/profile-correction.ts';
import type { TargetState } from '../plan.ts';

/** A billing profile in the words of a step. */
export const stateOfProfile = (billTo: BillTo): TargetState => ({ ...billTo });

export const profileAfter = (before: TargetState, { to }: ProfileCorrection): TargetState => ({ ...before, ...to });

/** Is it still what people saw when they changed it? */
export const isAsSeen = (now: TargetState, { from }: ProfileCorrection): boolean =>
  billToFields.every((field) => now[field] === from[field]);
