import { amountText, microText } from '../exact.ts';
import { about, sum, worthOf } from './about.ts';
import type { PairRule } from './pair.ts';
import { causesOfQuantity } from './quantity-causes.ts';

/** Seats bought and seats billed differ. */
export const quantityMismatchPsa: PairRule = ({ expected, lines, first }, books) => {
  const { subscription } = expected;
  const quantity = sum(lines);
  if (quantity === subscription.quantity) return undefined;
  const [best, ...others] = causesOfQuantity(subscription, lines, books);
  const price = expected.price ?? first.unitPrice;
  const cents = worthOf(subscription, books, price, subscription.quantity - quantity);
  const fields = about(subscription, lines, books);
  return {
    kind: 'quantity_mismatch_psa',
    cause: best.code,
    certainty: best.certainty,
    causes: [best, ...others],
    ...fields,
    expected: microText(subscription.quantity),
    actual: microText(quantity),
    impactCents: cents,
    explanation: `${microText(subscription.quantity)} x ${subscription.name} bought, ${microText(quantity)} billed: ${amountText(cents, fields.currency)}.${best.code === 'unknown' ? '' : ` ${best.sentence}`}`,
  };
};
