import { Decimal } from '../../../src/lib/decimal.ts';
import { Seeded } from '../../../src/lib/seeded.ts';
import { monthsOf } from '../estate/times.ts';
import type { Availability } from '../types.ts';
import type { World } from '../world.ts';
import { decimalsOf, type Market, marketOf } from './markets.ts';

/** Prices of one unit and one billing cycle, decimal text. */
export type Price = {
  readonly currency: string;
  readonly unitPrice: string;
  readonly erpPrice: string;
  readonly distributorPrice: string;
};

/** Months since the year 0: prices change with them and not between. */
export type Month = number;

export const monthAt = (instant: string): Month => {
  const date = new Date(Date.parse(instant));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

/** `202611` */
export const monthText = (month: Month): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}${String((month % 12) + 1).padStart(2, '0')}`;

export const monthFrom = (text: string): Month | undefined => {
  const found = /^(\d{4})(0[1-9]|1[0-2])$/.exec(text);
  return found === null ? undefined : Number(found[1]) * 12 + Number(found[2]) - 1;
};

/** First instant of a month, milliseconds since 1970. */
export const monthStartMs = (month: Month): number => Date.UTC(Math.floor(month / 12), month % 12, 1);

/** By how much prices move on a 1st. */
const steps = ['0.95', '0.97', '1.02', '1.03', '1.05', '1.08', '1.10'];

const one = new Decimal(1);

/**
 * What a product's price is multiplied with on the 1st of a month; one in most months. None moved before the world began: what had been bought by
 * then was bought at the catalogue's prices, so the sheets of those months say the same.
 */
export function moveOf(world: World, productId: string, month: Month): Decimal {
  if (month <= monthAt(world.options.startsAt)) return one;
  const random = new Seeded(`${String(world.options.seed)}/price/${productId}/${monthText(month)}`);
  return random.chance(world.switch('prices').moves) ? new Decimal(random.pick(steps)) : one;
}

/** So many months after the beginning prices stand still. */
const last = 120;

/** How a month's price stands to that of the month in which the world began, which is the row's own, whatever the seed. */
function factorOf(world: World, productId: string, month: Month): Decimal {
  const base = monthAt(world.options.startsAt);
  let factor = one;
  for (let later = base + 1; later <= Math.min(month, base + last); later += 1) factor = factor.times(moveOf(world, productId, later));
  return factor;
}

/** The price of a sale in a month and a market (the row's own by default). */
export function priceIn(world: World, row: Availability, month: Month, market?: Market): Price {
  const factor = factorOf(world, row.productId, month);
  const currency = market?.currency ?? row.currency;
  const elsewhere = market === undefined || currency === row.currency ? one : new Decimal(market.factor);
  const months = monthsOf(row.billingCycle);
  const all = factor.times(elsewhere);
  // Nothing is computed where nothing changes: the row's text stands, to the digit.
  const priced = (amount: string): string =>
    all.equals(one)
      ? amount
      : new Decimal(amount).div(months).times(all).toDecimalPlaces(decimalsOf(currency), Decimal.ROUND_HALF_UP).times(months).toFixed(2);
  return {
    currency,
    unitPrice: priced(row.unitPrice),
    erpPrice: priced(row.erpPrice),
    distributorPrice: priced(row.distributorPrice),
  };
}

/** The price of a sale at an instant; in the market of a country if one is named. */
export const priceAt = (world: World, row: Availability, instant: string, country?: string): Price =>
  priceIn(world, row, monthAt(instant), country === undefined ? undefined : marketOf(country));

/** The last 1st, not after this month, on which the price moved; undefined when it never did as far as is known. */
export function lastMoved(world: World, productId: string, month: Month): Month | undefined {
  const base = monthAt(world.options.startsAt);
  for (let at = month; at > base; at -= 1) if (!moveOf(world, productId, at).equals(one)) return at;
  return undefined;
}

export const movesIn = (world: World, productId: string, month: Month): boolean => !moveOf(world, productId, month).equals(one);
