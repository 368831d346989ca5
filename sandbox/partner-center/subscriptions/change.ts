import { cycleEnd } from '../../world/estate/times.ts';
import type { Availability, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { plusHours, termEnd } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { checkNextTerm } from './next-term.ts';
import { type Asked, changeSeats, checkChangeable, checkCycle, checkStatus, checkTerm, isImmediate, windowHours } from './rules.ts';

/**
 * What a subscription becomes when the sent resource is taken as the whole truth. What was left out is not "unchanged":
 * auto-renew becomes false, next-term and next-charge instructions go (page "Update a subscription by ID").
 */
export function changed(world: World, before: Subscription, asked: Asked): Subscription | Refusal {
  const now = world.now();
  const closed = checkChangeable(before);
  if (closed !== undefined) return closed;
  const status = checkStatus(before, asked.status, now);
  if (isRefusal(status)) return status;
  if (before.status === 'suspended' && status === 'suspended') return whileSuspended(before, asked);
  if (status === 'deleted') return { ...ended(before, now), status };
  if (status === 'suspended') return { ...withoutSchedule(before), status, autoRenew: false, suspendedAt: now };

  const named: Subscription = {
    ...before,
    status,
    friendlyName: asked.friendlyName ?? before.friendlyName,
    autoRenew: asked.autoRenew ?? false,
  };
  const seated = withSeats(world, named, asked, now);
  if (isRefusal(seated)) return seated;
  const termed = withTerm(world, seated, asked, now);
  if (isRefusal(termed)) return termed;
  return withSchedule(world, before, termed, asked);
}

/** A suspended subscription takes a new name and nothing else. */
function whileSuspended(before: Subscription, asked: Asked): Subscription | Refusal {
  if (asked.quantity !== undefined && asked.quantity !== before.quantity) return refuse(2001);
  if (asked.autoRenew === true || asked.nextTerm !== undefined || (asked.term ?? before.term) !== before.term) return refuse(800091);
  return { ...before, friendlyName: asked.friendlyName ?? before.friendlyName };
}

const ended = (before: Subscription, now: string): Subscription => ({
  ...withoutNextCharge(withoutSchedule(before)),
  autoRenew: false,
  cancelledAt: now,
});

function withSeats(world: World, subscription: Subscription, asked: Asked, now: string): Subscription | Refusal {
  if (asked.quantity === undefined || asked.quantity === subscription.quantity) return subscription;
  const sku = world.tables.skus.get(`${subscription.productId}:${subscription.skuId}`) ?? { minimumQuantity: 1, maximumQuantity: 100_000 };
  const seats = changeSeats(subscription, asked.quantity, sku, now);
  return isRefusal(seats) ? seats : { ...subscription, ...seats };
}

/** A longer term starts at once: new price, new end, and the cancel window opens again. */
function withTerm(world: World, subscription: Subscription, asked: Asked, now: string): Subscription | Refusal {
  if (asked.term === undefined || asked.term === subscription.term) return subscription;
  const refused = checkTerm(subscription, asked.term);
  if (refused !== undefined) return refused;
  const wanted = { ...subscription, term: asked.term, billingCycle: asked.billingCycle ?? subscription.billingCycle };
  const availability = findAvailability(world, wanted);
  if (availability === undefined) return refuse(800121);
  const { anchorAt: _over, ...begun } = wanted;
  const nowMs = world.clock.nowMs();
  return {
    ...begun,
    availabilityId: availability.availabilityId,
    unitPrice: costOf(subscription, availability),
    effectiveStartAt: now,
    commitmentEndAt: termEnd(now, asked.term),
    billingCycleEndAt: cycleEnd(nowMs, nowMs, wanted.billingCycle, asked.term),
    cancellationAllowedUntil: plusHours(now, windowHours),
  };
}

/** Scheduled things are set last, and an immediate change deletes them. */
function withSchedule(world: World, before: Subscription, after: Subscription, asked: Asked): Subscription | Refusal {
  const cycle = nextCycle(after, asked);
  if (cycle !== undefined) {
    const refused = checkCycle(cycle, after.term);
    if (refused !== undefined) return refused;
    if (findAvailability(world, { ...after, billingCycle: cycle }) === undefined) return refuse(900269);
  }
  const bare = withoutNextCharge(withoutSchedule(after));
  const charged: Subscription = cycle === undefined ? bare : { ...bare, nextBillingCycle: cycle };
  if (asked.nextTerm === undefined || isImmediate(before, after)) return charged;
  const nextTerm = checkNextTerm(world, after, asked.nextTerm);
  return isRefusal(nextTerm) ? nextTerm : { ...charged, nextTerm };
}

/** Another billing cycle than the running one is a wish for the end of the charge cycle; a kept instruction stays. */
function nextCycle(after: Subscription, asked: Asked): Subscription['nextBillingCycle'] {
  if (asked.billingCycle !== undefined && asked.billingCycle !== after.billingCycle) return asked.billingCycle;
  return asked.nextBillingCycle === after.billingCycle ? undefined : asked.nextBillingCycle;
}

const withoutSchedule = ({ nextTerm: _gone, ...rest }: Subscription): Subscription => rest;
const withoutNextCharge = ({ nextBillingCycle: _gone, ...rest }: Subscription): Subscription => rest;

/** The price row of a SKU for a term and a billing cycle, in the subscription's currency where there is a choice. */
export function findAvailability(
  world: World,
  wanted: Pick<Subscription, 'productId' | 'skuId' | 'term' | 'billingCycle' | 'currency'>,
): Availability | undefined {
  const rows = world.tables.availabilities
    .by('sku', `${wanted.productId}:${wanted.skuId}`)
    .filter((row) => row.term === wanted.term && row.billingCycle === wanted.billingCycle);
  return rows.find((row) => row.currency === wanted.currency) ?? rows[0];
}

/** What the partner pays: Microsoft's price, or the distributor's where it was bought there. */
const costOf = ({ distributorAccountId }: Subscription, availability: Availability): string =>
  distributorAccountId === undefined ? availability.unitPrice : availability.distributorPrice;
