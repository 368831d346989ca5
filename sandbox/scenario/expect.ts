import { Decimal } from '../../src/lib/decimal.ts';
import { monthsOf } from '../world/estate/times.ts';
import type { Planted } from '../world/planted.ts';
import type { DistributorSubscription, PsaAddition, ScenarioFinding, Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { retailOf } from './books.ts';
import { atDistributor, customerOf, linesOf, subscriptionOf } from './find.ts';
import type { Expectation } from './language.ts';

/** Whom an expectation is about, found when its step happens. */
export type Expected = { readonly expectation: Expectation; readonly customerId: string; readonly subscriptionId: string | undefined };

/** `subject`: what the step above it touched. */
export function expectedOf(
  world: World,
  expectation: Expectation,
  subject: { readonly customerId?: string | undefined; readonly subscriptionId?: string | undefined },
  names: ReadonlyMap<string, string>,
): Expected {
  const { subscription, customer, sku } = expectation;
  if (subscription !== undefined) {
    const row = subscriptionOf(world, subscription, names);
    return { expectation, customerId: row.customerId, subscriptionId: row.id };
  }
  if (customer !== undefined) {
    const row = sku === undefined ? undefined : subscriptionOf(world, { customer, sku }, names);
    return { expectation, customerId: customerOf(world, customer).id, subscriptionId: row?.id };
  }
  return { expectation, customerId: subject.customerId ?? '', subscriptionId: subject.subscriptionId };
}

type OneBooks = {
  readonly subscription: Subscription;
  readonly lines: readonly PsaAddition[];
  readonly bought: DistributorSubscription | undefined;
};
type Books = Omit<OneBooks, 'subscription'> & { readonly subscription: Subscription | undefined };
type Worth = { readonly expected: string; readonly actual: string; readonly money: Decimal };

const zero = new Decimal(0);
const live = (lines: readonly PsaAddition[]): readonly PsaAddition[] => lines.filter(({ cancelledDate }) => cancelledDate === undefined);
const billed = ({ lines }: OneBooks): Decimal => live(lines).reduce((sum, line) => sum.plus(line.quantity), zero);
const priceOf = ({ lines }: OneBooks): Decimal => new Decimal(lines[0]?.unitPrice ?? '0');
const monthly = ({ subscription, bought }: OneBooks): Decimal =>
  new Decimal(bought?.partnerCost ?? subscription.unitPrice).div(monthsOf(subscription.billingCycle));

/** The right answer by kind, from the books as they stand (sandbox/README.md, money of a planted difference). */
const worth: Readonly<Record<string, (books: OneBooks, world: World) => Worth>> = {
  quantity_mismatch_psa: (books) => {
    const quantity = new Decimal(books.subscription.quantity);
    return { expected: quantity.toString(), actual: billed(books).toString(), money: quantity.minus(billed(books)).times(priceOf(books)) };
  },
  cancelled_still_billed_psa: (books) => ({
    expected: '0',
    actual: billed(books).toString(),
    money: billed(books).times(priceOf(books)).negated(),
  }),
  missing_in_psa: (books, world) => unbilled(books, world),
  unmapped_product: (books, world) => unbilled(books, world),
  duplicate_psa: (books) => {
    const [, ...more] = live(books.lines);
    const money = more.reduce((sum, line) => sum.plus(new Decimal(line.quantity).times(line.unitPrice)), zero).negated();
    return {
      expected: books.lines[0]?.quantity ?? '0',
      actual: live(books.lines)
        .map((line) => line.quantity)
        .join(' and '),
      money,
    };
  },
  wrong_term_psa: (books, world) => {
    const right = retailOf(world, books.subscription);
    return {
      expected: right.toFixed(2),
      actual: priceOf(books).toFixed(2),
      money: right.minus(priceOf(books)).times(books.subscription.quantity),
    };
  },
  price_mismatch_sell: (books, world) => {
    const right = retailOf(world, books.subscription);
    return {
      expected: right.toFixed(2),
      actual: priceOf(books).toFixed(2),
      money: right.minus(priceOf(books)).times(books.subscription.quantity),
    };
  },
  price_below_cost: (books) => {
    const cost = new Decimal(books.lines[0]?.unitCost ?? '0');
    return {
      expected: `>= ${cost.toFixed(2)}`,
      actual: priceOf(books).toFixed(2),
      money: cost.minus(priceOf(books)).times(books.subscription.quantity),
    };
  },
  quantity_mismatch_distributor: (books) => {
    const surplus = new Decimal(books.bought?.quantity ?? 0).minus(books.subscription.quantity);
    return {
      expected: String(books.subscription.quantity),
      actual: String(books.bought?.quantity ?? 0),
      money: surplus.times(monthly(books)),
    };
  },
  extended_term_charged: (books) => {
    const cost = new Decimal(books.lines[0]?.unitCost ?? '0');
    const now = new Decimal(books.subscription.unitPrice).div(monthsOf(books.subscription.billingCycle));
    return { expected: cost.toFixed(2), actual: now.toFixed(2), money: now.minus(cost).times(books.subscription.quantity) };
  },
  price_mismatch_distributor: (books) => {
    const right = new Decimal(books.subscription.unitPrice).div(monthsOf(books.subscription.billingCycle));
    return {
      expected: right.toFixed(2),
      actual: monthly(books).toFixed(2),
      money: monthly(books).minus(right).times(books.subscription.quantity),
    };
  },
};

const unbilled = (books: OneBooks, world: World): Worth => ({
  expected: String(books.subscription.quantity),
  actual: '0',
  money: retailOf(world, books.subscription).times(books.subscription.quantity),
});

const nothing: Books = { subscription: undefined, lines: [], bought: undefined };

function booksOf(world: World, subscriptionId: string | undefined): Books {
  const subscription = subscriptionId === undefined ? undefined : world.tables.subscriptions.get(subscriptionId);
  return subscription === undefined
    ? nothing
    : { subscription, lines: linesOf(world, subscription), bought: atDistributor(world, subscription) };
}

const subscriptionFacts = ({ id, accountId, productId, skuId, offerName }: Subscription) => ({
  subscriptionId: id,
  accountId,
  sku: `${productId}:${skuId}`,
  productName: offerName,
});

/** The finding as it should be reported, once everything has happened. */
export function findingOf(world: World, { expectation, customerId, subscriptionId }: Expected): ScenarioFinding {
  const { subscription, lines, bought } = booksOf(world, subscriptionId);
  const known = subscription === undefined ? undefined : worth[expectation.kind]?.({ subscription, lines, bought }, world);
  return {
    kind: expectation.kind,
    customerId,
    customerName: world.tables.customers.get(customerId)?.name ?? '',
    ...(subscription === undefined ? {} : subscriptionFacts(subscription)),
    ...(bought === undefined ? {} : { distributorSubscriptionId: bought.id }),
    psaAdditionIds: lines.map(({ id }) => id),
    ...(known === undefined ? {} : { expected: known.expected, actual: known.actual }),
    money: expectation.money ?? known?.money.toFixed(2) ?? '0.00',
    currency: 'USD',
    causes: expectation.causes,
  };
}

/** In the form in which the sample estate's differences are told. */
export const asPlanted = (finding: ScenarioFinding, id: string, story: string): Planted => ({
  id,
  kind: finding.kind,
  story,
  accountId: finding.accountId ?? '',
  customerId: finding.customerId,
  customerName: finding.customerName,
  ...(finding.subscriptionId === undefined ? {} : { subscriptionId: finding.subscriptionId }),
  ...(finding.distributorSubscriptionId === undefined ? {} : { distributorSubscriptionId: finding.distributorSubscriptionId }),
  psaAdditionIds: finding.psaAdditionIds,
  ...(finding.productName === undefined ? {} : { productName: finding.productName }),
  expected: finding.expected ?? '',
  actual: finding.actual ?? '',
  impact: finding.money,
  currency: 'USD',
});
