import type { Books, Rates } from '../books.ts';
import { microPerCent } from '../exact.ts';
import type { Subscription } from '../model.ts';

const divisor = 1_000_000n * 1_000_000n * BigInt(microPerCent);

/** Price x quantity (both in millionths) in cents of the billing currency, half away from zero; of an unknown currency in its own cents. */
export function worth(rates: Rates, currency: string, price: number, quantity: number): number {
  const rate = rates.rates.get(currency) ?? 1_000_000;
  const product = BigInt(price) * BigInt(quantity) * BigInt(rate);
  const half = product < 0n ? -divisor / 2n : divisor / 2n;
  return Number((product + half) / divisor) + 0;
}

/** The currency that `worth` answers in. */
export const worthCurrency = (rates: Rates, currency: string): string =>
  currency === '' || rates.rates.has(currency) ? rates.billingCurrency : currency;

/** The market currency of a customer, from his country. */
export function customerCurrency(books: Books, customerId: string): string {
  const country = books.customers?.customers.get(customerId)?.country ?? '';
  return books.prices.currencyOf.get(country) ?? '';
}

export const subscriptionCurrency = (books: Books, subscription: Subscription): string =>
  subscription.currency === '' ? customerCurrency(books, subscription.customerId) : subscription.currency;
