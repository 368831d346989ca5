import { type Agenda, dueRow, settle } from './due.ts';
import { type Anchor, anchorOf, dayMs, instantAt, monthsOf, nextPoint } from './estate/times.ts';
import type { BillingCycle, DistributorSubscription, Subscription, Term } from './types.ts';
import { type Change, put, type World } from './world.ts';

/** Days in grace and disabled before a subscription that did not renew is gone (reference 8.4, before extended service terms). */
const expiredDays = 30;
const disabledDays = 90;

/** Terms end and renew, charge cycles move on, what is not renewed goes in steps. */
export const termRule = dueRow('subscriptions', {
  at: dueAt,
  happen: (world, row) => {
    step(world, row);
  },
});

const termsOnly: Agenda = { rows: [termRule], days: [] };

/** Brings the terms of all subscriptions up to the present, oldest first. */
export function settleTerms(world: World): void {
  settle(world, termsOnly);
}

/** When the next thing happens to a subscription by itself; a second after the last second of a term or cycle. */
function dueAt(row: Subscription): number {
  const endMs = Date.parse(row.commitmentEndAt) + 1000;
  switch (row.status) {
    case 'active':
    case 'suspended':
      return Math.min(endMs, Date.parse(row.billingCycleEndAt) + 1000);
    case 'expired':
      return endMs + expiredDays * dayMs;
    case 'disabled':
      return endMs + (expiredDays + disabledDays) * dayMs;
    case 'deleted':
    case 'pending':
    case 'none':
      return Number.POSITIVE_INFINITY;
  }
}

function step(world: World, row: Subscription): void {
  const atMs = dueAt(row);
  const at = instantAt(atMs);
  const next = stepped(world, row, atMs);
  const after: Subscription = { ...next.row, modifiedAt: at, version: row.version + 1 };
  world.apply({
    kind: next.kind,
    actor: { kind: 'system', name: 'Microsoft' },
    cause: 'time',
    at,
    about: { accountId: row.accountId, customerId: row.customerId, subscriptionId: row.id, operationType: 'update_subscription' },
    changes: [put('subscriptions', after), ...atDistributor(world, row, after, at)],
  });
}

type Stepped = { readonly kind: string; readonly row: Subscription };

function stepped(world: World, row: Subscription, atMs: number): Stepped {
  if (row.status === 'expired') return { kind: 'subscription.disabled', row: { ...row, status: 'disabled' } };
  if (row.status === 'disabled') return { kind: 'subscription.deleted', row: { ...row, status: 'deleted', cancelledAt: instantAt(atMs) } };
  if (Date.parse(row.commitmentEndAt) >= atMs) return { kind: 'subscription.cycleCharged', row: nextCycle(world, row, atMs) };
  if (row.status === 'suspended') return { kind: 'subscription.disabled', row: { ...row, status: 'disabled' } };
  if (!row.autoRenew) return { kind: 'subscription.expired', row: { ...row, status: 'expired' } };
  return { kind: 'subscription.renewed', row: renewed(world, row, atMs) };
}

/** A changed billing cycle takes hold at the end of the running one. */
function nextCycle(world: World, { nextBillingCycle, ...row }: Subscription, atMs: number): Subscription {
  const billingCycle = nextBillingCycle ?? row.billingCycle;
  const availability = planOf(world, { ...row, billingCycle });
  return {
    ...row,
    billingCycle,
    ...(nextBillingCycle === undefined || availability === undefined
      ? {}
      : { availabilityId: availability.availabilityId, unitPrice: priceOf(row, availability) }),
    billingCycleEndAt: cycleEndOf(anchorIn(row), atMs, billingCycle, row.commitmentEndAt),
  };
}

function anchorIn({ anchorAt, effectiveStartAt, term }: Pick<Subscription, 'anchorAt' | 'effectiveStartAt' | 'term'>): Anchor {
  const startMs = Date.parse(effectiveStartAt);
  return anchorOf(anchorAt === undefined ? startMs : Date.parse(anchorAt), startMs, term);
}

/** A charge cycle ends on its day, and with its term at the latest. */
function cycleEndOf(anchor: Anchor, startMs: number, cycle: BillingCycle, termEndAt: string): string {
  const end = instantAt(nextPoint(anchor, startMs, monthsOf(cycle)) - 1000);
  return end < termEndAt ? end : termEndAt;
}

/** A new term: scheduled instructions take hold, the price is the list's, the window opens again. */
function renewed(world: World, { nextTerm, nextBillingCycle, ...row }: Subscription, atMs: number): Subscription {
  const { productId, skuId, term, billingCycle, quantity }: Plan = nextTerm ?? {
    ...row,
    billingCycle: nextBillingCycle ?? row.billingCycle,
  };
  const wanted: Plan = { productId, skuId, term, billingCycle, quantity };
  const start = instantAt(atMs);
  const windowEnd = instantAt(atMs + 7 * dayMs);
  const availability = planOf(world, wanted);
  const { anchorAt, commitmentEndAt } = termFrom(row, atMs, term, nextTerm?.customTermEndDate);
  return {
    ...row,
    ...wanted,
    ...(availability === undefined ? {} : { availabilityId: availability.availabilityId, unitPrice: priceOf(row, availability) }),
    seatBatches: [{ quantity, addedAt: start, refundableUntil: windowEnd }],
    effectiveStartAt: start,
    anchorAt,
    commitmentEndAt,
    cancellationAllowedUntil: windowEnd,
    billingCycleEndAt: cycleEndOf(anchorIn({ anchorAt, effectiveStartAt: start, term }), atMs, billingCycle, commitmentEndAt),
  };
}

/** A chosen end is the day from which everything is counted afterwards; without one the old anchor goes on. */
function termFrom(
  row: Subscription,
  atMs: number,
  term: Term,
  customTermEndDate: string | undefined,
): { readonly anchorAt: string; readonly commitmentEndAt: string } {
  const chosenMs = customTermEndDate === undefined ? 0 : Date.parse(customTermEndDate.slice(0, 10)) + dayMs;
  if (chosenMs > atMs) return { anchorAt: instantAt(chosenMs), commitmentEndAt: instantAt(chosenMs - 1000) };
  const anchorAt = row.anchorAt ?? row.effectiveStartAt;
  return { anchorAt, commitmentEndAt: instantAt(nextPoint({ ms: Date.parse(anchorAt) }, atMs, monthsOf(term)) - 1000) };
}

type Plan = Pick<Subscription, 'productId' | 'skuId' | 'term' | 'billingCycle' | 'quantity'>;

const planOf = (world: World, wanted: Pick<Subscription, 'productId' | 'skuId' | 'term' | 'billingCycle'>) =>
  world.tables.availabilities
    .by('sku', `${wanted.productId}:${wanted.skuId}`)
    .find((row) => row.term === wanted.term && row.billingCycle === wanted.billingCycle);

const priceOf = (row: Subscription, availability: { readonly unitPrice: string; readonly distributorPrice: string }): string =>
  row.distributorAccountId === undefined ? availability.unitPrice : availability.distributorPrice;

/** The distributor's commitment moves on with the term; what is gone at Microsoft is cancelled there. */
function atDistributor(world: World, before: Subscription, after: Subscription, at: string): Change[] {
  const row = world.tables.distributorSubscriptions.by('vendorSubscriptionId', before.id)[0];
  if (row === undefined || row.status === 'Cancelled') return [];
  const moved: DistributorSubscription = { ...row, updatedAt: at };
  if (after.status === 'deleted' || after.status === 'disabled')
    return [put('distributorSubscriptions', { ...moved, status: 'Cancelled', endDate: at })];
  if (after.commitmentEndAt === before.commitmentEndAt || row.commitment === undefined) return [];
  return [
    put('distributorSubscriptions', {
      ...moved,
      quantity: row.quantity + after.quantity - before.quantity,
      commitment: { ...row.commitment, endDate: after.commitmentEndAt },
    }),
  ];
}
