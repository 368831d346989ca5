import { findCustomer as byName } from '../control/find.ts';
import { subscriptionField, tenantField } from '../world/estate/psa.ts';
import type { Customer, DistributorSubscription, PsaAddition, PsaAgreement, Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { CustomerRef, SubscriptionRef } from './language.ts';

/** A scenario says something of the world that is not so. */
export class Misfit extends Error {}

export function customerOf(world: World, ref: CustomerRef): Customer {
  const found = typeof ref === 'number' ? nth(world.tables.customers.values(), ref) : byName(world, ref);
  if (found === undefined) throw new Misfit(`there is no customer ${String(ref)}`);
  return found;
}

function nth<Row>(rows: Iterable<Row>, place: number): Row | undefined {
  let at = 0;
  for (const row of rows) {
    if (at === place) return row;
    at += 1;
  }
  return undefined;
}

/** `names`: what earlier steps called their subscriptions. */
export function subscriptionOf(world: World, ref: SubscriptionRef, names: ReadonlyMap<string, string>): Subscription {
  if (typeof ref === 'string') {
    const found = world.tables.subscriptions.get(names.get(ref) ?? ref.toLowerCase());
    if (found === undefined) throw new Misfit(`there is no subscription ${ref}: no earlier step has "as: ${ref}" and no id reads so`);
    return found;
  }
  const customer = customerOf(world, ref.customer);
  const all = world.tables.subscriptions.by('customerId', customer.id).filter(({ status }) => status === 'active');
  const fitting = ref.sku === undefined ? all : all.filter((row) => `${row.productId}:${row.skuId}` === ref.sku);
  const found = fitting[ref.nth ?? 0];
  if (found === undefined) {
    const has = [...new Set(all.map((row) => `${row.productId}:${row.skuId}`))].join(', ');
    throw new Misfit(`${customer.name} has no such active subscription; there are ${has === '' ? 'none' : has}`);
  }
  return found;
}

/** The PSA's lines that bill a subscription: by the id written on them, else the customer's lines of its product. */
export function linesOf(world: World, subscription: Subscription): PsaAddition[] {
  const agreement = agreementOf(world, subscription.customerId);
  if (agreement === undefined) return [];
  const lines = world.tables.psaAdditions.by('agreementId', agreement.id);
  const written = (line: PsaAddition): string | undefined => line.customFields.find(({ fieldId }) => fieldId === subscriptionField)?.value;
  const own = lines.filter((line) => written(line) === subscription.id);
  if (own.length > 0) return own;
  const key = `${subscription.productId}:${subscription.skuId}:`;
  return lines.filter(
    (line) =>
      written(line) === undefined && world.tables.psaCatalogItems.get(line.catalogItemId)?.manufacturerPartNumber.startsWith(key) === true,
  );
}

/** The agreement of the company that stands for a customer: recognised as in the sample estate. */
export function agreementOf(world: World, customerId: string): PsaAgreement | undefined {
  const customer = world.tables.customers.get(customerId);
  if (customer === undefined) return undefined;
  for (const company of world.tables.psaCompanies.values()) {
    const tenant = company.customFields.find(({ fieldId }) => fieldId === tenantField)?.value;
    const same =
      tenant === undefined
        ? company.website === `www.${customer.domain}` || company.name === customer.name.slice(0, 50)
        : tenant === customerId;
    if (same) return world.tables.psaAgreements.by('companyId', company.id)[0];
  }
  return undefined;
}

export const atDistributor = (world: World, subscription: Subscription): DistributorSubscription | undefined =>
  world.tables.distributorSubscriptions.by('vendorSubscriptionId', subscription.id)[0];
