import type { Seeded } from '../../../src/lib/seeded.ts';
import type { BillingCycle, Subscription, Term } from '../types.ts';
import { type Catalogue, type Plan, unmappedSku } from './catalogue.ts';
import type { CustomerPlan } from './customers.ts';
import { cycleEnd, dayMs, instantAt, monthsOf, spanEnd, termStartBefore } from './times.ts';

/** A subscription with the plan it was bought by: what all three books are made from. */
export type Sale = { readonly customer: CustomerPlan; readonly plan: Plan; readonly subscription: Subscription };

type Shape = readonly [Term, BillingCycle];

const shapes: readonly Shape[] = [
  ['P1Y', 'monthly'],
  ['P1Y', 'monthly'],
  ['P1Y', 'monthly'],
  ['P1Y', 'monthly'],
  ['P1Y', 'annual'],
  ['P1Y', 'annual'],
  ['P1Y', 'annual'],
  ['P1M', 'monthly'],
  ['P1M', 'monthly'],
  ['P3Y', 'annual'],
  ['P3Y', 'monthly'],
];

/** All subscriptions of one customer: each SKU once, so that clean books agree line by line. */
export function planSales(
  customer: CustomerPlan,
  catalogue: Catalogue,
  accountId: string,
  distributorAccountId: string | undefined,
  startsMs: number,
): Sale[] {
  const { random } = customer;
  // Most customers have a handful; one in ten has up to eighteen.
  const count = random.chance(0.1) ? random.int(11, 18) : random.int(3, 9);
  const skus = new Set<string>();
  while (skus.size < count) skus.add(random.pick(catalogue.drawer));
  return [...skus].map((skuKey) => {
    const [term, cycle] = random.pick(shapes);
    return makeSale(customer, catalogue.planOf(skuKey, term, cycle), seats(random), {
      accountId,
      distributorAccountId,
      startsMs,
      random,
      cancelled: random.chance(0.03),
    });
  });
}

/** Heavy-tailed: half of all below 8 seats, one in a hundred above 150. */
const seats = (random: Seeded): number => Math.max(1, Math.min(400, Math.round(3.2 / Math.pow(1 - random.next(), 0.85))));

type SaleFacts = {
  readonly accountId: string;
  readonly distributorAccountId: string | undefined;
  readonly startsMs: number;
  readonly random: Seeded;
  readonly cancelled: boolean;
};

export function makeSale(customer: CustomerPlan, plan: Plan, quantity: number, facts: SaleFacts): Sale {
  const { random, startsMs } = facts;
  const { availability } = plan;
  const ageDays = availability.term === 'P1M' ? random.int(2, 24) : random.int(8, availability.term === 'P1Y' ? 340 : 1000);
  const startMs = startsMs - ageDays * dayMs - random.int(0, 86_399) * 1000;
  const earlierTerms = random.chance(0.4) ? random.int(1, 2) : 0;
  const months = monthsOf(availability.term);
  const start = instantAt(startMs);
  const cancelledAt = instantAt(startMs + 3 * dayMs);
  const subscription: Subscription = {
    id: random.uuid(),
    accountId: facts.accountId,
    customerId: customer.customer.id,
    productId: availability.productId,
    skuId: availability.skuId,
    availabilityId: availability.availabilityId,
    offerName: plan.title,
    friendlyName: plan.title,
    quantity,
    seatBatches: [{ quantity, addedAt: start, refundableUntil: instantAt(startMs + 7 * dayMs) }],
    term: availability.term,
    billingCycle: availability.billingCycle,
    status: facts.cancelled && ageDays > 4 ? 'deleted' : 'active',
    ...termEnd(random),
    isTrial: false,
    createdAt: instantAt(startMs - termsBefore(startMs, months, earlierTerms) * months * 30 * dayMs),
    effectiveStartAt: start,
    commitmentEndAt: spanEnd(startMs, months),
    cancellationAllowedUntil: instantAt(startMs + 7 * dayMs),
    billingCycleEndAt: cycleEnd(startMs, startsMs, availability.billingCycle, availability.term),
    orderId: random.uuid().replaceAll('-', '').slice(0, 12),
    unitPrice: facts.distributorAccountId === undefined ? availability.unitPrice : availability.distributorPrice,
    currency: availability.currency,
    modifiedAt: start,
    version: 1,
    ...(facts.distributorAccountId === undefined ? {} : { distributorAccountId: facts.distributorAccountId }),
    ...(facts.cancelled && ageDays > 4 ? { cancelledAt, modifiedAt: cancelledAt, autoRenew: false } : {}),
  };
  return { customer, plan, subscription };
}

/** How many terms came before, as wanted or fewer: none ends on a day that no month before leads to. */
function termsBefore(startMs: number, months: number, wanted: number): number {
  let firstMs = startMs;
  for (let count = 0; count < wanted; count += 1) {
    const beforeMs = termStartBefore(firstMs, months);
    if (beforeMs === undefined) return count;
    firstMs = beforeMs;
  }
  return wanted;
}

/** What one seat costs the partner a month. */
export const monthlyCost = ({ plan, subscription }: Sale): string =>
  subscription.distributorAccountId === undefined ? plan.monthly.partner : plan.monthly.distributor;

export const hasPsaService = (skuKey: string): boolean => skuKey !== unmappedSku;

/** One in ten is to end with its term, by a cancellation that somebody asked for: automatic renewal off alone is a trap, and clean books have none. */
const termEnd = (random: Seeded): Pick<Subscription, 'autoRenew' | 'atTermEnd'> =>
  random.chance(0.9) ? { autoRenew: true } : { autoRenew: false, atTermEnd: 'cancel' };
