import { Decimal } from '../../../src/lib/decimal.ts';
import { exact } from '../../json.ts';
import { symbolOf } from '../../world/prices/markets.ts';
import type { Order, OrderLine } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { idsOf } from '../catalogue/find.ts';
import { wireInstant } from '../dates.ts';
import { findOffer } from '../offers/shelf.ts';
import { link } from '../paging.ts';

// Pages "Order resources", "Get an order by ID", "Get all of a customer's orders".

const isOld = (order: Order): boolean => order.alternateId === undefined;

/** The etag of the old commerce: base64 of id and version. */
const etagOf = ({ id, version }: Order): string => Buffer.from(JSON.stringify({ id, version })).toString('base64');

export const orderUri = ({ customerId, id }: Pick<Order, 'customerId' | 'id'>): string => `/customers/${customerId}/orders/${id}`;

export function orderAnswer(world: World, order: Order, withPrice = false) {
  const uri = orderUri(order);
  const country = world.tables.customers.get(order.customerId)?.country ?? 'US';
  return {
    id: order.id,
    ...(order.alternateId === undefined ? {} : { alternateId: order.alternateId }),
    referenceCustomerId: order.customerId,
    billingCycle: order.billingCycle,
    currencyCode: order.currency,
    currencySymbol: symbolOf(order.currency),
    lineItems: order.lines.map((line) => lineAnswer(order, line, country, withPrice)),
    creationDate: wireInstant(order.createdAt),
    status: order.status,
    ...(isOld(order) ? {} : { transactionType: order.transactionType }),
    ...(withPrice ? { totalPrice: exact(totalOf(order)) } : {}),
    links: orderLinks(order, uri),
    ...(isOld(order) ? {} : { client: {} }),
    attributes: { ...(isOld(order) ? { etag: etagOf(order) } : {}), objectType: 'Order' },
  };
}

const patchable: ReadonlySet<Order['status']> = new Set(['pending_po_upload', 'po_upload_complete', 'po_review_rejected']);

const orderLinks = (order: Order, uri: string) => ({
  ...(isOld(order) ? {} : { provisioningStatus: link(`${uri}/provisioningstatus`) }),
  ...(patchable.has(order.status) ? { patchOperation: link(uri, [], 'PATCH') } : {}),
  self: link(uri),
});

export const totalOf = (order: Pick<Order, 'lines'>): string =>
  order.lines.reduce((sum, line) => sum.plus(new Decimal(line.price).times(line.quantity)), new Decimal(0)).toFixed(2);

const texts = (line: OrderLine) => ({
  ...(line.parentSubscriptionId === undefined ? {} : { parentSubscriptionId: line.parentSubscriptionId }),
  ...(line.customTermEndDate === undefined ? {} : { customTermEndDate: `${line.customTermEndDate}T00:00:00Z` }),
  ...(line.partnerIdOnRecord === undefined ? {} : { partnerIdOnRecord: line.partnerIdOnRecord }),
  ...(line.additionalPartnerIdsOnRecord === undefined ? {} : { additionalPartnerIdsOnRecord: line.additionalPartnerIdsOnRecord }),
  ...(line.provisioningContext === undefined ? {} : { provisioningContext: line.provisioningContext }),
  ...(line.renewsTo === undefined ? {} : { renewsTo: line.renewsTo }),
  ...(line.attestationAccepted === undefined ? {} : { attestationAccepted: line.attestationAccepted }),
  ...(line.promotionId === undefined ? {} : { promotionId: line.promotionId }),
});

/** Subscriptions of the old commerce are told in capitals, here as there. */
const shownId = (order: Order, id: string): string => (isOld(order) ? id.toUpperCase() : id);

const lineAnswer = (order: Order, line: OrderLine, country: string, withPrice: boolean) => ({
  lineItemNumber: line.lineItemNumber,
  offerId: line.offerId,
  ...(line.subscriptionId === undefined ? {} : { subscriptionId: shownId(order, line.subscriptionId) }),
  ...(isOld(order) ? {} : { termDuration: line.termDuration ?? '', transactionType: line.transactionType }),
  friendlyName: line.friendlyName,
  quantity: line.quantity,
  ...texts(line),
  ...(withPrice ? { pricing: pricingAnswer(line.listPrice, line.price, line.quantity) } : {}),
  links: linksOf(order, line, country),
});

/** Amounts before tax: for one unit, and for all of them. */
export const pricingAnswer = (listPrice: string, price: string, quantity: number, prorated: string = price) => ({
  listPrice: exact(listPrice),
  discountedPrice: exact(price),
  proratedPrice: exact(prorated),
  price: exact(prorated),
  extendedPrice: exact(new Decimal(prorated).times(quantity).toFixed(2)),
});

function linksOf(order: Order, line: OrderLine, country: string) {
  const subscription =
    line.subscriptionId === undefined
      ? {}
      : { subscription: link(`/customers/${order.customerId}/subscriptions/${shownId(order, line.subscriptionId)}`) };
  const offer = findOffer(line.offerId);
  if (offer !== undefined) {
    const provisioning =
      line.subscriptionId === undefined
        ? {}
        : { provisioningStatus: link(`/subscriptions/${shownId(order, line.subscriptionId)}/provisioningstatus`) };
    return { ...subscription, sku: link(`/products/${offer.product.id}/skus/${offer.id}`), ...provisioning };
  }
  const ids = idsOf(line.offerId);
  if (ids === undefined) return subscription;
  const product = `/products/${ids.productId}`;
  const sku = `${product}/skus/${ids.skuId}`;
  return {
    product: link(`${product}?country=${country}`),
    sku: link(`${sku}?country=${country}`),
    availability: link(`${sku}/availabilities/${ids.availabilityId}?country=${country}`),
    ...subscription,
  };
}
