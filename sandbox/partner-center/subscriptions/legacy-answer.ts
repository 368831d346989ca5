import { Seeded } from '../../../src/lib/seeded.ts';
import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { wireDay, wireInstant } from '../dates.ts';
import { link } from '../paging.ts';
import { etagOf, type Kind } from './kinds.ts';

/** A subscription of the old commerce: an offer, an etag, no windows (samples 1 and 2 of the page "Get a subscription by ID"). */
export function legacyAnswer(world: World, subscription: Subscription, kind: Kind): Record<string, unknown> {
  const isAzure = kind === 'legacyAzure';
  const { parentSubscriptionId } = subscription;
  const partnerId = world.tables.relationships.get(`${subscription.accountId}:${subscription.customerId}`)?.resellerMpnId;
  return {
    id: subscription.id.toUpperCase(),
    ...(isAzure ? { entitlementId: entitlementIdOf(subscription).toUpperCase() } : {}),
    offerId: subscription.legacy?.offerId,
    offerName: subscription.offerName,
    friendlyName: subscription.friendlyName,
    quantity: subscription.quantity,
    ...(isAzure ? { unitType: 'Usage-based' } : { unitType: 'Licenses' }),
    ...(parentSubscriptionId === undefined ? {} : { parentSubscriptionId: parentSubscriptionId.toUpperCase() }),
    creationDate: wireInstant(subscription.createdAt),
    effectiveStartDate: wireDay(subscription.effectiveStartAt),
    commitmentEndDate: wireDay(subscription.commitmentEndAt),
    ...(isAzure ? {} : { commitmentEndDateTime: wireDay(subscription.commitmentEndAt) }),
    status: subscription.status,
    autoRenewEnabled: subscription.autoRenew,
    ...(isAzure ? { billingType: 'usage' } : { billingType: 'license' }),
    ...(partnerId === undefined ? {} : { partnerId }),
    contractType: 'subscription',
    ...(subscription.status === 'suspended' ? { suspensionReasons: ['customer_cancellation'] } : {}),
    links: linksOf(world, subscription),
    orderId: subscription.orderId.toUpperCase(),
    attributes: { etag: etagOf(subscription), objectType: 'Subscription' },
  };
}

function linksOf(world: World, { id, customerId, parentSubscriptionId, legacy }: Subscription) {
  const country = world.tables.customers.get(customerId)?.country ?? 'US';
  const self = `/customers/${customerId}/subscriptions`;
  return {
    offer: link(`/offers/${legacy?.offerId ?? ''}?country=${country}`),
    ...(parentSubscriptionId === undefined ? {} : { parentSubscription: link(`${self}/${parentSubscriptionId.toUpperCase()}`) }),
    self: link(`${self}/${id.toUpperCase()}`),
  };
}

/** The Azure subscription behind a subscription of the old Azure offer. */
export const entitlementIdOf = ({ id }: Pick<Subscription, 'id'>): string => new Seeded(`entitlement/${id}`).uuid();
