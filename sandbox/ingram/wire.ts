import { Decimal, parseDecimal, printDecimal } from '../../src/lib/decimal.ts';
import { isRecord } from '../../src/lib/is-record.ts';
import { type Body, listOf, textOf } from '../sent-body.ts';
import type { BillingCycle, Term } from '../world/types.ts';

export const objectsOf = (value: unknown): readonly Body[] => listOf(value).filter(isRecord);

/** A whole number however it is sent: 2, 2.0, "2" and the vendor's own "2.0". */
export function quantityOf(value: unknown): number | undefined {
  const number = parseDecimal(textOf(value));
  return number?.isInteger() === true && number.abs().lessThan(1_000_000) ? number.toNumber() : undefined;
}

/** Money is an object with the amount as text. */
export const money = (amount: string | Decimal, currency = 'USD') => ({ currency, amount: printDecimal(new Decimal(amount)) });

/** A price for one unit; tiers are there and empty. */
export const unitMoney = (amount: string | Decimal, currency = 'USD') => ({ ...money(amount, currency), priceTiers: [] });

export const amountOf = (value: unknown): string | undefined => {
  const amount = isRecord(value) ? parseDecimal(textOf(value['amount'])) : undefined;
  return amount === undefined || amount.isNegative() ? undefined : amount.toFixed(2);
};

type Period = { readonly type: 'month' | 'year'; readonly duration: number };

export const termPeriod: Readonly<Record<Term, Period>> = {
  P1M: { type: 'month', duration: 1 },
  P1Y: { type: 'year', duration: 1 },
  P3Y: { type: 'year', duration: 3 },
};
export const cyclePeriod: Readonly<Record<BillingCycle, Period>> = {
  monthly: { type: 'month', duration: 1 },
  annual: { type: 'year', duration: 1 },
  triennial: { type: 'year', duration: 3 },
};

const monthsIn = (value: unknown): number | undefined => {
  const [type, duration] = isRecord(value) ? [value['type'], Number(value['duration'])] : [undefined, 0];
  if (type !== 'month' && type !== 'year') return undefined;
  return type === 'year' ? duration * 12 : duration;
};

const terms: ReadonlyMap<number | undefined, Term> = new Map([
  [1, 'P1M'],
  [12, 'P1Y'],
  [36, 'P3Y'],
]);
const cycles: ReadonlyMap<number | undefined, BillingCycle> = new Map([
  [1, 'monthly'],
  [12, 'annual'],
  [36, 'triennial'],
]);

/** A period that was sent; 12 months are a year. undefined: none, or none that is sold. */
export const termOf = (value: unknown): Term | undefined => terms.get(monthsIn(value));
export const cycleOf = (value: unknown): BillingCycle | undefined => cycles.get(monthsIn(value));

export const day = (at: string): string => at.slice(0, 10);
/** `2021-10-14 17:46:10+00:00`: a blank where ISO has a T. */
export const blankTime = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)}+00:00`;
export const zulu = (at: string): string => `${at.slice(0, 19)}Z`;
