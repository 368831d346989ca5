import { Decimal, printDecimal } from '../../src/lib/decimal.ts';
import type { Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Rules } from './rules.ts';

/** Which part of a product a line is about: all of it, or its telephony, or what is left. */
export type Share = 'all' | 'telephony' | 'rest';

/** Products with telephony in them, by part number, and how much of their price it is. */
const telephony: ReadonlyMap<string, string> = new Map([
  ['SPE_E5', '0.12'],
  ['ENTERPRISEPREMIUM', '0.16'],
]);

const whole: readonly Share[] = ['all'];
const two: readonly Share[] = ['rest', 'telephony'];

const telephonyOf = (world: World, row: Subscription): string | undefined =>
  telephony.get(world.tables.skus.get(`${row.productId}:${row.skuId}`)?.skuPartNumber ?? '');

/** Into how many lines what is charged for a product divides. */
export const sharesOf = (world: World, row: Subscription, rules: Rules): readonly Share[] =>
  rules.telcoLines === 'one' || row.isTrial || telephonyOf(world, row) === undefined ? whole : two;

/** What of a price a line is about. */
export function sharePrice(world: World, row: Subscription, price: string, share: Share): string {
  if (share === 'all') return price;
  const part = new Decimal(price).times(telephonyOf(world, row) ?? 0).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return printDecimal(share === 'telephony' ? part : new Decimal(price).minus(part));
}
