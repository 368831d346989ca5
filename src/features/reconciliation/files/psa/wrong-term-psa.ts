import { amountText } from '../exact.ts';
import { about, sum, worthOf } from './about.ts';
import type { PairRule } from './pair.ts';

/** The line's product is the right one in another term or billing frequency. */
export const wrongTermPsa: PairRule = ({ expected, lines, first, codes }, books) => {
  const { subscription, code, price } = expected;
  if (code === undefined || first.code === code) return undefined;
  if (codes.productOf(first.code) !== `${subscription.productId}:${subscription.skuId}`) return undefined;
  const cents = price === undefined ? 0 : worthOf(subscription, books, price - first.unitPrice, sum(lines));
  const fields = about(subscription, lines, books);
  return {
    kind: 'wrong_term_psa',
    cause: 'service_of_other_term',
    certainty: 'likely',
    ...fields,
    expected: code,
    actual: first.code,
    impactCents: cents,
    explanation: `${subscription.name} is bought as ${subscription.term} with ${subscription.billing} billing (${code}), but billed as ${first.code}: ${amountText(cents, fields.currency)}.`,
  };
};
