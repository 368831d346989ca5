import { Decimal, printDecimal } from '../../lib/decimal.ts';
import type { BookSide, Evidence } from '../../model/difference.ts';
import { type Money, money, moneyText } from '../../model/money.ts';
import { termLabel } from '../../model/term.ts';
import type { BilledLine, BoughtSubscription, CustomerBooks, PsaBook, Service, SuppliedSubscription } from './books.ts';
import { agreementOf, currencyOf, saleOf, sumOf, supplyCostOf } from './money-of.ts';

export const absent: BookSide = { present: false, remoteIds: [] };

const unit = (amount: Decimal | undefined, currency: string | undefined): { unitMonthly?: Money } =>
  amount === undefined || currency === undefined ? {} : { unitMonthly: money(amount.toDecimalPlaces(6), currency) };

const latest = (times: readonly string[]): string | undefined => [...times].sort().at(-1);

export function microsoftSide(subscriptions: readonly BoughtSubscription[]): BookSide {
  const [first] = subscriptions;
  if (first === undefined) return absent;
  const one = subscriptions.length === 1;
  return {
    present: true,
    remoteIds: subscriptions.map((each) => each.remoteId),
    quantity: String(subscriptions.reduce((sum, each) => sum + each.seats, 0)),
    label: first.name,
    ...(one ? { term: first.key.term, frequency: first.key.frequency, status: first.status } : {}),
    ...readAt(subscriptions),
  };
}

export function distributorSide(supplied: SuppliedSubscription | undefined): BookSide {
  if (supplied === undefined) return absent;
  return {
    present: true,
    remoteIds: [supplied.remoteId],
    quantity: String(supplied.seats),
    term: supplied.term,
    frequency: supplied.frequency,
    status: supplied.status,
    label: supplied.name,
    ...unit(supplyCostOf(supplied), supplied.currency),
    ...readAt([supplied]),
  };
}

export function psaSide(books: CustomerBooks, psa: PsaBook, lines: readonly BilledLine[]): BookSide {
  const [first] = lines;
  if (first === undefined) return absent;
  return {
    present: true,
    remoteIds: lines.map((line) => line.remoteId),
    quantity: printDecimal(sumOf(lines)),
    label: first.description,
    ...unit(saleOf(psa, first), currencyOf(books, agreementOf(psa, first))),
    ...readAt(lines),
  };
}

const readAt = (items: readonly { readonly readAt: string }[]): { readAt?: string } => {
  const at = latest(items.map((item) => item.readAt));
  return at === undefined ? {} : { readAt: at };
};

/** The facts that a person can check, each with where and when it was read. */
export const boughtEvidence = (subscription: BoughtSubscription): Evidence => ({
  label: 'Bought at Microsoft',
  value: `${subscription.seats} x ${subscription.name} (${termLabel(subscription.key.term, subscription.key.frequency)}), ${subscription.status}`,
  source: 'microsoft',
  readAt: subscription.readAt,
  remoteId: subscription.remoteId,
});

export const suppliedEvidence = (supplied: SuppliedSubscription): Evidence => ({
  label: 'Charged by the distributor',
  value: `${supplied.seats} x ${supplied.name} (${termLabel(supplied.term, supplied.frequency)}), ${supplied.status}`,
  source: 'distributor',
  readAt: supplied.readAt,
  remoteId: supplied.remoteId,
});

export const billedEvidence = (books: CustomerBooks, psa: PsaBook, line: BilledLine): Evidence => ({
  label: 'Billed at the PSA',
  value: `${printDecimal(line.quantity)} x ${line.description} at ${moneyText(line.unitPrice, currencyOf(books, agreementOf(psa, line)))} a bill`,
  source: 'psa',
  readAt: line.readAt,
  remoteId: line.remoteId,
});

export const matchEvidence = (how: 'subscriptionId' | 'service'): Evidence => ({
  label: 'Matched by',
  value: how === 'subscriptionId' ? 'the subscription id in the PSA line' : 'the account and the service mapped to the product',
  source: 'mapping',
});

export const mappingEvidence = (service: Service): Evidence => ({
  label: 'Product mapping',
  value: `billed as ${service.name}`,
  source: 'mapping',
  remoteId: service.remoteId,
});

/** "1 seat", "25 seats". */
export const seatsText = (count: Decimal | number): string => {
  const number = printDecimal(new Decimal(count));
  return number === '1' ? '1 seat' : `${number} seats`;
};
