import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Subscription } from '../../world/types.ts';
import { type Fields, objectOf, readBody, textOf, wholeOf, wordOf } from '../body.ts';
import { type Call, callRoute } from '../call.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { findOffer, type Offer, offers } from '../offers/shelf.ts';
import { paces } from '../pace.ts';
import { collection } from '../paging.ts';
import { carryOut } from './carry-out.ts';
import { no } from './codes.ts';
import { findSubscription } from './find.ts';
import { byCall } from './patch.ts';
import { cycleOf } from './read.ts';
import { upgradeAnswer } from './upgrade-answer.ts';

const path = '/v1/customers/{customerId}/subscriptions/{subscriptionId}';

/** Upgrades and conversions of the old commerce only: new commerce has transitions. */
function find(call: Call): Subscription | Refusal {
  const row = findSubscription(call);
  return isRefusal(row) || row.legacy !== undefined ? row : no(800042);
}

/** Paid offers of which a trial is one: those that become the same new-commerce product. */
const paidOffers = (row: Subscription): readonly Offer[] =>
  row.isTrial ? offers.filter((offer) => offer.becomes === `${row.productId}:${row.skuId}` && offer.id !== row.legacy?.offerId) : [];

function conversions(call: Call): RemoteAnswer | Refusal {
  const row = find(call);
  if (isRefusal(row)) return row;
  const items = paidOffers(row).map((offer) => ({
    offerId: row.legacy?.offerId,
    targetOfferId: offer.id,
    orderId: row.orderId,
    quantity: row.quantity,
    billingCycle: row.billingCycle,
    attributes: { objectType: 'Conversion' },
  }));
  return json(200, collection(items));
}

function convert(call: Call): RemoteAnswer | Refusal {
  const row = find(call);
  if (isRefusal(row)) return row;
  const body = readBody(call.request.body);
  const billingCycle = cycleOf(body);
  if (isRefusal(billingCycle)) return billingCycle;
  const target = paidOffers(row).find((offer) => offer.id.toLowerCase() === wordOf(body, 'targetOfferId').toLowerCase());
  if (target === undefined || wordOf(body, 'offerId').toLowerCase() !== row.legacy?.offerId.toLowerCase()) {
    return refuseWith(400, 800004, 'Invalid offer ID');
  }
  if (row.status !== 'active') return refuse(800091);
  const quantity = wholeOf(body, 'quantity') ?? row.quantity;
  if (quantity < 1 || quantity > target.maximum) return refuse(2002);
  const from = row.legacy.offerId;
  const after: Subscription = {
    ...moved(call, row, target, quantity),
    isTrial: false,
    ...(billingCycle === undefined ? {} : { billingCycle }),
  };
  const kept = carryOut(call.world, row, after, byCall(call), { kind: 'subscription.converted' });
  const answer = { subscriptionId: kept.id.toUpperCase(), offerId: from, targetOfferId: target.id };
  return json(200, { ...answer, attributes: { objectType: 'ConversionResult' } });
}

/** The subscription with another offer. */
function moved(call: Call, row: Subscription, offer: Offer, quantity: number): Subscription {
  const [productId = '', skuId = ''] = offer.becomes.split(':');
  return {
    ...row,
    productId,
    skuId,
    legacy: { offerId: offer.id },
    offerName: offer.name,
    friendlyName: row.friendlyName === row.offerName ? offer.name : row.friendlyName,
    unitPrice: offer.price,
    quantity,
    seatBatches: [{ quantity, addedAt: call.world.now(), refundableUntil: call.world.now() }],
  };
}

/** Dearer offers of seats that are no add-ons, by their rank. */
function targetsOf(row: Subscription): readonly Offer[] {
  const own = findOffer(row.legacy?.offerId ?? '');
  if (own === undefined || own.isAddOn || own.billing === 'usage') return [];
  return offers.filter((offer) => !offer.isAddOn && offer.billing === 'license' && offer.id !== own.id && offer.rank > own.rank);
}

function upgradesOf(call: Call): RemoteAnswer | Refusal {
  const row = find(call);
  if (isRefusal(row)) return row;
  const country = call.world.tables.customers.get(row.customerId)?.country ?? 'US';
  return json(200, collection(targetsOf(row).map((offer) => upgradeAnswer(row, offer, country))));
}

const isEmpty = (body: Fields | undefined): boolean => body === undefined || body.size === 0;

/** Without a target the targets are listed: the documentation shows that list below this verb as well. */
function upgrade(call: Call): RemoteAnswer | Refusal {
  const body = readBody(call.request.body);
  if (isEmpty(body)) return upgradesOf(call);
  const row = find(call);
  if (isRefusal(row)) return row;
  const wanted = (textOf(objectOf(body, 'targetOffer'), 'id') ?? '').toLowerCase();
  const target = targetsOf(row).find((offer) => offer.id.toLowerCase() === wanted);
  if (target === undefined) return refuseWith(400, 800004, 'Invalid offer ID');
  const isOpen = row.status === 'active';
  const kept = isOpen
    ? carryOut(call.world, row, moved(call, row, target, row.quantity), byCall(call), { kind: 'subscription.upgraded' })
    : row;
  return json(200, {
    sourceSubscriptionId: row.id.toUpperCase(),
    ...(isOpen ? { targetSubscriptionId: kept.id.toUpperCase() } : {}),
    upgradeType: 'upgrade_only',
    upgradeErrors: isOpen ? [] : upgradeAnswer(row, target, 'US').upgradeErrors,
    licenseErrors: [],
    attributes: { objectType: 'UpgradeResult' },
  });
}

const write = { audience: 'app', right: 'sell', pace: [paces.subscriptionUpdates] } as const;

export const legacyRoutes: readonly Route[] = [
  callRoute('GET', `${path}/conversions`, { audience: 'user', right: 'view', pace: [paces.subscriptions] }, conversions),
  callRoute('POST', `${path}/conversions`, { ...write, audience: 'user' }, convert),
  callRoute('GET', `${path}/upgrades`, { audience: 'app', right: 'view', pace: [paces.subscriptions] }, upgradesOf),
  callRoute('POST', `${path}/upgrades`, write, upgrade),
];
