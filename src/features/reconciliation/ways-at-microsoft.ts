import { Decimal } from '../../lib/decimal.ts';
import type { DifferenceKind, MicrosoftCorrection } from '../../model/difference.ts';
import type { BilledLine, BoughtSubscription, CustomerBooks, SuppliedSubscription } from './books.ts';

type About = {
  readonly kind: DifferenceKind;
  readonly subscriptions?: readonly BoughtSubscription[];
  readonly supplied?: SuppliedSubscription | undefined;
  readonly lines?: readonly BilledLine[];
};

/**
 * How the same difference could be put right at Microsoft instead of at the PSA: seats set to what is billed, or what nobody bills cancelled
 * while that is possible. Only where we are the one who orders there: what a distributor supplies, or an indirect reseller sees, is changed
 * through the provider (partner-center-api reference 8.4). Whether Microsoft still takes seats back is asked when it is previewed.
 */
export function waysAtMicrosoft(books: CustomerBooks, about: About): MicrosoftCorrection[] {
  const { kind, subscriptions = [], supplied } = about;
  const [subscription, ...others] = subscriptions;
  if (subscription === undefined || others.length > 0 || supplied !== undefined || !isOurs(books, subscription)) return [];
  const { connectionId, remoteId: subscriptionRemoteId, seats } = subscription;
  const at = { connectionId, customerTenantId: books.tenantId, subscriptionRemoteId };
  if (kind === 'quantity_mismatch_psa') {
    const to = buyable(about);
    return to === undefined || to === seats ? [] : [{ action: 'setSeats', ...at, from: String(seats), to: String(to) }];
  }
  if (kind === 'missing_in_psa' && (subscription.cancelUntil ?? '') >= books.today)
    return [{ action: 'cancelSubscription', ...at, seats: String(seats) }];
  return [];
}

/** What is billed, as a number of seats that can be bought: whole, and at least one. */
function buyable({ lines = [] }: About): number | undefined {
  const billed = lines.reduce((sum, line) => sum.plus(line.quantity), new Decimal(0));
  return billed.isInteger() && billed.gt(0) ? billed.toNumber() : undefined;
}

/** Bought at Microsoft by this account, running, and counted in seats. */
function isOurs(books: CustomerBooks, { connectionId, status, isTrial, isUsage }: BoughtSubscription): boolean {
  const seller = books.sellers.find(({ source }) => source.connectionId === connectionId);
  const orders = seller?.partnerType === 'directBill' || seller?.partnerType === 'indirectProvider';
  return orders && status === 'active' && !isTrial && !isUsage;
}
