import type { PsaLine } from '../model.ts';

/** A line that gives money back. */
export const givesBack = ({ quantity, unitPrice }: Pick<PsaLine, 'quantity' | 'unitPrice'>): boolean =>
  (quantity < 0 && unitPrice > 0) || (quantity > 0 && unitPrice < 0);

/** A line at a price below zero bills no seats: it is a credit. Seats below zero take back seats of another line, and count. */
export const isCredit = ({ quantity, unitPrice }: Pick<PsaLine, 'quantity' | 'unitPrice'>): boolean => unitPrice < 0 && quantity > 0;
