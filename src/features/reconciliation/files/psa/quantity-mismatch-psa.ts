import type { CauseCode, Certainty } from '../../../../model/cause.ts';
import type { Books } from '../books.ts';
import { isoDay } from '../days.ts';
import { centsText, microText } from '../exact.ts';
import type { Subscription } from '../model.ts';
import { about, sum, worthOf } from './about.ts';
import type { PairRule } from './pair.ts';

type Because = { cause: CauseCode; certainty: Certainty; text: string };

/** A seat change of the audit log whose old count is the one still billed explains the difference. */
function because(subscription: Subscription, billed: number, books: Books): Because {
  const change = books.audit
    ?.get(subscription.id)
    ?.findLast((event) => event.from === billed && event.to !== billed && !event.isCancellation);
  if (change !== undefined) {
    const text = ` The seats were changed from ${microText(change.from)} to ${microText(change.to)} on ${isoDay(change.on)}; the PSA was not.`;
    return { cause: change.to > change.from ? 'seats_added' : 'seats_reduced', certainty: 'likely', text };
  }
  return { cause: 'unknown', certainty: 'unknown', text: '' };
}

/** Seats bought and seats billed differ. */
export const quantityMismatchPsa: PairRule = ({ expected, lines, first }, books) => {
  const { subscription } = expected;
  const quantity = sum(lines);
  if (quantity === subscription.quantity) return undefined;
  const { cause, certainty, text } = because(subscription, quantity, books);
  const price = expected.price ?? first.unitPrice;
  const cents = worthOf(subscription, books, price, subscription.quantity - quantity);
  const fields = about(subscription, lines, books);
  return {
    kind: 'quantity_mismatch_psa',
    cause,
    certainty,
    ...fields,
    expected: microText(subscription.quantity),
    actual: microText(quantity),
    impactCents: cents,
    explanation: `${microText(subscription.quantity)} x ${subscription.name} bought, ${microText(quantity)} billed: ${centsText(cents)} ${fields.currency}.${text}`,
  };
};
