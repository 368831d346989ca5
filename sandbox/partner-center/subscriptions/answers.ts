import type { NextTerm, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { isAfter, nextMidnight, wireDay, wireInstant } from '../dates.ts';
import { link } from '../paging.ts';

/** A subscription as Partner Center shows it (pages "Get a subscription by ID", "Subscription resources"). */
export function subscriptionAnswer(world: World, subscription: Subscription) {
  const { productType, publisherName, country, partnerId } = surroundings(world, subscription);
  const { nextTerm, nextBillingCycle, parentSubscriptionId, promotionId } = subscription;
  return {
    id: subscription.id,
    offerId: `${subscription.productId}:${subscription.skuId}:${subscription.availabilityId}`,
    offerName: subscription.offerName,
    friendlyName: subscription.friendlyName,
    productType: { id: productType, displayName: productType },
    quantity: subscription.quantity,
    unitType: 'Licenses',
    ...(parentSubscriptionId === undefined ? {} : { parentSubscriptionId }),
    hasPurchasableAddons: false,
    creationDate: wireInstant(subscription.createdAt),
    effectiveStartDate: wireInstant(subscription.effectiveStartAt),
    commitmentEndDate: wireDay(subscription.commitmentEndAt),
    commitmentEndDateTime: wireInstant(subscription.commitmentEndAt),
    cancellationAllowedUntilDate: wireInstant(subscription.cancellationAllowedUntil),
    billingCycleEndDate: wireDay(subscription.billingCycleEndAt),
    billingCycleEndDateTime: wireInstant(subscription.billingCycleEndAt),
    status: subscription.status,
    autoRenewEnabled: subscription.autoRenew,
    ...(nextTerm === undefined ? {} : { scheduledNextTermInstructions: nextTermAnswer(nextTerm) }),
    ...(nextBillingCycle === undefined ? {} : { nextChargeInstructions: nextChargeAnswer(subscription, nextBillingCycle) }),
    isTrial: subscription.isTrial,
    billingType: 'license',
    billingCycle: subscription.billingCycle,
    termDuration: subscription.term,
    renewalTermDuration: '',
    refundOptions: [{ type: 'Full', expiresAt: nextMidnight(subscription.effectiveStartAt) }],
    isMicrosoftProduct: publisherName.startsWith('Microsoft'),
    partnerId,
    attentionNeeded: false,
    actionTaken: false,
    contractType: 'subscription',
    ...(promotionId === undefined ? {} : { promotionId }),
    links: linksOf(subscription, country),
    publisherName,
    refundableQuantity: refundable(subscription, world.now()),
    orderId: subscription.orderId,
    attributes: { objectType: 'Subscription' },
  };
}

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

function linksOf(subscription: Subscription, country: string) {
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

const nextChargeAnswer = (subscription: Subscription, billingCycle: string) => ({
  product: {
    productId: subscription.productId,
    skuId: subscription.skuId,
    availabilityId: subscription.availabilityId,
    billingCycle,
    termDuration: subscription.term,
  },
  quantity: subscription.quantity,
});
