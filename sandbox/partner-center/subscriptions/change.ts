import { cycleEnd } from '../../world/estate/times.ts';
import { atPresent } from '../../world/terms-cycle.ts';
import { canExtend } from '../../world/terms-end.ts';
import { planOf, sold } from '../../world/terms-renew.ts';
import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { plusHours, termEnd } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { activeEntitlements } from './azure-entitlements.ts';
import { no } from './codes.ts';
import { type Kind, kindOf } from './kinds.ts';
import { checkNextTerm } from './next-term.ts';
import * as rules from './rules.ts';

type Asked = rules.Asked;

/**
 * What a subscription becomes when the sent resource is taken as the whole truth. What was left out is not "unchanged":
 * auto-renew becomes false, next-term and next-charge instructions go (page "Update a subscription by ID").
 */
export function changed(world: World, row: Subscription, asked: Asked): Subscription | Refusal {
  const now = world.now();
  const before = atPresent(row, world);
  const kind = kindOf(world, before);
  const closed = rules.checkChangeable(before) ?? rules.checkWaiting(world, before, asked) ?? rules.checkUpdates(world, before);
  if (closed !== undefined) return closed;
  const status = rules.checkStatus(before, asked.status, now, kind);
  if (isRefusal(status)) return status;
  if (before.status === 'suspended' && status === 'suspended') return whileSuspended(before, asked);
  if (status === 'deleted') return { ...ended(before, now), status };
  if (status === 'suspended') return suspended(world, before, now);
  if (before.status === 'suspended' && isBelowClosed(world, before)) return no(27009);
  return whileActive(world, { before, kind, now }, { ...before, status }, asked);
}

type Change = { readonly before: Subscription; readonly kind: Kind; readonly now: string };

function whileActive(world: World, change: Change, started: Subscription, asked: Asked): Subscription | Refusal {
  const { before, kind, now } = change;
  const named: Subscription = { ...started, friendlyName: asked.friendlyName ?? before.friendlyName, autoRenew: asked.autoRenew ?? false };
  const seated = withSeats(world, named, asked, change);
  if (isRefusal(seated)) return seated;
  if (kind === 'legacy' || kind === 'legacyAzure') return legacySchedule(before, seated, asked);
  const termed = withTerm(world, seated, asked, now);
  return isRefusal(termed) ? termed : withSchedule(world, before, termed, asked);
}

/** A suspended subscription takes a new name and nothing else. */
function whileSuspended(before: Subscription, asked: Asked): Subscription | Refusal {
  if (asked.quantity !== undefined && asked.quantity !== before.quantity) return refuse(2001);
  if (asked.autoRenew === true || asked.nextTerm !== undefined || (asked.term ?? before.term) !== before.term) return refuse(800091);
  return { ...before, friendlyName: asked.friendlyName ?? before.friendlyName };
}

/** Scheduled changes go, the next charge's stay; automatic renewal is off from now on. */
function suspended(world: World, before: Subscription, now: string): Subscription | Refusal {
  if (kindOf(world, before) === 'azurePlan' && activeEntitlements(world, before).length > 0) return no(900115);
  return { ...withoutSchedule(before), status: 'suspended', autoRenew: false, suspendedAt: now };
}

function isBelowClosed(world: World, { parentSubscriptionId }: Subscription): boolean {
  if (parentSubscriptionId === undefined) return false;
  const parent = world.tables.subscriptions.get(parentSubscriptionId.toLowerCase());
  return parent !== undefined && parent.status !== 'active';
}

const ended = (before: Subscription, now: string): Subscription => ({
  ...withoutNextCharge(withoutSchedule(before)),
  autoRenew: false,
  cancelledAt: now,
});

/** Seats change where there are seats: a licence of software is given back whole, an Azure plan and a reservation have one count. */
function withSeats(world: World, subscription: Subscription, asked: Asked, { kind, now }: Change): Subscription | Refusal {
  if (asked.quantity === undefined || asked.quantity === subscription.quantity) return subscription;
  if (kind !== 'licence' && kind !== 'marketplace' && kind !== 'legacy') return no(800095);
  const sku = world.tables.skus.get(`${subscription.productId}:${subscription.skuId}`) ?? { minimumQuantity: 1, maximumQuantity: 100_000 };
  const seats = rules.changeSeats(subscription, asked.quantity, sku, now);
  return isRefusal(seats) ? seats : { ...subscription, ...seats };
}

/** A longer term starts at once: new price, new end, and the cancel window opens again. */
function withTerm(world: World, subscription: Subscription, asked: Asked, now: string): Subscription | Refusal {
  if (asked.term === undefined || asked.term === subscription.term) return subscription;
  const refused = rules.checkTerm(subscription, asked.term);
  if (refused !== undefined) return refused;
  const wanted = { ...subscription, term: asked.term, billingCycle: asked.billingCycle ?? subscription.billingCycle };
  const availability = planOf(world, wanted);
  if (availability === undefined) return refuse(800121);
  const { anchorAt: _over, extended: _month, ...begun } = wanted;
  const nowMs = world.clock.nowMs();
  const windowEnd = plusHours(now, rules.windowHours);
  return {
    ...begun,
    ...sold(world, subscription, availability, now),
    effectiveStartAt: now,
    commitmentEndAt: termEnd(now, asked.term),
    billingCycleEndAt: cycleEnd(nowMs, nowMs, wanted.billingCycle, asked.term),
    cancellationAllowedUntil: windowEnd,
    seatBatches: [{ quantity: subscription.quantity, addedAt: now, refundableUntil: windowEnd }],
  };
}

/** Scheduled things are set last, and an immediate change deletes them. */
function withSchedule(world: World, before: Subscription, after: Subscription, asked: Asked): Subscription | Refusal {
  const cycle = nextCycle(after, asked);
  if (cycle !== undefined) {
    const refused = rules.checkCycle(cycle, after.term);
    if (refused !== undefined) return refused;
    if (planOf(world, { ...after, billingCycle: cycle }) === undefined) return refuse(900269);
  }
  const bare = withoutNextCharge(withoutSchedule(after));
  const charged: Subscription = cycle === undefined ? bare : { ...bare, nextBillingCycle: cycle };
  const isImmediate = rules.isImmediate(before, after);
  const ending = isImmediate ? charged : withEnd(world, charged, asked);
  if (isRefusal(ending)) return ending;
  // Scheduled changes need automatic renewal (page "Manage scheduled changes"): with it they go.
  if (asked.nextTerm === undefined || isImmediate || !ending.autoRenew) return ending;
  const nextTerm = checkNextTerm(world, after, asked.nextTerm);
  return isRefusal(nextTerm) ? nextTerm : { ...ending, nextTerm };
}

/** Without automatic renewal one may choose between the end and the extended service term, where there is one. */
function withEnd(world: World, row: Subscription, { atTermEnd }: Asked): Subscription | Refusal {
  if (atTermEnd === undefined || row.autoRenew) return row;
  if (atTermEnd === 'extend' && !canExtend(world, row)) return refuse(800093);
  return { ...row, atTermEnd };
}

/** The old commerce knows neither terms nor schedules in a subscription; its billing cycle is the order's. */
function legacySchedule(before: Subscription, after: Subscription, asked: Asked): Subscription | Refusal {
  if (asked.billingCycle !== undefined && asked.billingCycle !== before.billingCycle) return no(2054);
  return asked.nextTerm === undefined && asked.atTermEnd === undefined ? after : no(900263);
}

/** Another billing cycle than the running one is a wish for the end of the charge cycle; a kept instruction stays. */
function nextCycle(after: Subscription, asked: Asked): Subscription['nextBillingCycle'] {
  if (asked.billingCycle !== undefined && asked.billingCycle !== after.billingCycle) return asked.billingCycle;
  return asked.nextBillingCycle === after.billingCycle ? undefined : asked.nextBillingCycle;
}

const withoutSchedule = ({ nextTerm: _gone, atTermEnd: _end, ...rest }: Subscription): Subscription => rest;
const withoutNextCharge = ({ nextBillingCycle: _gone, ...rest }: Subscription): Subscription => rest;
