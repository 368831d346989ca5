import { about } from './about.ts';
import type { PairRule } from './pair.ts';

/**
 * The PSA line says another currency than the subscription is sold in: amounts cannot be compared, so no price is (psa reference 8.4 row 5;
 * product.md 4.5). Only where both say one; money is not told.
 */
export const currencyMismatch: PairRule = ({ expected: { subscription }, lines }, books) => {
  const off = lines.find(
    (line) => line.currency !== '' && subscription.currency !== '' && line.currency !== subscription.currency.toUpperCase(),
  );
  if (off === undefined) return undefined;
  return {
    kind: 'currency_mismatch',
    cause: 'other_currency',
    certainty: 'certain',
    ...about(subscription, lines, books),
    expected: subscription.currency,
    actual: off.currency,
    impactCents: 0,
    explanation: `${subscription.name} is sold in ${subscription.currency}, its PSA line bills in ${off.currency}: the amounts cannot be compared.`,
  };
};
