import { z } from 'zod';
import { Decimal, parseDecimal, printDecimal } from '../lib/decimal.ts';
import { must } from '../lib/must.ts';

/** Money as it travels: exact decimal text and an ISO 4217 code. */
export const Money = z
  .strictObject({ amount: z.string().regex(/^-?\d+(\.\d+)?$/), currency: z.string().regex(/^[A-Z]{3}$/) })
  .meta({ id: 'Money', description: 'An exact amount: decimal text and ISO 4217 currency code' });
export type Money = z.infer<typeof Money>;

/** Digits after the point of a currency's smallest unit, where it is not two (ISO 4217). */
const minorDigits: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  ISK: 0,
  HUF: 2,
  KWD: 3,
  BHD: 3,
  OMR: 3,
  JOD: 3,
  TND: 3,
};
export const minorDigitsOf = (currency: string): number => minorDigits[currency] ?? 2;

/** Rounding happens only by one of these names (rule B8 and reliability reference 8.2). */
export const roundings = {
  /** Half away from zero: our own billing, policy D. */
  halfUp: Decimal.ROUND_HALF_UP,
  /** Toward zero, also for credits: Microsoft's ROUNDDOWN, policies A and B. */
  down: Decimal.ROUND_DOWN,
} as const;
export type Rounding = keyof typeof roundings;

export const money = (amount: Decimal | string, currency: string): Money => ({
  amount: printDecimal(typeof amount === 'string' ? must(parseDecimal(amount), `an amount in "${amount}"`) : amount),
  currency,
});

export const amountOf = (value: Money): Decimal => must(parseDecimal(value.amount), 'an amount');

/** Rounded to the currency's smallest unit by a named rule. */
export const roundMoney = (value: Money, rounding: Rounding): Money => ({
  amount: amountOf(value).toDecimalPlaces(minorDigitsOf(value.currency), roundings[rounding]).toFixed(minorDigitsOf(value.currency)),
  currency: value.currency,
});

/** "USD 23.10": as people read it in a sentence; a price keeps what it has beyond the smallest unit (ux reference 4.9). */
export const moneyText = (amount: Decimal, currency: string): string =>
  `${amount.lt(0) ? '\u2212' : ''}${currency} ${amount.abs().toFixed(Math.max(amount.decimalPlaces(), minorDigitsOf(currency)))}`;

/** Sums by currency; amounts of different currencies are never added (M10). Sorted by currency code. */
export function sumByCurrency(values: Iterable<Money>): Money[] {
  const totals = new Map<string, Decimal>();
  for (const value of values) totals.set(value.currency, (totals.get(value.currency) ?? new Decimal(0)).plus(amountOf(value)));
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => money(amount, currency));
}

/** Cuts a total into parts by weight; the parts add up to the total exactly (largest remainder, ties to the earlier part). */
export function splitMoney(total: Money, weights: readonly Decimal[]): Money[] {
  const unit = new Decimal(10).pow(-minorDigitsOf(total.currency));
  const units = amountOf(total).div(unit);
  if (!units.isInteger()) throw new Error('A total that is split must be in whole smallest units');
  const weight = weights.reduce((sum, item) => sum.plus(item), new Decimal(0));
  if (weight.lte(0)) throw new Error('Weights must add up to more than zero');
  const exact = weights.map((item) => units.times(item).div(weight));
  const parts = exact.map((item) => item.toDecimalPlaces(0, Decimal.ROUND_FLOOR));
  let rest = units.minus(parts.reduce((sum, item) => sum.plus(item), new Decimal(0))).toNumber();
  const byRemainder = exact
    .map((item, index) => ({ index, remainder: item.minus(must(parts[index], 'a part')) }))
    .sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index);
  for (const { index } of byRemainder) {
    if (rest <= 0) break;
    parts[index] = must(parts[index], 'a part').plus(1);
    rest -= 1;
  }
  return parts.map((part) => money(part.times(unit), total.currency));
}
