import type { Books } from '../books.ts';
import { isoDay } from '../days.ts';
import { microText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { AuditEvent, Subscription } from '../model.ts';
import { listPrice } from './list-price.ts';
import { subscriptionCurrency, worth, worthCurrency } from './money.ts';

/**
 * The audit log says that seats were reduced and that it succeeded, nothing changed them since, and Partner Center still lists the old number
 * (product.md 4.5; partner-center-api.md 14). Money: a charge of the seats that were given back, at the price of the term.
 */
export function seatDecreasesLost(books: Books): Finding[] {
  const findings: Finding[] = [];
  for (const [id, events] of books.audit ?? []) {
    const last = lastOf(events);
    const subscription = books.estate?.byId.get(id)?.[0];
    if (last === undefined || subscription === undefined || subscription.isGone) continue;
    if (last.to < last.from && subscription.quantity === last.from) findings.push(found(subscription, last, books));
  }
  return findings;
}

/** Events of one day have no order: then nobody knows which came last. */
function lastOf(events: readonly AuditEvent[]): AuditEvent | undefined {
  const last = events.at(-1);
  return last === undefined || last.isCancellation || events.at(-2)?.on === last.on ? undefined : last;
}

function found(subscription: Subscription, { from, to, on }: AuditEvent, books: Books): Finding {
  const currency = subscriptionCurrency(books, subscription);
  return {
    kind: 'seat_decrease_lost',
    cause: 'decrease_not_taken',
    certainty: 'likely',
    customerId: subscription.customerId,
    subscriptionId: subscription.id,
    expected: microText(to),
    actual: microText(subscription.quantity),
    impactCents: worth(books.rates, currency, listPrice(subscription, books) ?? 0, from - to),
    currency: worthCurrency(books.rates, currency),
    explanation: `The audit log says that ${subscription.name} went from ${microText(from)} to ${microText(to)} seats on ${isoDay(on)}; Partner Center still lists ${microText(subscription.quantity)}.`,
  };
}
