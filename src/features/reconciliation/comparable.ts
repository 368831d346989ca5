import { isCharged } from '../../model/subscription.ts';
import type { Agreement, BilledLine, BoughtSubscription, CustomerBooks } from './books.ts';

/** Money is owed for it and it is counted in seats. Trials, usage plans and pending orders are not compared. */
export const isCompared = (subscription: BoughtSubscription): boolean =>
  isCharged(subscription.status) && !subscription.isTrial && !subscription.isUsage;

/** Something is owed for it: no seats are no fault when nobody bills or charges them. */
export const isOwed = (subscription: BoughtSubscription): boolean => isCompared(subscription) && subscription.seats > 0;

/** It ended for good: a line that still bills it is a fault. */
export const hasEnded = (subscription: BoughtSubscription): boolean =>
  (subscription.status === 'cancelled' || subscription.status === 'expired') && !subscription.isTrial && !subscription.isUsage;

/** Every Microsoft account that lists the customer was read whole; for one that none lists, all were. Only then does absence there prove anything (B7). */
export const isMicrosoftComplete = (books: CustomerBooks): boolean =>
  books.sellers.length > 0 ? books.sellers.every((seller) => seller.isComplete) : books.isMarketplaceComplete;

/** The same subscription can be seen through two partner accounts; it is one. The later reading counts. */
export function oncePerSubscription(subscriptions: readonly BoughtSubscription[]): BoughtSubscription[] {
  const latest = new Map<string, BoughtSubscription>();
  for (const subscription of subscriptions) {
    const known = latest.get(subscription.remoteId);
    const isNewer =
      known === undefined ||
      known.readAt < subscription.readAt ||
      (known.readAt === subscription.readAt && known.connectionId > subscription.connectionId);
    if (isNewer) latest.set(subscription.remoteId, subscription);
  }
  return [...latest.values()].sort((a, b) => (a.remoteId < b.remoteId ? -1 : 1));
}

/** Not over yet: it bills today or will. */
export function isRunning(line: BilledLine, agreement: Agreement | undefined, today: string): boolean {
  const agreementRuns = agreement === undefined || (agreement.active && (agreement.endsOn === undefined || agreement.endsOn >= today));
  // A line that ends on the day it starts, or before, bills no day: that is what is left of one that was added and taken back.
  const billsNothing = line.cancelledOn !== undefined && line.fromOn !== undefined && line.cancelledOn <= line.fromOn;
  return agreementRuns && !billsNothing && (line.cancelledOn === undefined || line.cancelledOn > today);
}

export const isPlanned = (line: BilledLine, today: string): boolean => line.fromOn !== undefined && line.fromOn > today;

/**
 * The lines that bill one thing once planned changes have taken place (psa reference 8.1): when a successor is already entered for a later
 * day, the line that ends for it no longer counts. Otherwise what bills today counts, even when its end is known.
 */
export function settledLines(lines: readonly BilledLine[], today: string): BilledLine[] {
  const planned = lines.filter((line) => isPlanned(line, today));
  if (planned.length === 0) return [...lines];
  return lines.filter((line) => isPlanned(line, today) || line.cancelledOn === undefined);
}
