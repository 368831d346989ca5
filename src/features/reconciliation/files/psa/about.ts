import type { Books } from '../books.ts';
import type { PsaLine, Subscription } from '../model.ts';
import { subscriptionCurrency, worth, worthCurrency } from '../rules/money.ts';

/** PSA ids as the PSA writes them: ConnectWise's are numbers. */
export const psaId = (line: PsaLine): string | number => (/^\d{1,15}$/.test(line.id) ? Number(line.id) : line.id);

/** The fields of a finding that say which subscription and lines it is about. */
export const about = (subscription: Subscription, lines: readonly PsaLine[], books: Books) => ({
  customerId: subscription.customerId,
  subscriptionId: subscription.id,
  ...(lines.length === 0 ? {} : { psaIds: lines.map(psaId) }),
  currency: worthCurrency(books.rates, subscriptionCurrency(books, subscription)),
});

/** Price x quantity of a subscription in cents of the billing currency. */
export const worthOf = (subscription: Subscription, books: Books, price: number, quantity: number): number =>
  worth(books.rates, subscriptionCurrency(books, subscription), price, quantity);

function marketOf(line: PsaLine, books: Books, customerId: string): string {
  const customer = books.customers?.customers.get(customerId);
  return customer === undefined ? (books.psa?.companies.get(line.companyId)?.country ?? '') : customer.country;
}

/** The currency a PSA line is in; a line without one is in that of its customer or of its company's market. */
export function lineCurrency(line: PsaLine, books: Books, customerId = ''): string {
  if (line.currency !== '') return line.currency;
  const [subscription] = books.estate?.byCustomer.get(customerId) ?? [];
  if (subscription !== undefined && subscription.currency !== '') return subscription.currency;
  return books.prices.currencyOf.get(marketOf(line, books, customerId)) ?? books.rates.billingCurrency;
}

export const sum = (lines: readonly PsaLine[]): number => lines.reduce((total, line) => total + line.quantity, 0);

/** What the customer is billed for lines, in cents of the billing currency; each line is rounded as it stands on his invoice. */
export const billed = (lines: readonly PsaLine[], books: Books, customerId: string | undefined): number =>
  lines.reduce((total, line) => total + worth(books.rates, lineCurrency(line, books, customerId), line.unitPrice, line.quantity), 0);
