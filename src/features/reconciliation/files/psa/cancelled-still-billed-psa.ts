import type { Books } from '../books.ts';
import { isoDay } from '../days.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { PsaLine, Subscription } from '../model.ts';
import { about, billed } from './about.ts';

/** The subscription has ended, its PSA line is still open. */
export function cancelledStillBilledPsa(subscription: Subscription, lines: readonly PsaLine[], books: Books): Finding {
  const cents = billed(lines, books, subscription.customerId);
  const fields = about(subscription, lines, books);
  const ended = isoDay(subscription.endsOn);
  return {
    kind: 'cancelled_still_billed_psa',
    cause: 'cancelled_at_microsoft',
    certainty: 'likely',
    ...fields,
    expected: `no line after ${ended}`,
    actual: `${lines.length} open`,
    impactCents: 0 - cents,
    explanation: `${subscription.name} ended by ${ended}, but its PSA line is still open: the customer is billed ${amountText(cents, fields.currency)} for nothing.`,
  };
}
