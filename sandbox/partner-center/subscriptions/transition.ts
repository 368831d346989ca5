import { follow } from '../../acts/follow.ts';
import { cycleEnd, instantAt } from '../../world/estate/times.ts';
import { upgradesOf } from '../../world/prices/extra-catalogue.ts';
import { atPresent } from '../../world/terms-cycle.ts';
import { isWaiting } from '../../world/terms-end.ts';
import { planOf, sold } from '../../world/terms-renew.ts';
import type { Availability, BillingCycle, SeatBatch, Sku, Subscription, Term, Transition } from '../../world/types.ts';
import { type Change, put, type World } from '../../world/world.ts';
import { plusHours, termEnd } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { no } from './codes.ts';
import type { By } from './keep.ts';
import { kindOf } from './kinds.ts';
import * as rules from './rules.ts';

/** What an upgrade asks for. */
export type WantedTransition = {
  /** `productId:skuId` or with an availability. */
  readonly toCatalogItemId: string;
  readonly toSubscriptionId: string | undefined;
  readonly quantity: number;
  readonly term: Term | undefined;
  readonly billingCycle: BillingCycle | undefined;
  readonly transitionType: Transition['transitionType'];
};

/** SKUs into which a subscription can go: a trial into what it was a trial of, others by the catalogue. */
export function targetsOf(world: World, row: Subscription): readonly string[] {
  const key = `${row.productId}:${row.skuId}`;
  const trialOf = world.tables.skus.get(key)?.trialOf;
  return row.isTrial && trialOf !== undefined ? [trialOf] : upgradesOf(key);
}

/**
 * An upgrade at once. All seats into a new SKU: the subscription keeps its id. Some of them: a new subscription with the windows of the
 * old one. Into another subscription: the seats move there. One event, so that both sides are told together.
 */
export function transition(world: World, source: Subscription, wanted: WantedTransition, by: By): Transition | Refusal {
  const before = atPresent(source, world);
  const target = checkedTarget(world, before, wanted);
  if (isRefusal(target)) return target;
  const now = world.now();
  const into = wanted.toSubscriptionId === undefined ? undefined : checkedInto(world, before, target, wanted.toSubscriptionId);
  if (isRefusal(into)) return into;
  const rows = movedRows(world, before, { ...wanted, target, into, now });
  const operation: Transition = {
    id: world.newId(),
    subscriptionId: before.id,
    fromCatalogItemId: `${before.productId}:${before.skuId}:${before.availabilityId}`,
    toCatalogItemId: `${target.productId}:${target.skuId}:${target.availabilityId}`,
    ...(into === undefined ? {} : { toSubscriptionId: into.id }),
    quantity: wanted.quantity,
    term: target.term,
    billingCycle: target.billingCycle,
    transitionType: wanted.transitionType,
    startedAt: now,
    completedAt: now,
  };
  const dated = rows.map((row) => ({ ...row, modifiedAt: now, version: row.version + 1 }));
  const changes: Change[] = [...dated.map((row) => put('subscriptions', row)), put('transitions', operation)];
  world.apply({
    kind: before.isTrial ? 'subscription.converted' : 'subscription.transitioned',
    actor: by.actor,
    cause: by.cause,
    at: now,
    about: {
      ...by.about,
      customerId: before.customerId,
      subscriptionId: before.id,
      operationType: before.isTrial ? 'convert_trial_subscription' : 'upgrade_subscription',
    },
    changes,
  });
  for (const row of dated) follow(world, row, now);
  return operation;
}

/** The sale into which it goes, or why it cannot. */
function checkedTarget(world: World, before: Subscription, wanted: WantedTransition): Availability | Refusal {
  const closed = checkSource(world, before);
  if (closed !== undefined) return closed;
  const [productId = '', skuId = ''] = wanted.toCatalogItemId.split(':');
  if (world.tables.products.get(productId) === undefined) return no(400013);
  const sku = world.tables.skus.get(`${productId}:${skuId}`);
  if (sku === undefined) return no(400018);
  if (!targetsOf(world, before).includes(sku.id)) return refuse(800002);
  if (wanted.quantity < Math.max(1, sku.minimumQuantity) || wanted.quantity > mostOf(before, sku)) return refuse(2002);
  return checkedPlan(world, before, { productId, skuId }, wanted);
}

function checkSource(world: World, before: Subscription): Refusal | undefined {
  if (before.legacy !== undefined) return no(900263);
  const closed = rules.checkChangeable(before) ?? rules.checkUpdates(world, before);
  if (closed !== undefined) return closed;
  if (before.status === 'suspended') return refuse(800091);
  if (isWaiting(before, world.clock.nowMs())) return refuse(900278);
  return kindOf(world, before) === 'licence' ? undefined : no(900141);
}

/** Not more seats than there are; a trial and an extended service term may take more along. */
const mostOf = (before: Subscription, { maximumQuantity }: Pick<Sku, 'maximumQuantity'>): number =>
  before.isTrial || before.extended !== undefined ? maximumQuantity : Math.min(before.quantity, maximumQuantity);

function checkedPlan(
  world: World,
  before: Subscription,
  sku: Pick<Subscription, 'productId' | 'skuId'>,
  wanted: WantedTransition,
): Availability | Refusal {
  const usual = usualPlan(before);
  const [term, billingCycle] = [wanted.term ?? usual.term, wanted.billingCycle ?? usual.billingCycle];
  if (!before.isTrial && rules.isShorter(term, before.term)) return no(900267);
  if (rules.checkCycle(billingCycle, term) !== undefined) return no(900270);
  const plan = planOf(world, { ...sku, term, billingCycle, currency: before.currency });
  if (plan !== undefined) return plan;
  return planOf(world, { ...sku, term, billingCycle: 'monthly' }) === undefined ? no(900268) : no(900269);
}

/** As before; out of a trial a year by the month, out of an extended service term the plan that it had. */
const usualPlan = (before: Subscription): { readonly term: Term; readonly billingCycle: BillingCycle } =>
  before.isTrial ? { term: 'P1Y', billingCycle: 'monthly' } : (before.extended ?? before);

/** The subscription that takes the seats over. */
function checkedInto(world: World, before: Subscription, target: Availability, id: string): Subscription | Refusal {
  if (before.id.toLowerCase() === id.toLowerCase()) return no(900259);
  const found = world.tables.subscriptions.get(id.toLowerCase());
  if (found === undefined || `${found.accountId}:${found.customerId}` !== `${before.accountId}:${before.customerId}`)
    return refuse(20003, id);
  if (found.status === 'pending') return no(900261);
  if (found.status !== 'active') return no(900258);
  if (`${found.productId}:${found.skuId}` !== `${target.productId}:${target.skuId}`) return no(900260);
  if (rules.isShorter(found.term, before.term)) return no(900267);
  return found.commitmentEndAt < before.commitmentEndAt ? no(900236) : atPresent(found, world);
}

type Moved = WantedTransition & { readonly target: Availability; readonly into: Subscription | undefined; readonly now: string };

/** All rows that an upgrade writes, their versions still as before. */
function movedRows(world: World, before: Subscription, moved: Moved): Subscription[] {
  const { into, quantity, now } = moved;
  const isWhole = quantity >= before.quantity;
  if (into !== undefined) {
    const windowEnd = plusHours(now, rules.windowHours);
    const batch = { quantity, addedAt: now, refundableUntil: windowEnd };
    const grown: Subscription = { ...into, quantity: into.quantity + quantity, seatBatches: [...into.seatBatches, batch] };
    return [isWhole ? closed(before, now) : reduced(before, quantity), grown];
  }
  if (isWhole) return [whole(world, before, moved)];
  return [reduced(before, quantity), partOf(world, before, moved)];
}

const closed = (before: Subscription, now: string): Subscription => ({
  ...unscheduled(before),
  status: 'deleted',
  autoRenew: false,
  cancelledAt: now,
});

const unscheduled = ({ nextTerm: _next, nextBillingCycle: _cycle, atTermEnd: _end, ...rest }: Subscription): Subscription => rest;

/** The seats that go are the oldest ones: those that can still be given back stay where they are. */
function reduced(before: Subscription, quantity: number): Subscription {
  let going = quantity;
  const seatBatches = before.seatBatches
    .map((batch): SeatBatch => {
      const gone = Math.min(batch.quantity, going);
      going -= gone;
      return { ...batch, quantity: batch.quantity - gone };
    })
    .filter((batch) => batch.quantity > 0);
  return { ...unscheduled(before), quantity: before.quantity - quantity, seatBatches };
}

/** What the subscription becomes in the new product: the running term goes on unless another one was asked for or it was a trial. */
function whole(world: World, before: Subscription, moved: Moved): Subscription {
  const { promotionId: _over, extended, ...row } = unscheduled(before);
  const isNewTerm = before.isTrial || extended !== undefined || moved.target.term !== before.term;
  const named = world.tables.skus.get(`${moved.target.productId}:${moved.target.skuId}`)?.title ?? row.offerName;
  return {
    ...row,
    ...planned(world, before, moved),
    offerName: named,
    friendlyName: row.friendlyName === row.offerName ? named : row.friendlyName,
    quantity: moved.quantity,
    isTrial: false,
    ...(isNewTerm ? begun(world, moved) : running(world, before, moved)),
  };
}

/** The term goes on; another billing cycle is counted from its start. */
function running(world: World, before: Subscription, { target, quantity }: Moved) {
  const seatBatches = fitted(before, quantity);
  if (target.billingCycle === before.billingCycle) return { seatBatches };
  const end = cycleEnd(Date.parse(before.anchorAt ?? before.effectiveStartAt), world.clock.nowMs(), target.billingCycle, target.term);
  return { seatBatches, billingCycleEndAt: end < before.commitmentEndAt ? end : before.commitmentEndAt };
}

const fitted = (before: Subscription, quantity: number): readonly SeatBatch[] =>
  before.quantity === quantity
    ? before.seatBatches
    : [{ quantity, addedAt: before.effectiveStartAt, refundableUntil: before.cancellationAllowedUntil }];

function planned(world: World, before: Subscription, { target, now }: Moved) {
  const { productId, skuId, term, billingCycle } = target;
  return { productId, skuId, term, billingCycle, ...sold(world, before, target, now) };
}

function begun(world: World, { target, quantity, now }: Moved) {
  const nowMs = world.clock.nowMs();
  const windowEnd = plusHours(now, rules.windowHours);
  return {
    effectiveStartAt: now,
    anchorAt: instantAt(nowMs),
    commitmentEndAt: termEnd(now, target.term),
    billingCycleEndAt: cycleEnd(nowMs, nowMs, target.billingCycle, target.term),
    cancellationAllowedUntil: windowEnd,
    seatBatches: [{ quantity, addedAt: now, refundableUntil: windowEnd }],
  };
}

/** A partial upgrade is a new subscription that inherits the window of its source; it runs to the same end unless a longer term was asked for. */
function partOf(world: World, before: Subscription, moved: Moved): Subscription {
  const { distributorAccountId: _none, ...row } = whole(world, before, moved);
  const isNewTerm = before.extended !== undefined || moved.target.term !== before.term;
  return {
    ...row,
    id: world.newId(),
    orderId: world.newId().replaceAll('-', '').slice(0, 12),
    createdAt: moved.now,
    version: 0,
    friendlyName: row.offerName,
    ...(isNewTerm
      ? {}
      : {
          cancellationAllowedUntil: before.cancellationAllowedUntil,
          seatBatches: [{ quantity: moved.quantity, addedAt: moved.now, refundableUntil: before.cancellationAllowedUntil }],
        }),
  };
}
