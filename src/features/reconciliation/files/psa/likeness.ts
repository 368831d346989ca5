import type { PsaLine, Subscription } from '../model.ts';
import type { Expected, ProductCodes } from './expected.ts';

/**
 * How many faults it takes to call a line and a subscription the same thing. A surplus line and a missing one are two independent
 * faults (`unknownCost` each); a pair is taken only when it needs less. Only evidence counts: product, quantity, price, start.
 */
export const unknownCost = 1.6;
const impossible = 99;

export type Scale = {
  /** Lines that are certain to match begin on the subscription's day of creation: then the day is evidence. */
  readonly datesAreReliable: boolean;
};

function dayCost(line: PsaLine, subscription: Subscription, scale: Scale): number {
  if (!scale.datesAreReliable || line.startsOn === undefined || subscription.createdOn === undefined) return 0;
  return line.startsOn === subscription.createdOn ? -0.6 : 2.5;
}

/** Between 0 and 0.5: how far apart two quantities are. */
const distance = (a: number, b: number): number => Math.min(0.5, Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b)) / 2);

function sameProductCost(isQuantity: boolean, isPrice: boolean, far: number): number {
  if (isQuantity && isPrice) return 0.1;
  if (isQuantity) return 1;
  return isPrice ? 0.8 + far : 2.2 + far;
}

function unmappedCost(isQuantity: boolean, isPrice: boolean): number {
  if (isQuantity) return isPrice ? 1 : 1.7;
  return isPrice ? 2.1 : 3;
}

export function pairCost(line: PsaLine, expected: Expected, codes: ProductCodes, scale: Scale): number {
  const { subscription, code, price } = expected;
  const isQuantity = line.quantity === subscription.quantity;
  const isPrice = price === undefined || line.unitPrice === price;
  const day = dayCost(line, subscription, scale);
  if (line.code === code) return day + sameProductCost(isQuantity, isPrice, distance(line.quantity, subscription.quantity));
  const product = codes.productOf(line.code);
  if (product === undefined) return day + unmappedCost(isQuantity, isPrice);
  const sameProduct = product === `${subscription.productId}:${subscription.skuId}`;
  return sameProduct ? day + (isQuantity ? 1.1 : 2.5) : impossible;
}

/** How well a line without a living subscription fits an ended one of the same product. */
export const surplusCost = (line: PsaLine, ended: Subscription, scale: Scale): number =>
  dayCost(line, ended, scale) + (line.quantity === ended.quantity ? 0.5 : 1.9);
