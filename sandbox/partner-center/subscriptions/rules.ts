import type { BillingCycle, NextTerm, Sku, Subscription, SubscriptionStatus, Term } from '../../world/types.ts';
import { isAfter, plusHours } from '../dates.ts';
import { type Refusal, refuse } from '../errors.ts';

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

/** Which status may be asked for next; cancelling only inside the window after purchase or renewal. */
export function checkStatus(subscription: Subscription, asked: string | undefined, now: string): SubscriptionStatus | Refusal {
  const wanted = (asked ?? subscription.status).toLowerCase();
  if (wanted === subscription.status) return subscription.status;
  if (wanted === 'suspended') return 'suspended';
  if (wanted === 'active') return isAfter(subscription.commitmentEndAt, now) ? 'active' : refuse(900277);
  if (wanted === 'deleted') return isAfter(subscription.cancellationAllowedUntil, now) ? 'deleted' : refuse(900117, '7');
  return refuse(800096);
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
  if (more >= 0) {
    const batch = { quantity: more, addedAt: now, refundableUntil: plusHours(now, windowHours) };
    return { quantity, seatBatches: [...subscription.seatBatches, batch] };
  }
  let toGiveBack = -more;
  // Youngest seats first: they have the longest window left, and the documentation names no order.
  const batches = subscription.seatBatches.toReversed().map((batch) => {
    const given = isAfter(batch.refundableUntil, now) ? Math.min(batch.quantity, toGiveBack) : 0;
    toGiveBack -= given;
    return { ...batch, quantity: batch.quantity - given };
  });
  if (toGiveBack > 0) return refuse(800090);
  return { quantity, seatBatches: batches.toReversed().filter((batch) => batch.quantity > 0) };
}

const monthsOf: Readonly<Record<Term, number>> = { P1M: 1, P1Y: 12, P3Y: 36 };
const monthsOfCycle: Readonly<Record<BillingCycle, number>> = { monthly: 1, annual: 12, triennial: 36 };

/** Mid-term a term may only become longer, and never for a trial. */
export function checkTerm(subscription: Subscription, term: Term): Refusal | undefined {
  if (term === subscription.term) return undefined;
  if (subscription.isTrial) return refuse(800107);
  return monthsOf[term] < monthsOf[subscription.term] ? refuse(800122) : undefined;
}

export const checkCycle = (cycle: BillingCycle, term: Term): Refusal | undefined =>
  monthsOfCycle[cycle] > monthsOf[term] ? refuse(900270) : undefined;

/** Whether a change takes hold at once and therefore deletes everything that was scheduled (page "Create scheduled changes"). */
export const isImmediate = (before: Subscription, after: Subscription): boolean =>
  before.quantity !== after.quantity || before.term !== after.term || before.status !== after.status;
