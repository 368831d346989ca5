import type { Books } from '../books.ts';
import { isoDay } from '../days.ts';
import { microText, mulDivHalfUp } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { Subscription } from '../model.ts';
import { risePerMonth } from './auto-renew-trap.ts';
import { listPrice } from './list-price.ts';
import { subscriptionCurrency, worth, worthCurrency } from './money.ts';

/** A subscription as it was a month before and as it is, listed once in both. */
type Pair = { readonly was: Subscription; readonly is: Subscription };

function pairs({ estate, before }: Books): Pair[] {
  if (estate === undefined || before === undefined) return [];
  return [...before.byId].flatMap(([id, [was, ...others]]) => {
    const [is, ...too] = estate.byId.get(id) ?? [];
    return was === undefined || is === undefined || others.length + too.length > 0 || is.isGone || was.isGone ? [] : [{ was, is }];
  });
}

/**
 * It went on by the month, in an extended service term: nobody had decided the end of its term, and a term of one month began since with auto-renew off still. The
 * same rule as of the store (`src/features/reconciliation/rules/extended-term-charged.ts`); what happened between the two files nobody saw, so it is likely and
 * not certain. Money: what that costs more a month by the price sheet.
 */
export const extendedTermsCharged = (books: Books): Finding[] =>
  pairs(books)
    .filter(isExtended)
    .map(({ was, is }) => ({
      kind: 'extended_term_charged',
      cause: 'extended_term',
      certainty: 'likely',
      ...ids(is),
      expected: 'auto-renew, or a cancellation at the end of the term',
      actual: 'an extended term of one month',
      ...moneyOf(is, books, risePerMonth(was, books), is.quantity),
      explanation: `${is.name} went on into an extended term on ${isoDay(is.startsOn)}, because auto-renew was off and no cancellation was asked for.`,
    }));

export const isExtended = ({ was, is }: Pair): boolean =>
  is.offering === 'licence' &&
  is.term === 'P1M' &&
  was.goesOnByTheMonth === true &&
  is.goesOnByTheMonth === true &&
  is.startsOn > was.startsOn &&
  is.startsOn >= was.endsOn;

/**
 * Seats were scheduled for the next term, and the schedule is gone before the term ended: it can still be made again. The same rule as of the store
 * (`src/features/reconciliation/rules/scheduled-change-lost.ts`). Money: a month of the seats that were to go; none when seats were to come.
 */
export const scheduledChangesLost = (books: Books): Finding[] =>
  pairs(books).flatMap(({ was, is }): Finding[] => {
    const { nextSeats } = was;
    if (nextSeats === undefined || is.nextSeats !== undefined || is.isTrial) return [];
    if (is.startsOn !== was.startsOn || is.endsOn !== was.endsOn || is.quantity === nextSeats) return [];
    return [
      {
        kind: 'scheduled_change_lost',
        cause: 'change_dropped',
        certainty: 'possible',
        ...ids(is),
        expected: `${microText(nextSeats)} at the next term`,
        actual: 'nothing is scheduled',
        ...moneyOf(is, books, costPerMonth(is, books), Math.max(0, is.quantity - nextSeats)),
        explanation: `${microText(nextSeats)} seats of ${is.name} were scheduled for the next term a month before; nothing is scheduled now.`,
      },
    ];
  });

const ids = ({ customerId, id }: Subscription) => ({ customerId, subscriptionId: id });

function moneyOf(subscription: Subscription, books: Books, price: number, seats: number) {
  const currency = subscriptionCurrency(books, subscription);
  return { impactCents: worth(books.rates, currency, price, seats), currency: worthCurrency(books.rates, currency) };
}

function costPerMonth(subscription: Subscription, books: Books): number {
  const price = listPrice(subscription, books) ?? 0;
  return subscription.billing === 'annual' ? mulDivHalfUp(price, 1, 12) : price;
}
