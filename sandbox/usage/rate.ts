import { Decimal } from '../../src/lib/decimal.ts';
import { usdPerUnit } from '../prices/rates.ts';
import { monthAt } from '../world/prices/price-at.ts';
import type { Period } from '../world/types.ts';
import type { World } from '../world/world.ts';

const known = new WeakMap<World, Map<string, string>>();

/** What a US dollar, in which Azure is priced, is in a billing currency: the month's rate of the rates file. */
export function exchangeOf(world: World, currency: string, period: Period): string {
  if (currency === 'USD') return '1';
  const book = known.get(world) ?? new Map<string, string>();
  known.set(world, book);
  const key = `${currency}/${period}`;
  const found =
    book.get(key) ??
    new Decimal(1)
      .div(usdPerUnit(world, currency, monthAt(`${period}-01T00:00:00Z`)))
      .toSignificantDigits(9)
      .toFixed();
  book.set(key, found);
  return found;
}
