import type { Books } from '../books.ts';
import { licenceKey } from '../load/prices.ts';
import type { Subscription } from '../model.ts';
import { subscriptionCurrency } from './money.ts';

/** What a charge of one seat costs by Microsoft's price sheet of the day on which the term began; undefined where no sheet tells it. */
export function listPrice(subscription: Subscription, books: Books): number | undefined {
  const { customerId, productId, skuId, term, billing, startsOn } = subscription;
  const market = books.customers?.customers.get(customerId)?.country ?? '';
  const currency = subscriptionCurrency(books, subscription);
  return books.prices.table.find(licenceKey({ market, currency, productId, skuId, term, billing }), startsOn);
}
