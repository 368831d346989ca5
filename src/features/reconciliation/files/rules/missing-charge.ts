import type { Books } from '../books.ts';
import { type Cycle, cycleBeginningIn, monthsOf, proratedUnit } from '../cycle.ts';
import { isoDay } from '../days.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import { seatCents } from '../line-money.ts';
import type { AuditEvent, Subscription } from '../model.ts';
import { listPrice } from './list-price.ts';
import { subscriptionCurrency } from './money.ts';

/** What the cycle and the seat changes in it would have cost, by the same formulas as the invoice's. */
function dueCents(subscription: Subscription, cycle: Cycle, changes: readonly AuditEvent[], unit: number, rate: number): number {
  const last = cycle.next - 1;
  const seats = changes[0]?.from ?? subscription.quantity;
  let cents = seatCents(proratedUnit(unit, cycle.start, last, cycle.fullDays), seats, rate);
  for (const change of changes) {
    const price = proratedUnit(unit, change.on, last, cycle.fullDays);
    cents += seatCents(price, change.to, rate) - seatCents(price, change.from, rate);
  }
  return cents;
}

/**
 * The cycle that begins in the billed month. Of longer terms billed yearly only the first year is sure: whether the later
 * anniversaries of a three-year term have lines of their own is not published, so they are not judged.
 */
function dueCycle(subscription: Subscription, books: Books): Cycle | undefined {
  const { startsOn, endsOn, billing } = subscription;
  if (billing === 'none' || subscription.offering !== 'licence' || subscription.isGone || subscription.isTrial) return undefined;
  if (billing === 'annual' && startsOn < books.month.start) return undefined;
  const cycle = cycleBeginningIn(books.month.start, { start: startsOn, end: endsOn }, monthsOf(billing));
  return cycle === undefined || endsOn < cycle.start ? undefined : cycle;
}

/** An active, paid subscription bought from Microsoft has no line in the month of its cycle. */
export function missingCharge(subscription: Subscription, books: Books): Finding | undefined {
  const cycle = dueCycle(subscription, books);
  if (cycle === undefined) return undefined;
  const unit = listPrice(subscription, books);
  if (unit === 0) return undefined;
  const rate = books.rates.rates.get(subscriptionCurrency(books, subscription));
  const changes = (books.audit?.get(subscription.id) ?? []).filter(
    (event) => !event.isCancellation && event.on >= cycle.start && event.on <= books.month.end && event.on < cycle.next,
  );
  const cents = unit === undefined || rate === undefined ? 0 : dueCents(subscription, cycle, changes, unit, rate);
  const currency = books.rates.billingCurrency;
  return {
    kind: 'missing_charge',
    cause: 'cycle_not_charged',
    certainty: 'likely',
    customerId: subscription.customerId,
    subscriptionId: subscription.id,
    expected: `a charge for the cycle from ${isoDay(cycle.start)}`,
    actual: 'no line',
    impactCents: 0 - cents,
    currency,
    explanation: `${subscription.name} is active and its cycle began on ${isoDay(cycle.start)}, but the invoice has no line for it. ${unit === undefined ? 'Its price is not in the price sheet.' : `Expect ${amountText(cents, currency)} later.`}`,
  };
}
