import { z } from 'zod';
import type { Decimal } from '../lib/decimal.ts';
import { roundings } from './money.ts';

/**
 * From which day a correction counts at the PSA when nobody names one (psa reference 8.3, capabilities S73). `nextBill`: without a date, for
 * the whole next bill. `renewal`: the day after the running term of the subscription. `day`: that day of the month.
 */
export const EffectiveFrom = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('nextBill') }),
  z.strictObject({ from: z.literal('today') }),
  z.strictObject({ from: z.literal('nextMonth') }),
  z.strictObject({ from: z.literal('renewal') }),
  z.strictObject({ from: z.literal('day'), day: z.number().int().min(1).max(28) }),
]);
export type EffectiveFrom = z.infer<typeof EffectiveFrom>;

/**
 * How the amount of a line is rounded: once, or the price of a seat first. The letters are the policies of the reliability reference 8.2, which
 * has the published amounts that each fits: `lineDown` A, `seatDown` B, `seatHalfUp` C, `lineHalfUp` D.
 */
export const LineRounding = z.enum(['lineHalfUp', 'lineDown', 'seatHalfUp', 'seatDown']);
export type LineRounding = z.infer<typeof LineRounding>;

const behaviour = {
  effective: EffectiveFrom,
  /** False: what would begin inside a billing period begins with the next one, so that no part of a month is billed. */
  prorate: z.boolean(),
  /** Whether the bill of a day is for the period that begins or for the one that ends: it says which days are billed already. */
  billed: z.enum(['advance', 'arrears']),
  rounding: LineRounding,
  /** Who has what Microsoft credits: the customer, or the partner, who then is not told that it was not handed on. */
  credits: z.enum(['customer', 'partner']),
};

export const BillingBehaviour = z.strictObject(behaviour);
export type BillingBehaviour = z.infer<typeof BillingBehaviour>;

/** What is otherwise for a customer or a product; the rest is as for all. */
export const BillingChoice = BillingBehaviour.partial();
export type BillingChoice = z.infer<typeof BillingChoice>;

/** Changes nothing of what was billed before, and writes as it did before there was a choice. */
export const safeBilling: BillingBehaviour = {
  effective: { from: 'nextBill' },
  prorate: true,
  billed: 'advance',
  rounding: 'lineHalfUp',
  credits: 'customer',
};

/** A product at Microsoft; both parts as in a subscription. */
export type BillingProduct = { readonly productId: string; readonly skuId: string };

/** What is otherwise, and for whom: a customer, a product, or both. */
export type BillingException = {
  readonly customerId: string | undefined;
  readonly product: BillingProduct | undefined;
  readonly choice: BillingChoice;
};

/** Nearer beats farther: the product, then the customer, then this product of this customer. Pure. */
export function behaviourFor(
  standard: BillingBehaviour,
  exceptions: readonly BillingException[],
  { customerId, product }: { readonly customerId: string; readonly product: BillingProduct | undefined },
): BillingBehaviour {
  const isProduct = (each: BillingProduct | undefined): boolean =>
    each !== undefined && product !== undefined && textOf(each) === textOf(product);
  const nearness = (each: BillingException): number => (each.customerId === undefined ? 0 : 2) + (each.product === undefined ? 0 : 1);
  return exceptions
    .filter((each) => (each.customerId ?? customerId) === customerId && (each.product === undefined || isProduct(each.product)))
    .toSorted((a, b) => nearness(a) - nearness(b))
    .reduce<BillingBehaviour>((all, { choice }) => BillingBehaviour.parse({ ...all, ...choice }), standard);
}

const textOf = ({ productId, skuId }: BillingProduct): string => `${productId} ${skuId}`.toLowerCase();

/** Price of a unit times quantity, rounded to `digits` after the point by the named rule. Pure. */
export function lineAmount(unit: Decimal, quantity: Decimal, rounding: LineRounding, digits: number): Decimal {
  switch (rounding) {
    case 'lineHalfUp':
      return unit.times(quantity).toDecimalPlaces(digits, roundings.halfUp);
    case 'lineDown':
      return unit.times(quantity).toDecimalPlaces(digits, roundings.down);
    case 'seatHalfUp':
      return unit.toDecimalPlaces(digits, roundings.halfUp).times(quantity);
    case 'seatDown':
      return unit.toDecimalPlaces(digits, roundings.down).times(quantity);
  }
}
