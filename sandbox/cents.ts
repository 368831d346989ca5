import { Decimal } from '../src/lib/decimal.ts';

/** An amount in whole cents, half up, as text with two decimals. */
export const cents = (amount: Decimal | string): string => new Decimal(amount).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed(2);
