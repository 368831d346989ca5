import type { Books } from '../books.ts';
import { amountText, microText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import { about, worthOf } from './about.ts';
import type { Expected } from './expected.ts';

/** A paid subscription that no PSA line bills. */
export function missingInPsa(expected: Expected, books: Books): Finding[] {
  const { subscription, price } = expected;
  if (books.psa?.isComplete !== true || subscription.quantity <= 0) return [];
  const cents = worthOf(subscription, books, price ?? 0, subscription.quantity);
  const fields = about(subscription, [], books);
  const seats = microText(subscription.quantity);
  return [
    {
      kind: 'missing_in_psa',
      cause: 'never_billed',
      certainty: 'likely',
      ...fields,
      expected: seats,
      actual: '0',
      impactCents: cents,
      explanation: `${seats} x ${subscription.name} bought, no PSA line bills it${price === undefined ? '; the price book has no price for it' : `: ${amountText(cents, fields.currency)} not billed`}.`,
    },
  ];
}
