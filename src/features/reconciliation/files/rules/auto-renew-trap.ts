import { extendedUplift } from '../../rules/term-end.ts';
import type { Books } from '../books.ts';
import { isoDay } from '../days.ts';
import { mulDivHalfUp, parseMicro } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { Subscription } from '../model.ts';
import { listPrice } from './list-price.ts';
import { subscriptionCurrency, worth, worthCurrency } from './money.ts';

/**
 * Subscriptions that go on by the month at the end of their term, because nobody decided it (`goesOnByTheMonth` says which, for both comparisons).
 * Money: what that costs more a month by the price sheet of the month's end; none where the sheet has no monthly plan.
 */
export function autoRenewTraps(books: Books): Finding[] {
  const findings: Finding[] = [];
  for (const [subscription] of books.estate?.byId.values() ?? []) {
    if (subscription?.goesOnByTheMonth === true) findings.push(found(subscription, books));
  }
  return findings;
}

function found(subscription: Subscription, books: Books): Finding {
  const currency = subscriptionCurrency(books, subscription);
  const { customerId, id, name, endsOn, quantity } = subscription;
  return {
    kind: 'auto_renew_trap',
    cause: 'auto_renew_off',
    certainty: 'certain',
    customerId,
    subscriptionId: id,
    expected: 'auto-renew, or a cancellation at the end of the term',
    actual: 'auto-renew off',
    impactCents: worth(books.rates, currency, risePerMonth(subscription, books), quantity),
    currency: worthCurrency(books.rates, currency),
    explanation: `Auto-renew of ${name} is off and no cancellation is asked for: after ${isoDay(endsOn)} it goes on by the month, at a higher price.`,
  };
}

const uplift = parseMicro(extendedUplift) ?? 0;

/** What a seat costs more a month, in millionths. */
export function risePerMonth(subscription: Subscription, books: Books): number {
  const monthly = listPrice({ ...subscription, term: 'P1M', billing: 'monthly', startsOn: books.month.end }, books);
  const now = listPrice(subscription, books);
  if (monthly === undefined || now === undefined) return 0;
  return mulDivHalfUp(monthly, uplift, 1_000_000) - (subscription.billing === 'annual' ? mulDivHalfUp(now, 1, 12) : now);
}
