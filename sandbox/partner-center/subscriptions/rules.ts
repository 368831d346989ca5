import { isWaiting } from '../../world/terms-end.ts';
import type { BillingCycle, NextTerm, Sku, Subscription, SubscriptionStatus, Term } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { isAfter, plusHours } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { no } from './codes.ts';
import type { Kind } from './kinds.ts';

/** What a PATCH asks for. Fields that were left out of the sent resource are undefined here. */
export type Asked = {
  readonly friendlyName: string | undefined;
  readonly quantity: number | undefined;
  readonly status: string | undefined;
  readonly autoRenew: boolean | undefined;
  readonly billingCycle: BillingCycle | undefined;
  readonly term: Term | undefined;
  readonly nextTerm: NextTerm | undefined;
  readonly nextBillingCycle: BillingCycle | undefined;
  /** From `scheduledActions`: what the term's end is to bring without automatic renewal. */
  readonly atTermEnd?: Subscription['atTermEnd'];
};

/** 7 days counted as 168 hours from the exact time (new-commerce policy; hours by several vendors' pages). */
export const windowHours = 168;

/** Statuses that take no change at all, and why. */
export function checkChangeable(subscription: Subscription): Refusal | undefined {
  switch (subscription.status) {
    case 'deleted':
      return refuse(2011, subscription.id);
    case 'pending':
    case 'none':
      return refuse(800082);
    case 'expired':
    case 'disabled':
      return refuse(900277);
    case 'active':
    case 'suspended':
      return undefined;
  }
}

/**
 * While a renewal waits in its queue, automatic renewal, next-term instructions, suspending and reactivating are read-only;
 * everything else may be tried and is answered 409.
 */
export function checkWaiting(world: World, before: Subscription, asked: Asked): Refusal | undefined {
  if (!isWaiting(before, world.clock.nowMs())) return undefined;
  const status = (asked.status ?? before.status).toLowerCase();
  const isLocked =
    (asked.autoRenew ?? false) !== before.autoRenew ||
    JSON.stringify(asked.nextTerm) !== JSON.stringify(before.nextTerm) ||
    (status !== before.status && status !== 'deleted');
  if (isLocked) return no(900280);
  return world.switch('renewals').refusal === '800082' ? refuse(800082) : refuse(900278);
}

export function checkUpdates(world: World, { version }: Subscription): Refusal | undefined {
  const { most } = world.switch('subscriptionUpdates');
  return most > 0 && version > most ? no(900311) : undefined;
}

/** Which status may be asked for next; cancelling only inside the window after purchase or renewal. */
export function checkStatus(
  subscription: Subscription,
  asked: string | undefined,
  now: string,
  kind: Kind = 'licence',
): SubscriptionStatus | Refusal {
  const wanted = (asked ?? subscription.status).toLowerCase();
  if (wanted === subscription.status) return subscription.status;
  if (wanted === 'suspended') return 'suspended';
  if (wanted === 'active') return isAfter(subscription.commitmentEndAt, now) ? 'active' : refuse(900277);
  return wanted === 'deleted' ? checkCancel(subscription, now, kind) : refuse(800096);
}

/** Days or hours of the windows as their refusals name them. */
const windows: Readonly<Partial<Record<Kind, () => Refusal>>> = {
  licence: () => refuse(900117, '7'),
  software: () => refuse(900117, '7'),
  perpetual: () => refuse(900117, '30'),
  reservation: () => refuse(900117, '7'),
  marketplace: () => no(900213, '72'),
};

/** What is not in the table is never cancelled this way: the old commerce is suspended, an Azure plan ends with its last Azure subscription. */
function checkCancel(subscription: Subscription, now: string, kind: Kind): 'deleted' | Refusal {
  const passed = windows[kind];
  if (passed === undefined) return refuse(800096);
  if (subscription.extended !== undefined) return 'deleted';
  return isAfter(subscription.cancellationAllowedUntil, now) ? 'deleted' : passed();
}

/** New seats and their purchases; refused when outside the SKU's limits or when more is given back than may be. */
export function changeSeats(
  subscription: Subscription,
  quantity: number,
  sku: Pick<Sku, 'minimumQuantity' | 'maximumQuantity'>,
  now: string,
): Pick<Subscription, 'quantity' | 'seatBatches'> | Refusal {
  if (quantity < Math.max(1, sku.minimumQuantity) || quantity > sku.maximumQuantity) return refuse(2002);
  const more = quantity - subscription.quantity;
  if (more > 0) return { quantity, seatBatches: [...subscription.seatBatches, newBatch(subscription, more, now)] };
  // Seats of the old commerce have no windows.
  if (subscription.legacy !== undefined) return { quantity, seatBatches: [{ quantity, addedAt: now, refundableUntil: now }] };
  const seatBatches = givenBack(subscription, -more, now);
  return isRefusal(seatBatches) ? seatBatches : { quantity, seatBatches };
}

/** In an extended service term seats go back until the month ends, else for 168 hours. */
export const newBatch = (subscription: Subscription, quantity: number, now: string) => ({
  quantity,
  addedAt: now,
  refundableUntil: subscription.extended === undefined ? plusHours(now, windowHours) : subscription.commitmentEndAt,
});

/** Youngest seats first: they have the longest window left, and the documentation names no order. */
function givenBack(subscription: Subscription, seats: number, now: string): Subscription['seatBatches'] | Refusal {
  let toGiveBack = seats;
  const batches = subscription.seatBatches.toReversed().map((batch) => {
    const given = isAfter(batch.refundableUntil, now) ? Math.min(batch.quantity, toGiveBack) : 0;
    toGiveBack -= given;
    return { ...batch, quantity: batch.quantity - given };
  });
  if (toGiveBack > 0) return refuse(800090);
  return batches.toReversed().filter((batch) => batch.quantity > 0);
}

const monthsOf: Readonly<Record<Term, number>> = { P1M: 1, P1Y: 12, P3Y: 36 };
const monthsOfCycle: Readonly<Record<BillingCycle, number>> = { monthly: 1, annual: 12, triennial: 36 };

export const isShorter = (term: Term, than: Term): boolean => monthsOf[term] < monthsOf[than];

/** Mid-term a term may only become longer, and never for a trial. */
export function checkTerm(subscription: Subscription, term: Term): Refusal | undefined {
  if (term === subscription.term) return undefined;
  if (subscription.isTrial) return refuse(800107);
  return isShorter(term, subscription.term) ? refuse(800122) : undefined;
}

export const checkCycle = (cycle: BillingCycle, term: Term): Refusal | undefined =>
  monthsOfCycle[cycle] > monthsOf[term] ? refuse(900270) : undefined;

/** Whether a change takes hold at once and therefore deletes everything that was scheduled (page "Create scheduled changes"). */
export const isImmediate = (before: Subscription, after: Subscription): boolean =>
  before.quantity !== after.quantity || before.term !== after.term || before.status !== after.status;
