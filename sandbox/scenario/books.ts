import { Decimal } from '../../src/lib/decimal.ts';
import { follow } from '../acts/follow.ts';
import { billingTermOf, commitmentOf } from '../world/estate/distributor.ts';
import { subscriptionField } from '../world/estate/psa.ts';
import { monthsOf } from '../world/estate/times.ts';
import type { BillingCycle, DistributorSubscription, PsaAddition, PsaCatalogItem, Subscription, Term } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { agreementOf, atDistributor, linesOf, Misfit } from './find.ts';
import type { AtDistributor, AtPsa } from './language.ts';

const distributor = { kind: 'system', name: 'Pax8' } as const;
const clerk = { kind: 'user', name: 'jdoe' } as const;

const cycleWord: Readonly<Record<BillingCycle, string>> = { monthly: 'Monthly', annual: 'Annual', triennial: 'Triennial' };

/** The distributor's row of something that was bought there just now. */
export function orderAtDistributor(world: World, subscription: Subscription): void {
  const skuKey = `${subscription.productId}:${subscription.skuId}`;
  const company = world.tables.distributorCompanies.by('customerId', subscription.customerId)[0];
  const product = world.tables.distributorProducts.by('skuKey', skuKey).find((row) => row.accountId === company?.accountId);
  if (company === undefined || product === undefined) throw new Misfit('this customer or product is not known at the distributor');
  const billingTerm = billingTermOf[subscription.billingCycle];
  const price = product.prices.find((one) => one.billingTerm === billingTerm && one.commitmentTerm === commitmentOf[subscription.term]);
  const row: DistributorSubscription = {
    id: world.newId(),
    accountId: company.accountId,
    companyId: company.id,
    productId: product.id,
    quantity: subscription.quantity,
    partnerCost: price?.partnerBuyRate ?? subscription.unitPrice,
    price: price?.suggestedRetailPrice ?? subscription.unitPrice,
    currency: subscription.currency,
    billingTerm,
    ...(price === undefined
      ? {}
      : { commitment: { id: price.commitmentTermId, term: price.commitmentTerm, endDate: subscription.commitmentEndAt } }),
    status: 'Active',
    startDate: subscription.effectiveStartAt,
    billingStart: subscription.effectiveStartAt.slice(0, 10),
    createdAt: subscription.createdAt,
    updatedAt: subscription.modifiedAt,
    vendorSubscriptionId: subscription.id,
    vendorSkuId: product.vendorSku,
    history: [],
  };
  const about = { accountId: row.accountId, companyId: row.companyId, subscriptionId: row.id };
  world.apply({
    kind: 'distributor.ordered',
    actor: distributor,
    cause: 'scenario',
    about,
    changes: [put('distributorSubscriptions', row)],
  });
}

/** The distributor hears of it (now): rightly, or with numbers of its own. */
export function tellDistributor(world: World, subscriptionId: string, said: Exclude<AtDistributor, string>): void {
  const subscription = world.tables.subscriptions.get(subscriptionId);
  if (subscription === undefined) return;
  if (atDistributor(world, subscription) === undefined && subscription.distributorAccountId !== undefined)
    orderAtDistributor(world, subscription);
  follow(world, subscription);
  const row = atDistributor(world, subscription);
  if (row === undefined || (said.seats === undefined && said.cost === undefined)) return;
  const wrong: DistributorSubscription = {
    ...row,
    quantity: said.seats ?? row.quantity,
    partnerCost: said.cost ?? row.partnerCost,
    updatedAt: world.now(),
  };
  const about = { accountId: row.accountId, companyId: row.companyId, subscriptionId: row.id };
  world.apply({
    kind: 'distributor.edited',
    actor: distributor,
    cause: 'scenario',
    about,
    changes: [put('distributorSubscriptions', wrong)],
  });
}

/** Somebody at the partner's office brings the PSA's line in step (now): rightly, or with a mistake. */
export function tellPsa(world: World, subscriptionId: string, said: Exclude<AtPsa, string>): void {
  const subscription = world.tables.subscriptions.get(subscriptionId);
  if (subscription === undefined) return;
  const [line] = linesOf(world, subscription);
  if (subscription.status === 'deleted') {
    if (line !== undefined) keepLine(world, { ...line, cancelledDate: world.today() }, 'psa.additionEdited');
    return;
  }
  const item = serviceOf(world, subscription, said);
  if (item === undefined) return;
  const quantity = String(said.seats ?? subscription.quantity);
  if (line !== undefined) {
    const moved = item.id === line.catalogItemId ? {} : { catalogItemId: item.id, description: item.description, unitPrice: item.price };
    keepLine(world, { ...line, ...moved, quantity, ...(said.price === undefined ? {} : { unitPrice: said.price }) }, 'psa.additionEdited');
    return;
  }
  const made = newLine(world, subscription, item);
  if (made !== undefined) keepLine(world, { ...made, quantity, unitPrice: said.price ?? made.unitPrice }, 'psa.additionCreated');
}

/** What the PSA sells a subscription as; told otherwise, what it would sell it as. */
export function serviceOf(
  world: World,
  subscription: Subscription,
  said: { readonly term?: Term | undefined; readonly cycle?: BillingCycle | undefined },
): PsaCatalogItem | undefined {
  const { productId, skuId } = subscription;
  const number = `${productId}:${skuId}:${said.term ?? subscription.term}:${cycleWord[said.cycle ?? subscription.billingCycle]}`;
  for (const item of world.tables.psaCatalogItems.values()) if (item.manufacturerPartNumber === number) return item;
  return undefined;
}

function newLine(world: World, subscription: Subscription, item: PsaCatalogItem): PsaAddition | undefined {
  const agreement = agreementOf(world, subscription.customerId);
  if (agreement === undefined) return undefined;
  const now = world.now();
  const cost = new Decimal(subscription.unitPrice).div(monthsOf(subscription.billingCycle)).toDecimalPlaces(2).toFixed(2);
  const lines = world.tables.psaAdditions.by('agreementId', agreement.id);
  return {
    id: world.nextNumber('psaAdditions'),
    instanceId: agreement.instanceId,
    agreementId: agreement.id,
    catalogItemId: item.id,
    quantity: String(subscription.quantity),
    lessIncluded: '0',
    unitPrice: item.price,
    unitCost: cost,
    billCustomer: 'Billable',
    effectiveDate: subscription.effectiveStartAt.slice(0, 10),
    taxable: true,
    description: item.description,
    invoiceDescription: item.customerDescription,
    uom: item.unitOfMeasure.name,
    sequenceNumber: Math.max(0, ...lines.map((one) => one.sequenceNumber)) + 1,
    customFields: [{ fieldId: subscriptionField, value: subscription.id }],
    updatedAt: now,
    updatedBy: clerk.name,
    enteredAt: now,
    enteredBy: clerk.name,
  };
}

function keepLine(world: World, line: PsaAddition, kind: string): void {
  const row: PsaAddition = { ...line, updatedAt: world.now(), updatedBy: clerk.name };
  const about = { instanceId: row.instanceId, agreementId: String(row.agreementId), additionId: String(row.id) };
  world.apply({ kind, actor: clerk, cause: 'scenario', about, changes: [put('psaAdditions', row)] });
}

/** The same line is entered once more. */
export function tellTwice(world: World, subscriptionId: string): void {
  tellPsa(world, subscriptionId, {});
  const subscription = world.tables.subscriptions.get(subscriptionId);
  const line = subscription === undefined ? undefined : linesOf(world, subscription)[0];
  if (line !== undefined)
    keepLine(world, { ...line, id: world.nextNumber('psaAdditions'), sequenceNumber: line.sequenceNumber + 100 }, 'psa.additionCreated');
}

/** Retail for one seat and month as the PSA would charge it; the distributor's or list's suggestion where it has no service. */
export function retailOf(world: World, subscription: Subscription): Decimal {
  const item = serviceOf(world, subscription, {});
  if (item !== undefined) return new Decimal(item.price);
  const sale = world.tables.availabilities
    .by('sku', `${subscription.productId}:${subscription.skuId}`)
    .find((row) => row.term === subscription.term && row.billingCycle === subscription.billingCycle);
  return sale === undefined ? new Decimal(0) : new Decimal(sale.erpPrice).div(monthsOf(subscription.billingCycle)).toDecimalPlaces(2);
}
