import { microPerCent, microPerUnit, mulDivDown, productCents } from './exact.ts';

/**
 * Microsoft's written formulas of new-commerce lines ("Invoice reconciliation file", reference of charge calculation).
 * Prices, quantities and rates in millionths, results in cents. ROUNDDOWN cuts towards zero, for credits too.
 */
const microSquaredPerCent = microPerUnit * microPerCent;

/** Usage: ROUNDDOWN(ROUNDDOWN(EffectiveUnitPrice x BillableQuantity, 2) x PCToBCExchangeRate, 2). */
export const usageCents = (price: number, quantity: number, rate: number): number =>
  mulDivDown(mulDivDown(price, quantity, microSquaredPerCent), rate, microPerUnit);

/** Licences, rule set `seat-unit-first`: ROUNDDOWN(EffectiveUnitPrice x PCToBCExchangeRate, 2) x BillableQuantity. */
export const seatCents = (price: number, quantity: number, rate: number): number =>
  mulDivDown(mulDivDown(price, rate, microSquaredPerCent), quantity, microPerUnit);

/** Licences, rule set `product-first`: the published seat changes cut only after multiplying. */
export function productFirstCents(price: number, quantity: number, rate: number): number {
  const whole = price * (quantity / microPerUnit);
  // Whole quantities, as of licences, mostly need no big numbers.
  if (quantity % microPerUnit === 0 && Number.isSafeInteger(whole)) return mulDivDown(whole, rate, microSquaredPerCent);
  const product = BigInt(price) * BigInt(quantity) * BigInt(rate);
  return Number(product / BigInt(microPerUnit) / BigInt(microSquaredPerCent));
}

/** The same formulas for numbers with more digits than millionths hold, from the texts of the file. */
export function exactUsageCents(price: string, quantity: string, rate: string): number | undefined {
  const pricing = productCents(price, quantity);
  return pricing === undefined ? undefined : productCents(`${pricing}e-2`, rate);
}
export function exactSeatCents(price: string, quantity: string, rate: string): number | undefined {
  const unit = productCents(price, rate);
  return unit === undefined ? undefined : productCents(`${unit}e-2`, quantity);
}

/** Subtotal x rate, half up to the cent, credits like charges. `ratePpm` is in millionths: 19 % is 190000. */
export function taxCents(subtotal: number, ratePpm: number): number {
  const size = Math.abs(subtotal) * ratePpm + microPerUnit / 2;
  const cents = size <= Number.MAX_SAFE_INTEGER ? Math.floor(size / microPerUnit) : bigTax(Math.abs(subtotal), ratePpm);
  return subtotal < 0 ? 0 - cents : cents;
}

const bigTax = (subtotal: number, ratePpm: number): number =>
  Number((BigInt(subtotal) * BigInt(ratePpm) + BigInt(microPerUnit / 2)) / BigInt(microPerUnit));
