import { Decimal } from '../../../../../lib/decimal.ts';

/** A distributor rounds each line: a cent for each seat, two at least, is no other price (distributors reference 8.4). */
export const tolerated = (quantity: Decimal): Decimal => Decimal.max('0.02', quantity.abs().times('0.01'));
