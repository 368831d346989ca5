import { Decimal } from '../../src/lib/decimal.ts';
import { exact } from '../json.ts';
import { seatPlan } from '../world/distributors2/catalogue.ts';
import { chargesOf, ionCharged } from '../world/distributors2/charges.ts';
import type { IonSubscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { microsoft, partNumberOf, planIdOf, planTitle, productIdOf, resourceType, skuIdOf } from './provider.ts';
import type { Call } from './session.ts';

/** A subscription as lists show it. int64 as text, status in lower case, `id` is Ion's and `subscriptionId` Microsoft's. */
export function subscriptionAnswer(
  { world, account }: Pick<Call, 'world' | 'account'>,
  row: IonSubscription,
): Readonly<Record<string, unknown>> {
  const customer = world.tables.ionCustomers.get(row.customerId);
  const [productId = '', skuId = ''] = row.skuKey.split(':');
  const dates = datesOf(row);
  return {
    id: row.id,
    customerId: row.customerId,
    resellerId: account.accountId,
    isvId: account.accountId,
    cloudProviderId: microsoft.id,
    subscriptionId: row.vendorSubscriptionId,
    subscriptionName: row.name,
    resourceType,
    ccpProductId: productIdOf(productId),
    ccpSkuId: skuIdOf(row.skuKey),
    ccpPlanId: planIdOf(row.skuKey, row.term, row.billingCycle),
    subscriptionProductId: productId,
    subscriptionSkuId: skuId,
    subscriptionOfferId: `${productId}:${skuId}:${row.availabilityId}`,
    subscriptionTotalLicenses: String(row.quantity),
    unitType: 'Licenses',
    subscriptionStatus: row.status,
    ...dates,
    subscriptionBillingType: 'license',
    subscriptionBillingCycle: row.billingCycle,
    subscriptionBillingTerm: row.term,
    subscriptionRenewStatus: row.autoRenew ? 'ENABLED' : 'DISABLED',
    billingCurrency: row.currency,
    parentSubscriptionId: baseOf(world, row)?.vendorSubscriptionId ?? '',
    resellerPO: row.resellerPo ?? '',
    customerPO: row.customerPo ?? '',
    ccpProductInfo: productInfo(world, row),
    isTrial: row.isTrial,
    autoRenew: row.autoRenew,
    customerName: customer?.organization ?? '',
    partnerName: account.name,
    lastUpdatedDate: second(row.updatedAt),
    ...moneyOf(world, row),
    currency: row.currency,
    renewalDate: dates.subscriptionEndDate,
    mfgPartNumber: partNumberOf(row.skuKey, row.term, row.billingCycle),
    cloudProviderName: microsoft.displayName,
  };
}

export const second = (at: string): string => `${at.slice(0, 19)}Z`;

const datesOf = (row: IonSubscription) => ({
  subscriptionPurchasedDate: second(row.purchasedAt),
  subscriptionStartDate: second(row.startAt),
  subscriptionEndDate: second(row.endAt),
  cancellationAllowedUntilDate: second(row.cancelUntil),
});

/** The subscription of which it is an add-on: as it was ordered here, else as it stands at Microsoft. */
function baseOf(world: World, row: IonSubscription): IonSubscription | undefined {
  const { ionSubscriptions } = world.tables;
  if (row.baseId !== undefined) return ionSubscriptions.get(row.baseId);
  const parent = world.tables.subscriptions.get(row.vendorSubscriptionId)?.parentSubscriptionId;
  return parent === undefined ? undefined : ionSubscriptions.by('vendorSubscriptionId', parent)[0];
}

/** Whether amounts are for one unit or for all is not documented: a switch. */
function moneyOf(world: World, row: IonSubscription) {
  const { amounts } = world.switch('ion');
  const shown = (amount: string) => exact(amounts === 'unit' ? amount : new Decimal(amount).times(row.quantity).toFixed(2));
  const all = new Decimal(row.price).times(row.quantity).toFixed(2);
  return {
    price: shown(row.price),
    cost: shown(row.cost),
    margin: shown(new Decimal(row.price).minus(row.cost).toFixed(2)),
    total: exact(all),
    msrp: shown(row.msrp),
    customerCost: exact(all),
  };
}

function productInfo(world: World, row: IonSubscription) {
  const [productId = ''] = row.skuKey.split(':');
  const plan = seatPlan(world, row.skuKey, row.term, row.billingCycle);
  return {
    productId: productIdOf(productId),
    productDisplayName: world.tables.products.get(productId)?.title ?? row.name,
    skuId: skuIdOf(row.skuKey),
    skuDisplayName: row.name,
    planId: planIdOf(row.skuKey, row.term, row.billingCycle),
    planDisplayName: plan === undefined ? row.name : planTitle(plan),
  };
}

/** One subscription by id: with its log, which is its history of quantities. */
export function subscriptionDetail(call: Call, row: IonSubscription): Readonly<Record<string, unknown>> {
  const base = baseOf(call.world, row);
  return {
    ...subscriptionAnswer(call, row),
    billingData: billingData(call, row),
    entitlements: [],
    activityLogs: { totalCount: String(row.logs.length), items: row.logs.map((_log, index) => logAnswer(call, row, index)) },
    attributes: [
      { name: 'operations', value: 'changeSubscription' },
      { name: 'domainName', value: domainOf(call.world, row) },
    ],
    resources: [],
    lineItems: [],
    contacts: [],
    ...(base === undefined ? {} : { relatedSubscription: relatedAnswer(call, base) }),
    reservations: [],
    products: [],
    priceAdjustments: [],
  };
}

/** The base of an add-on; its own number is called otherwise there. */
function relatedAnswer(call: Call, base: IonSubscription) {
  const { id, ...rest } = subscriptionAnswer(call, base);
  return { internalId: id, ...rest };
}

/** What the present and the last month charged. Which time the vendor tells is not documented: assumed. */
function billingData({ world, account }: Call, row: IonSubscription) {
  const today = new Date(world.clock.nowMs());
  const fromMs = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1);
  return chargesOf(ionCharged(row), fromMs, world.clock.nowMs()).map((charge, index) => ({
    id: `${row.id}${String(index + 1).padStart(4, '0')}`,
    accountId: account.accountId,
    subscriptionId: row.vendorSubscriptionId,
    customerName: world.tables.ionCustomers.get(row.customerId)?.organization ?? '',
    productName: row.name,
    skuName: row.name,
    billingCycle: row.billingCycle,
    priceBookName: 'Default',
    sellerCost: exact(charge.cost),
    customerCost: exact(charge.price),
    margin: exact(new Decimal(charge.price).minus(charge.cost).toFixed(2)),
    usageQuantity: charge.quantity,
    unit: 'Licenses',
    region: 'US',
    currency: row.currency,
    usageType: charge.kind,
  }));
}

const domainOf = (world: World, row: IonSubscription): string => {
  const tenantId = world.tables.ionCustomers.get(row.customerId)?.customerId ?? '';
  return world.tables.customers.get(tenantId)?.defaultDomain ?? '';
};

function logAnswer({ account }: Call, row: IonSubscription, index: number) {
  const log = row.logs[index];
  const [productId = '', skuId = ''] = row.skuKey.split(':');
  if (log === undefined) return {};
  return {
    id: `${row.id}${String(index + 1).padStart(3, '0')}`,
    actionType: log.action,
    actionDate: second(log.at),
    actionStatus: 'SUCCESS',
    productId,
    skuId,
    offerId: `${productId}:${skuId}:${row.availabilityId}`,
    quantity: String(log.quantity),
    subscriptionStatus: log.status,
    partnerId: account.accountId,
    billingCycle: row.billingCycle,
    billingTerm: row.term,
    autoRenewStatus: log.autoRenew ? 'ENABLED' : 'DISABLED',
    actionDetails: `Quantity ${String(log.quantity)}`,
    completionDate: second(log.at),
    ccpUserId: account.userId,
    ccpUserName: log.by,
    ccpUserEmail: account.userEmail,
  };
}
