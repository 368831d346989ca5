import type { Books } from '../books.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { PsaLine } from '../model.ts';
import { about, billed } from './about.ts';
import type { Expected } from './expected.ts';

/** The same subscription is billed by more than one line. */
export function duplicatePsa(expected: Expected, lines: readonly PsaLine[], books: Books): Finding {
  const { subscription } = expected;
  const cents = billed(lines.slice(1), books, subscription.customerId);
  const fields = about(subscription, lines, books);
  return {
    kind: 'duplicate_psa',
    cause: 'billed_twice',
    certainty: 'likely',
    ...fields,
    expected: '1 PSA line',
    actual: `${lines.length} PSA lines`,
    impactCents: 0 - cents,
    explanation: `${lines.length} PSA lines bill ${subscription.name} with the same quantity: the customer pays ${amountText(cents, fields.currency)} too much.`,
  };
}
