import { amountText, microText, priceText } from '../exact.ts';
import { about, worthOf } from './about.ts';
import type { PairRule } from './pair.ts';

/** The line's price is not the price book's for the term. */
export const priceMismatchSell: PairRule = ({ expected, lines, first }, books) => {
  const { subscription, price } = expected;
  const off = lines.find((line) => price !== undefined && line.unitPrice !== price);
  if (price === undefined || off === undefined) return undefined;
  const cents = lines.reduce((total, line) => total + worthOf(subscription, books, price - line.unitPrice, line.quantity), 0);
  const fields = about(subscription, lines, books);
  return {
    kind: 'price_mismatch_sell',
    cause: off.unitPrice < price ? 'below_price_book' : 'above_price_book',
    certainty: 'possible',
    ...fields,
    expected: microText(price),
    actual: microText(off.unitPrice),
    impactCents: cents,
    explanation: `The price book says ${priceText(price, fields.currency)} for ${first.code}, the PSA line has ${priceText(off.unitPrice, fields.currency)}: ${amountText(cents, fields.currency)} a cycle.`,
  };
};
