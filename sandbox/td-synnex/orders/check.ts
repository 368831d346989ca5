import { isRecord } from '../../../src/lib/is-record.ts';
import { type Body, listOf, textOf } from '../../sent-body.ts';
import type { IonAttribute, IonCustomer, IonOrderItem } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { badValue, missingDomain, missingMember, missingResource, type OrderFault } from '../errors.ts';
import { planByIds, productIdOf } from '../provider.ts';
import { addOnFaults, addOnsOf } from './add-ons.ts';

export type Draft = Omit<IonOrderItem, 'id' | 'status' | 'errors'>;

/** What an order line may ask of a subscription that exists, by the attribute `operations` (values but the first unverified). */
export const operations = ['changeSubscription', 'cancelSubscription', 'suspendSubscription', 'resumeSubscription', 'changeAutoRenew'];

/** The lines of an order, or every reason why it is not taken. */
export function readItems(world: World, customer: IonCustomer, body: Body): readonly Draft[] | { readonly faults: readonly OrderFault[] } {
  const items = listOf(body['orderItems']).filter(isRecord);
  if (items.length === 0) return { faults: [missingMember('orderItems', 'order')] };
  const faults: OrderFault[] = [];
  const drafts: Draft[] = [];
  for (const item of items) {
    const own = faultsOf(world, customer, item);
    faults.push(...own);
    if (own.length === 0) drafts.push(draftOf(item));
  }
  return faults.length > 0 ? { faults } : drafts;
}

const required = ['action', 'productId', 'skuId', 'planId', 'quantity'] as const;

function faultsOf(world: World, customer: IonCustomer, item: Body): readonly OrderFault[] {
  const missing = required.filter((name) => textOf(item[name]) === '').map((name) => missingMember(name));
  if (missing.length > 0) return missing;
  const action = textOf(item['action']);
  if (action !== 'CREATE' && action !== 'UPDATE') return [badValue('action', 'Allowed values: CREATE, UPDATE.')];
  if (!/^\d{1,6}$/.test(textOf(item['quantity']))) return [badValue('quantity', 'It must be a whole number.')];
  const plan = planByIds(world, textOf(item['productId']), textOf(item['skuId']), textOf(item['planId']));
  if (plan === undefined) return [badValue('planId', 'The plan does not belong to the product and SKU.')];
  const own = action === 'CREATE' ? createFaults(world, customer, item) : updateFaults(world, customer, item);
  return [...own, ...addOnFaults(world, item)];
}

function createFaults(world: World, customer: IonCustomer, item: Body): readonly OrderFault[] {
  const faults: OrderFault[] = [];
  if (valueOf(attributesOf(item), 'domainName') === '') faults.push(missingDomain);
  if (Number(item['quantity']) < 1) faults.push(badValue('quantity', 'It must be 1 at least.'));
  const isOff = world.tables.ionProductStates.get(textOf(item['productId']))?.disabled === true;
  if (isOff) faults.push(badValue('productId', 'The product is disabled for this account.'));
  if (customer.status !== 'ACTIVE') faults.push(badValue('customerId', 'The customer is not active.'));
  return faults;
}

function updateFaults(world: World, customer: IonCustomer, item: Body): readonly OrderFault[] {
  const resourceId = textOf(item['resourceId']);
  if (resourceId === '') return [missingResource];
  const row = world.tables.ionSubscriptions.by('vendorSubscriptionId', resourceId.toLowerCase())[0];
  if (row?.customerId !== customer.id) return [badValue('resourceId', 'There is no such subscription of this customer.')];
  const faults: OrderFault[] = [];
  if (productIdOf(row.skuKey.split(':')[0] ?? '') !== textOf(item['productId']))
    faults.push(badValue('productId', 'It is not that of the subscription.'));
  const asked = valueOf(attributesOf(item), 'operations');
  if (asked !== '' && !operations.includes(asked)) faults.push(badValue('operations', `Allowed values: ${operations.join(', ')}.`));
  return faults;
}

const attributesOf = (item: Body): readonly IonAttribute[] =>
  listOf(item['attributes'])
    .filter(isRecord)
    .map((one) => ({ name: textOf(one['name']), value: textOf(one['value']) }));

export const valueOf = (attributes: readonly IonAttribute[], name: string): string =>
  attributes.find((one) => one.name.toLowerCase() === name.toLowerCase())?.value ?? '';

function draftOf(item: Body): Draft {
  const optional = (name: 'resourceId' | 'endCustomerPO' | 'resellerPO') => {
    const text = textOf(item[name]);
    return text === '' ? {} : { [name]: text };
  };
  const addOns = addOnsOf(item);
  return {
    referenceId: textOf(item['referenceId']),
    action: textOf(item['action']) === 'CREATE' ? 'CREATE' : 'UPDATE',
    ...optional('resourceId'),
    productId: textOf(item['productId']),
    skuId: textOf(item['skuId']),
    planId: textOf(item['planId']),
    quantity: Number(item['quantity']),
    ...optional('endCustomerPO'),
    ...optional('resellerPO'),
    ...(addOns.length === 0 ? {} : { addOns }),
    attributes: attributesOf(item),
  };
}
