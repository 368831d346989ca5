import { findAccount, findCustomer } from '../control/find.ts';
import { findOffer, type Offer } from '../partner-center/offers/shelf.ts';
import { cycleEnd, dayMs, instantAt, spanEnd } from '../world/estate/times.ts';
import type { Subscription } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Act, flagIn, textIn, wholeIn } from './act.ts';

/**
 * {customer, offer: id, quantity, account?, daysAgo?, parent?: subscriptionId, trial?, promotion?}: a subscription of the old commerce, as
 * customers still have them who bought `daysAgo`. Nothing of the kind is in the estate.
 */
export const layLegacy: Act = (world, input) => {
  const customer = findCustomer(world, textIn(input, 'customer') ?? '');
  const offer = findOffer(textIn(input, 'offer') ?? '');
  const quantity = wholeIn(input, 'quantity') ?? 0;
  if (customer === undefined || offer === undefined || quantity < 1) return { refused: 'customer, offer or quantity is wrong' };
  const accountId = sellerOf(world, customer.id, textIn(input, 'account'));
  if (accountId === undefined) return { refused: 'that account does not sell to this customer' };
  const row = legacyRow(world, { accountId, customerId: customer.id, offer, quantity }, input);
  world.apply({
    kind: 'subscription.laid',
    actor: { kind: 'control', name: 'control' },
    cause: 'portal',
    about: { accountId, customerId: customer.id, subscriptionId: row.id, orderId: row.orderId, operationType: 'create_order' },
    changes: [put('subscriptions', row)],
  });
  return { done: row };
};

function sellerOf(world: World, customerId: string, named: string | undefined): string | undefined {
  const sellers = world.tables.relationships.by('customerId', customerId).filter((row) => row.removedAt === undefined);
  const wanted = named === undefined ? sellers[0]?.accountId : findAccount(world, named)?.id;
  return sellers.some((row) => row.accountId === wanted) ? wanted : undefined;
}

type Sold = Pick<Subscription, 'accountId' | 'customerId' | 'quantity'> & { readonly offer: Offer };

function legacyRow(world: World, { offer, ...sold }: Sold, input: Readonly<Record<string, unknown>>): Subscription {
  const [productId = '', skuId = ''] = offer.becomes.split(':');
  const nowMs = world.clock.nowMs();
  const start = datesOf(nowMs, wholeIn(input, 'daysAgo') ?? 0, offer.billing === 'usage');
  const isTrial = flagIn(input, 'trial') === true;
  return {
    ...start,
    ...sold,
    ...marksOf(input),
    id: world.newId(),
    productId,
    skuId,
    availabilityId: '',
    offerName: offer.name,
    friendlyName: offer.name,
    seatBatches: [{ quantity: sold.quantity, addedAt: start.createdAt, refundableUntil: start.createdAt }],
    term: 'P1Y',
    billingCycle: 'monthly',
    status: 'active',
    autoRenew: offer.billing === 'license',
    isTrial,
    orderId: world.newId(),
    unitPrice: offer.price,
    currency: 'USD',
    modifiedAt: instantAt(nowMs),
    version: 1,
    legacy: { offerId: isTrial ? trialOffer : offer.id },
  };
}

function marksOf(input: Readonly<Record<string, unknown>>): Pick<Subscription, 'parentSubscriptionId' | 'promotionId'> {
  const parent = textIn(input, 'parent');
  return {
    ...(parent === undefined ? {} : { parentSubscriptionId: parent.toLowerCase() }),
    ...(flagIn(input, 'promotion') === true ? { promotionId: 'legacy-promotion' } : {}),
  };
}

/** The trial of the documentation's sample. */
const trialOffer = 'C0BD2E08-11AC-4836-BDC7-3712E744922F';

function datesOf(nowMs: number, daysAgo: number, isEndless: boolean) {
  const startMs = nowMs - daysAgo * dayMs;
  const forever = '9999-12-31T23:59:59Z';
  return {
    createdAt: instantAt(startMs),
    effectiveStartAt: instantAt(startMs),
    commitmentEndAt: isEndless ? forever : spanEnd(startMs, 12),
    billingCycleEndAt: isEndless ? forever : cycleEnd(startMs, nowMs, 'monthly', 'P1Y'),
    cancellationAllowedUntil: instantAt(startMs),
  };
}
