import { hasSubscription, isTerm, newOrderId, purchased } from '../../acts/buy-row.ts';
import { cycleEnd, dayMs, instantAt, spanEnd } from '../../world/estate/times.ts';
import { marketOf } from '../../world/prices/markets.ts';
import type { CartLine, Order, OrderLine, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type Buyer, isLegacy, linePrice, type Meaning, meaningOf } from '../carts/meaning.ts';
import { isRefusal } from '../errors.ts';
import { findOffer, type Offer } from '../offers/shelf.ts';

/** A line that may be bought. */
export type Sold = { readonly line: CartLine; readonly meaning: Meaning };

/** An order and what it brings to life with it: nothing yet while it waits for provisioning or a purchase order. */
export type Made = { readonly order: Order; readonly subscriptions: readonly Subscription[] };

/** The order of one group of lines. Nothing happens yet: put both in an event. */
export function makeOrder(world: World, buyer: Buyer, sold: readonly Sold[], cartId?: string): Made {
  const { provisioningMinutes, purchaseOrder } = world.switch('orders');
  const isOld = sold.some(({ meaning }) => isLegacy(meaning));
  const id = isOld ? world.newId() : newOrderId(world);
  const lines = sold
    .flatMap(({ line, meaning }) => orderLines(world, buyer, line, meaning))
    .map((line, place) => ({ ...line, lineItemNumber: place }));
  const waiting: Order = {
    id,
    ...(isOld ? {} : { alternateId: id }),
    accountId: buyer.accountId,
    customerId: buyer.customer.id,
    billingCycle: sold[0]?.line.billingCycle ?? 'none',
    currency: marketOf(buyer.customer.country)?.currency ?? buyer.customer.currency,
    createdAt: world.now(),
    status: purchaseOrder ? 'pending_po_upload' : 'pending',
    transactionType: 'UserPurchase',
    lines,
    ...(cartId === undefined ? {} : { cartId }),
    ...(purchaseOrder ? {} : { provisionAt: instantAt(world.clock.nowMs() + provisioningMinutes * 60_000) }),
    version: 1,
  };
  return purchaseOrder || provisioningMinutes > 0 ? { order: waiting, subscriptions: [] } : fulfilled(world, waiting, world.clock.nowMs());
}

function orderLines(world: World, buyer: Buyer, line: CartLine, meaning: Meaning): OrderLine[] {
  const { listPrice, price, promotionId } = linePrice(world, buyer, meaning, line);
  const own: OrderLine = {
    lineItemNumber: 0,
    offerId: line.catalogItemId,
    ...(isLegacy(meaning) ? {} : { saleId: meaning.item.sale.id }),
    ...parentIn(line),
    ...(line.termDuration === undefined ? {} : { termDuration: line.termDuration }),
    billingCycle: line.billingCycle,
    transactionType: 'New',
    friendlyName: line.friendlyName ?? (isLegacy(meaning) ? meaning.offer.name : meaning.item.sku.title),
    quantity: line.quantity,
    listPrice,
    price,
    ...(promotionId === undefined ? {} : { promotionId }),
    ...chosen(line),
  };
  return [own, ...addonLines(world, buyer, line)];
}

const parentIn = ({ provisioningContext }: CartLine): Partial<OrderLine> => {
  const parent = provisioningContext?.['parentSubscriptionId'];
  return parent === undefined ? {} : { parentSubscriptionId: parent.toLowerCase() };
};

function chosen(line: CartLine): Partial<OrderLine> {
  const partner = line.partnerIdOnRecord ?? line.participants?.[0]?.value;
  return {
    ...(line.customTermEndDate === undefined ? {} : { customTermEndDate: line.customTermEndDate }),
    ...(partner === undefined ? {} : { partnerIdOnRecord: partner }),
    ...(line.additionalPartnerIdsOnRecord === undefined ? {} : { additionalPartnerIdsOnRecord: line.additionalPartnerIdsOnRecord }),
    ...(line.provisioningContext === undefined ? {} : { provisioningContext: line.provisioningContext }),
    ...(line.renewsTo === undefined ? {} : { renewsTo: line.renewsTo }),
    ...(line.attestationAccepted === undefined ? {} : { attestationAccepted: line.attestationAccepted }),
  };
}

/** Add-ons of a line become lines of the same order; their subscriptions hang on the line's. */
function addonLines(world: World, buyer: Buyer, line: CartLine): OrderLine[] {
  return (line.addonItems ?? []).flatMap((addon) => {
    const meaning = meaningOf(world, buyer.customer, addon.catalogItemId);
    if (meaning === undefined || isRefusal(meaning)) return [];
    return orderLines(world, buyer, addon, meaning).map((one) => ({ ...one, parentSubscriptionId: 'line' }));
  });
}

/** The order with its subscriptions, at the instant at which they come to life. Lines that have one already keep it. */
export function fulfilled(world: World, { provisionAt: _done, ...order }: Order, atMs: number): Made {
  const subscriptions: Subscription[] = [];
  let base: string | undefined;
  const lines = order.lines.map((line) => {
    const parent = line.parentSubscriptionId === 'line' ? base : line.parentSubscriptionId;
    const row =
      line.subscriptionId === undefined
        ? subscriptionOf(world, order, { ...line, ...given('parentSubscriptionId', parent) }, atMs)
        : undefined;
    if (row !== undefined) subscriptions.push(row);
    const subscriptionId = line.subscriptionId ?? row?.id;
    if (line.parentSubscriptionId === undefined) base = subscriptionId;
    const { parentSubscriptionId: _parent, ...plain } = line;
    return { ...plain, ...given('parentSubscriptionId', parent), ...given('subscriptionId', subscriptionId) };
  });
  return { order: { ...order, status: 'completed', lines, version: order.version + 1 }, subscriptions };
}

const given = <Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> =>
  // One member with the name that was asked for.
  (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, string>>;

function subscriptionOf(world: World, order: Omit<Order, 'provisionAt'>, line: OrderLine, atMs: number): Subscription | undefined {
  const offer = findOffer(line.offerId);
  if (offer !== undefined) return legacySubscription(world, order, line, offer, atMs);
  const sale = world.tables.availabilities.get(line.saleId ?? '');
  const sku = sale === undefined ? undefined : world.tables.skus.get(`${sale.productId}:${sale.skuId}`);
  if (sale === undefined || sku === undefined || !hasSubscription(sku)) return undefined;
  const renewsTo = line.renewsTo?.termDuration ?? '';
  const row = purchased(
    world,
    {
      accountId: order.accountId,
      customerId: order.customerId,
      quantity: line.quantity,
      availability: sale,
      sku,
      orderId: order.id,
      availabilityId: line.offerId.split(':')[2]?.trim() ?? sale.availabilityId,
      friendlyName: line.friendlyName,
      ...given('promotionId', line.promotionId),
      ...given('parentSubscriptionId', line.parentSubscriptionId),
      ...given('customTermEndDate', line.customTermEndDate),
      ...(isTerm(renewsTo) ? { renewsTo } : {}),
    },
    atMs,
  );
  // The price is that of the day of purchase, not of provisioning.
  return { ...row, unitPrice: line.listPrice };
}

/** A year of the old commerce. Its azure offer has no end. */
function legacySubscription(world: World, order: Omit<Order, 'provisionAt'>, line: OrderLine, offer: Offer, atMs: number): Subscription {
  const now = instantAt(atMs);
  const cycle = line.billingCycle === 'annual' ? 'annual' : 'monthly';
  const isUsage = offer.billing === 'usage';
  const [productId = '', skuId = ''] = offer.becomes.split(':');
  return {
    id: world.newId(),
    accountId: order.accountId,
    customerId: order.customerId,
    productId,
    skuId,
    availabilityId: '',
    offerName: offer.name,
    friendlyName: line.friendlyName,
    quantity: line.quantity,
    seatBatches: [{ quantity: line.quantity, addedAt: now, refundableUntil: instantAt(atMs + 7 * dayMs) }],
    term: 'P1Y',
    billingCycle: cycle,
    status: 'active',
    autoRenew: !isUsage,
    isTrial: false,
    createdAt: now,
    effectiveStartAt: now,
    commitmentEndAt: isUsage ? '9999-12-31T23:59:59Z' : spanEnd(atMs, 12),
    billingCycleEndAt: isUsage ? '9999-12-31T23:59:59Z' : cycleEnd(atMs, atMs, cycle, 'P1Y'),
    cancellationAllowedUntil: instantAt(atMs + 7 * dayMs),
    orderId: order.id,
    unitPrice: line.price,
    currency: order.currency,
    ...given('parentSubscriptionId', line.parentSubscriptionId),
    legacy: { offerId: offer.id },
    modifiedAt: now,
    version: 1,
  };
}
