import { cutTo, type Fraction, halfUpTo, times, unitsOf } from './fraction.ts';

/** Which part of a cycle is charged: so many of so many days or months. */
export type Part = { readonly of: number; readonly in: number; readonly unit: 'days' | 'months' };

/** What the amount of a licence line is computed from. */
export type Product = {
  /** EffectiveUnitPrice as the line prints it. */
  readonly printed: Fraction;
  /** The same with all its digits, where the line's own price and days give them: files may print a cut or rounded one. */
  readonly exact: Fraction;
  /** List price less discounts of a whole cycle, and the part of it; absent on a line of a whole cycle. */
  readonly prorated?: { readonly price: Fraction; readonly part: Part };
  readonly quantity: Fraction;
  readonly rate: Fraction;
  readonly isSeatChange: boolean;
};

type Digits = 'printed' | 'exact';
type Policy = (product: Product, digits: Digits) => bigint;

const priceIn = (product: Product, digits: Digits): Fraction => times(product[digits], product.rate);

const unitCut: Policy = (product, digits) => cutTo(times(unitsOf(cutTo(priceIn(product, digits), 2), 2), product.quantity), 2);
const productCut: Policy = (product, digits) => cutTo(times(priceIn(product, digits), product.quantity), 2);
const unitHalfUp: Policy = (product, digits) => halfUpTo(times(unitsOf(halfUpTo(priceIn(product, digits), 2), 2), product.quantity), 2);
const productHalfUp: Policy = (product, digits) => halfUpTo(times(priceIn(product, digits), product.quantity), 2);
const dayHalfUp: Policy = (product, digits) => {
  const { prorated, printed, rate, quantity } = product;
  if (prorated === undefined) return unitHalfUp(product, digits);
  const { price, part } = prorated;
  const day = unitsOf(halfUpTo({ over: price.over, under: price.under * BigInt(part.in) }, 2), 2);
  const signed = printed.over < 0n ? -part.of : part.of;
  return halfUpTo(times(times(times(day, { over: BigInt(signed), under: 1n }), rate), quantity), 2);
};
const asPublished: Policy = (product) => (product.isSeatChange ? productCut(product, 'exact') : unitCut(product, 'printed'));

type RuleSetRow = { readonly name: string; readonly words: string; readonly cents: (product: Product) => bigint };

/**
 * The named roundings of licence lines, in order of preference. The first is the documented one ("Invoice reconciliation file",
 * charge calculation); Microsoft's published examples follow five policies (reliability-security.md 8.2: B, A, C, D, E in this
 * order), so which one an invoice follows is found out, never assumed. `all-digits` computes with the effective price before it was
 * printed, as examples with prices of two decimals need. `as-published`: seat changes cut the product, all else cuts the unit price.
 */
const rows = [
  {
    name: 'seat-unit-first',
    words: 'effective price x rate, cut to the cent, times quantity',
    cents: (product) => unitCut(product, 'printed'),
  },
  {
    name: 'product-first',
    words: 'effective price x rate x quantity, cut to the cent',
    cents: (product) => productCut(product, 'printed'),
  },
  {
    name: 'as-published',
    words:
      'seat changes: price of all digits x rate x quantity, cut to the cent; else effective price x rate, cut to the cent, times quantity',
    cents: (product) => asPublished(product, 'exact'),
  },
  {
    name: 'product-first-all-digits',
    words: 'price of all digits x rate x quantity, cut to the cent',
    cents: (product) => productCut(product, 'exact'),
  },
  {
    name: 'seat-unit-first-all-digits',
    words: 'price of all digits x rate, cut to the cent, times quantity',
    cents: (product) => unitCut(product, 'exact'),
  },
  {
    name: 'half-up-unit',
    words: 'effective price x rate, rounded half up to the cent, times quantity',
    cents: (product) => unitHalfUp(product, 'printed'),
  },
  {
    name: 'half-up-product',
    words: 'effective price x rate x quantity, rounded half up to the cent',
    cents: (product) => productHalfUp(product, 'printed'),
  },
  {
    name: 'half-up-unit-all-digits',
    words: 'price of all digits x rate, rounded half up to the cent, times quantity',
    cents: (product) => unitHalfUp(product, 'exact'),
  },
  {
    name: 'half-up-product-all-digits',
    words: 'price of all digits x rate x quantity, rounded half up to the cent',
    cents: (product) => productHalfUp(product, 'exact'),
  },
  {
    name: 'half-up-day',
    words: 'price of a day rounded half up to the cent, times days, rate and quantity',
    cents: (product) => dayHalfUp(product, 'exact'),
  },
] as const satisfies readonly RuleSetRow[];

export type RuleSetName = (typeof rows)[number]['name'];
export type RuleSet = RuleSetRow & { readonly name: RuleSetName };
export const ruleSets: readonly RuleSet[] = rows;

/** Usage lines, under every rule set: ROUNDDOWN(ROUNDDOWN(EffectiveUnitPrice x BillableQuantity, 2) x PCToBCExchangeRate, 2). */
export const usageCents = ({ printed, quantity, rate }: Product): bigint =>
  cutTo(times(unitsOf(cutTo(times(printed, quantity), 2), 2), rate), 2);
export const usageWords = 'effective price x quantity, cut to the cent, x rate, cut to the cent';
