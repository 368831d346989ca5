import { Decimal } from '../../src/lib/decimal.ts';
import type { ChargeType } from '../world/types.ts';
import type { Rules } from './rules.ts';
import type { Part } from './spans.ts';

export type Rounding = Rules['rounding'];

/** Price of one unit after discounts, which part of it is charged, how often, at which rate to the billing currency. */
export type Product = { readonly price: string; readonly part: Part; readonly quantity: number; readonly rate: string };
export type Amounts = { readonly effective: Decimal; readonly subtotal: Decimal };

const { ROUND_DOWN, ROUND_HALF_UP } = Decimal;
/** Toward zero, also for credits: signs are put on afterwards. */
const cut = (value: Decimal, places = 2): Decimal => value.toDecimalPlaces(places, ROUND_DOWN);
const half = (value: Decimal, places = 2): Decimal => value.toDecimalPlaces(places, ROUND_HALF_UP);

/** The rule sets by the names of reliability-security.md 8.2: B, A, C, D, E. */
const policies: Readonly<Record<Exclude<Rounding, 'as-published'>, (product: Product) => Decimal>> = {
  'seat-unit-first': (product) => cut(effectiveOf(product).times(product.rate)).times(product.quantity),
  'product-first': (product) => cut(effectiveOf(product).times(product.rate).times(product.quantity)),
  'half-up-unit': (product) => half(effectiveOf(product).times(product.rate)).times(product.quantity),
  'half-up-product': (product) => half(effectiveOf(product).times(product.rate).times(product.quantity)),
  'half-up-day': ({ price, part, quantity, rate }) =>
    half(half(new Decimal(price).div(part.in)).times(part.of).times(rate).times(quantity)),
};

/** Seat changes of the published examples follow one rule set, everything else another one. */
export const ruleFor = (rounding: Rounding, type: ChargeType): Exclude<Rounding, 'as-published'> => {
  if (rounding !== 'as-published') return rounding;
  return type === 'addQuantity' || type === 'removeQuantity' ? 'product-first' : 'seat-unit-first';
};

/** `unit price / cycle days * billing days`, all digits that a decimal of 40 places has. */
const effectiveOf = ({ price, part }: Product): Decimal =>
  part.of === part.in ? new Decimal(price) : new Decimal(price).times(part.of).div(part.in);

const known = new Map<string, Amounts>();

/** Effective unit price with 18 places and amount in cents of one line. */
export function amountsOf(product: Product, rounding: Exclude<Rounding, 'as-published'>): Amounts {
  const key = `${rounding}/${product.price}/${String(product.part.of)}/${String(product.part.in)}/${String(product.quantity)}/${product.rate}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const amounts = { effective: cut(effectiveOf(product), 18), subtotal: policies[rounding](product) };
  if (known.size > 50_000) known.clear();
  known.set(key, amounts);
  return amounts;
}

/** Usage: cut twice, before and after the exchange rate. */
export const usageSubtotal = (effective: string, quantity: string, rate: string): Decimal =>
  cut(cut(new Decimal(effective).times(quantity)).times(rate));

/** How the effective unit price is written: two places as the rule set cuts or rounds them, or eighteen. */
export function shownEffective(effective: string, decimals: 2 | 18, rule: Exclude<Rounding, 'as-published'>): string {
  const value = new Decimal(effective);
  if (decimals === 18) return value.isInteger() ? value.toFixed() : value.toFixed(18);
  return (rule === 'seat-unit-first' ? cut(value) : half(value)).toFixed();
}
