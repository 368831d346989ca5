import { runningCycleEnd } from '../../world/terms-cycle.ts';
import { planOf } from '../../world/terms-renew.ts';
import type { NextTerm, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { isAfter, nextMidnight, plusHours, wireDay, wireInstant } from '../dates.ts';
import { type Link, link } from '../paging.ts';
import { catalogItemOf, type Kind, kindOf } from './kinds.ts';
import { legacyAnswer } from './legacy-answer.ts';
import { isShownRenewing, scheduledActions } from './scheduled-actions.ts';

/** A subscription as Partner Center shows it (pages "Get a subscription by ID", "Subscription resources"). */
export function subscriptionAnswer(world: World, subscription: Subscription): Record<string, unknown> {
  const kind = kindOf(world, subscription);
  if (kind === 'legacy' || kind === 'legacyAzure') return legacyAnswer(world, subscription, kind);
  const { productType, publisherName, country, partnerId } = surroundings(world, subscription);
  const cycleEndAt = runningCycleEnd(subscription, world);
  const { nextTerm, nextBillingCycle, parentSubscriptionId, promotionId, migratedFromSubscriptionId } = subscription;
  return {
    id: subscription.id,
    offerId: catalogItemOf(subscription),
    offerName: subscription.offerName,
    friendlyName: subscription.friendlyName,
    productType: { id: productType, displayName: productType },
    quantity: subscription.quantity,
    unitType: unitTypes[kind] ?? 'Licenses',
    ...(parentSubscriptionId === undefined ? {} : { parentSubscriptionId }),
    hasPurchasableAddons: false,
    creationDate: wireInstant(subscription.createdAt),
    effectiveStartDate: wireInstant(subscription.effectiveStartAt),
    commitmentEndDate: wireDay(subscription.commitmentEndAt),
    commitmentEndDateTime: wireInstant(subscription.commitmentEndAt),
    cancellationAllowedUntilDate: wireInstant(subscription.cancellationAllowedUntil),
    billingCycleEndDate: wireDay(cycleEndAt),
    billingCycleEndDateTime: wireInstant(cycleEndAt),
    status: subscription.status,
    autoRenewEnabled: isShownRenewing(world, subscription),
    ...(nextTerm === undefined ? {} : { scheduledNextTermInstructions: nextTermAnswer(nextTerm) }),
    ...(nextBillingCycle === undefined ? {} : { nextChargeInstructions: nextChargeAnswer(world, subscription, nextBillingCycle) }),
    ...scheduledActions(world, subscription),
    isTrial: subscription.isTrial,
    ...planned(kind, subscription),
    ...refunds(world, kind, subscription),
    isMicrosoftProduct: publisherName.startsWith('Microsoft'),
    partnerId,
    attentionNeeded: false,
    actionTaken: false,
    contractType: 'subscription',
    ...(promotionId === undefined ? {} : { promotionId }),
    ...(migratedFromSubscriptionId === undefined ? {} : { migratedFromSubscriptionId }),
    links: linksOf(subscription, country),
    publisherName,
    orderId: subscription.orderId,
    attributes: { ...(kind === 'marketplace' ? { etag: '' } : {}), objectType: 'Subscription' },
  };
}

const unitTypes: Readonly<Partial<Record<Kind, string>>> = { marketplace: 'License(s)', azurePlan: 'none' };

/** What is billed, and for how long; an Azure plan is billed by use and has no term. */
const planned = (kind: Kind, { billingCycle, term }: Subscription) =>
  kind === 'azurePlan'
    ? { billingType: 'usage', billingCycle }
    : { billingType: 'license', billingCycle, termDuration: term, renewalTermDuration: '' };

/** What the answer takes from other rows. */
function surroundings(world: World, { productId, accountId, customerId }: Subscription) {
  const product = world.tables.products.get(productId);
  return {
    productType: product?.productType ?? 'OnlineServicesNCE',
    publisherName: product?.publisherName ?? 'Microsoft Corporation',
    country: world.tables.customers.get(customerId)?.country ?? 'US',
    partnerId: world.tables.relationships.get(`${accountId}:${customerId}`)?.resellerMpnId ?? '',
  };
}

export const subscriptionUri = ({ customerId, id }: { customerId: string; id: string }): string =>
  `/customers/${customerId}/subscriptions/${id}`;

function linksOf(subscription: Subscription, country: string): Readonly<Record<string, Link>> {
  const product = `/products/${subscription.productId}`;
  const sku = `${product}/skus/${subscription.skuId}`;
  const parent = subscription.parentSubscriptionId;
  return {
    product: link(`${product}?country=${country}`),
    sku: link(`${sku}?country=${country}`),
    availability: link(`${sku}/availabilities/${subscription.availabilityId}?country=${country}`),
    ...(parent === undefined ? {} : { parentSubscription: link(subscriptionUri({ customerId: subscription.customerId, id: parent })) }),
    self: link(subscriptionUri(subscription)),
  };
}

/** Software, reservations and Azure plans show neither options nor seats that may go back: they go back whole, or not. */
function refunds(world: World, kind: Kind, subscription: Subscription) {
  if (kind === 'marketplace') return { refundOptions: [{ type: 'Full', expiresAt: plusHours(subscription.effectiveStartAt, 72) }] };
  if (kind !== 'licence') return {};
  return { refundOptions: [refundOption(world, subscription)], refundableQuantity: refundable(subscription, world.now()) };
}

/** One entry: how long everything comes back, or only the days not used where that is never so. */
function refundOption(world: World, { effectiveStartAt, cancellationAllowedUntil, extended }: Subscription) {
  const { refundFirstDay } = world.switch('billing');
  if (refundFirstDay === 'none' || extended !== undefined) return { type: 'Partial', expiresAt: wireInstant(cancellationAllowedUntil) };
  return { type: 'Full', expiresAt: refundFirstDay === '24h' ? plusHours(effectiveStartAt, 24) : nextMidnight(effectiveStartAt) };
}

/** Seats that may still be given back, with the deadline of each purchase. */
function refundable(subscription: Subscription, now: string) {
  const open = subscription.seatBatches.filter((batch) => batch.quantity > 0 && isAfter(batch.refundableUntil, now));
  return {
    totalQuantity: open.reduce((sum, batch) => sum + batch.quantity, 0),
    details: open.map((batch) => ({ quantity: batch.quantity, allowedUntilDateTime: wireInstant(batch.refundableUntil) })),
  };
}

const nextTermAnswer = (next: NextTerm) => ({
  product: {
    productId: next.productId,
    skuId: next.skuId,
    availabilityId: next.availabilityId,
    billingCycle: next.billingCycle,
    termDuration: next.term,
    ...(next.promotionId === undefined ? {} : { promotionId: next.promotionId }),
  },
  quantity: next.quantity,
  ...(next.customTermEndDate === undefined ? {} : { customTermEndDate: next.customTermEndDate }),
});

const nextChargeAnswer = (world: World, subscription: Subscription, billingCycle: Subscription['billingCycle']) => ({
  product: {
    productId: subscription.productId,
    skuId: subscription.skuId,
    availabilityId: planOf(world, { ...subscription, billingCycle })?.availabilityId ?? subscription.availabilityId,
    billingCycle,
    termDuration: subscription.term,
  },
  quantity: subscription.quantity,
});
