import type { JsonObject } from '../../../src/lib/exact-json.ts';
import { must } from '../../../src/lib/must.ts';
import type { DistributorSubscription, DistributorSubscriptionState } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { anyText, dayText, offsetText, zuluText } from '../dates.ts';
import { commitmentNow, statusNow } from '../subscriptions/commitment.ts';
import { amount } from './product.ts';

/** A subscription as lists show it: without `vendorSkuId` and `provisioningDetails`, which only the detail has. */
export function subscriptionRow(world: World, subscription: DistributorSubscription): JsonObject {
  const today = world.today();
  const commitment = commitmentNow(subscription, today);
  return {
    id: subscription.id,
    parentSubscriptionId: subscription.parentSubscriptionId,
    companyId: subscription.companyId,
    productId: subscription.productId,
    vendorSubscriptionId: subscription.vendorSubscriptionId,
    quantity: subscription.quantity,
    startDate: zuluText(subscription.startDate),
    endDate: subscription.endDate === undefined ? undefined : endText(subscription.endDate, subscription.id),
    createdDate: anyText(subscription.createdAt, subscription.id),
    updatedDate: offsetText(subscription.updatedAt),
    billingStart: dayText(subscription.billingStart),
    status: statusNow(subscription, today),
    price: amount(subscription.price),
    currencyCode: subscription.currency,
    partnerCost: amount(subscription.partnerCost),
    productName: productName(world, subscription),
    billingTerm: subscription.billingTerm,
    commitmentTerm:
      commitment === undefined ? undefined : { id: commitment.id, term: commitment.term, endDate: zuluText(commitment.endDate) },
  };
}

/** One subscription by id. The tenant id stands in its provisioning details, but not in every one. */
export function subscriptionDetail(world: World, subscription: DistributorSubscription): JsonObject {
  const tenantId = world.tables.distributorCompanies.get(subscription.companyId)?.customerId;
  const { tellsTenant } = world.switch('pax8');
  const isOneOfSome = Number.parseInt(subscription.id.slice(-1), 16) % 4 !== 0;
  const isTold = tenantId !== undefined && (tellsTenant === 'all' || (tellsTenant === 'some' && isOneOfSome));
  return {
    ...subscriptionRow(world, subscription),
    vendorSkuId: subscription.vendorSkuId,
    provisioningDetails: isTold ? [{ key: 'msTenantId', label: 'Microsoft tenant id of the customer', values: [tenantId] }] : [],
  };
}

/** The states of a subscription, newest first, the present one included. */
export const historyRows = (world: World, subscription: DistributorSubscription): readonly JsonObject[] =>
  [...subscription.history, subscription].reverse().map((state) => stateRow(world, subscription, state));

const stateRow = (world: World, of: DistributorSubscription, state: DistributorSubscriptionState): JsonObject => ({
  id: of.id,
  companyId: of.companyId,
  productId: of.productId,
  quantity: state.quantity,
  startDate: zuluText(state.startDate),
  createdDate: offsetText(of.createdAt),
  updatedDate: offsetText(state.updatedAt),
  billingStart: dayText(state.billingStart),
  status: state.status,
  price: amount(state.price),
  currencyCode: of.currency,
  productName: productName(world, of),
  billingTerm: state.billingTerm,
});

const productName = (world: World, of: DistributorSubscription): string =>
  must(world.tables.distributorProducts.get(of.productId), `product ${of.productId}`).name;

// Both shapes stand side by side in the vendor's own example of one list.
const endText = (day: string, id: string): string => (Number.parseInt(id.slice(-1), 16) % 2 === 0 ? dayText(day) : zuluText(day));
