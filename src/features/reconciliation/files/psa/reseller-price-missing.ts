import type { Books } from '../books.ts';
import { theirsOf } from '../distributor/theirs.ts';
import { amountText, microText } from '../exact.ts';
import type { Subscription } from '../model.ts';
import { listPrice } from '../rules/list-price.ts';
import { about, sum, worthOf } from './about.ts';
import type { PairRule } from './pair.ts';

/** Seats that cost something are billed at nothing, because the price book has no price for their product (product.md 4.5; psa.md 8.1). */
export const resellerPriceMissing: PairRule = ({ expected, lines, first }, books) => {
  const { subscription, code, price = 0 } = expected;
  const isFree = price === 0 && lines.every(({ unitPrice, quantity }) => unitPrice === 0 && quantity > 0);
  if (!isFree || code === undefined || books.psa?.book.isEmpty !== false) return undefined;
  const cost = costOf(subscription, books);
  if (cost <= 0) return undefined;
  const fields = about(subscription, lines, books);
  const cents = worthOf(subscription, books, cost, sum(lines));
  return {
    kind: 'reseller_price_missing',
    cause: 'price_missing',
    certainty: 'certain',
    ...fields,
    expected: 'a price in the price book',
    actual: '0',
    impactCents: cents,
    explanation: `${first.code} has no price in the price book, so ${microText(sum(lines))} seats are billed at nothing; they cost ${amountText(cents, fields.currency)} a cycle.`,
  };
};

/** What a seat costs a charge: at the distributor, else by Microsoft's price sheet; 0 where nobody tells it. */
const costOf = (subscription: Subscription, books: Books): number =>
  theirsOf(books, subscription.id)?.unitCost ?? listPrice(subscription, books) ?? 0;
