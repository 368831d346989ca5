import { Decimal } from '../../src/lib/decimal.ts';
import { isRecord } from '../../src/lib/is-record.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import { type Body, bodyOf, textOf } from '../sent-body.ts';
import { change } from '../world/distributors2/at-microsoft.ts';
import type { IngramItem, IngramSubscription } from '../world/types.ts';
import { type Change, put, type World } from '../world/world.ts';
import { billingModelOf, vendor } from './catalogue.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { type Call, fits, fitsTime, newestFirst, pageOf } from './session.ts';
import { amountOf, cyclePeriod, day, money, objectsOf, termPeriod, unitMoney } from './wire.ts';

/** A subscription as lists show it: without its products, which only the detail has. */
export const subscriptionAnswer = (row: IngramSubscription): Readonly<Record<string, unknown>> => ({
  id: row.id,
  name: row.name,
  customerId: row.customerId,
  status: row.status,
  attributes: JSON.parse(row.attributes) as unknown,
  renewalStatus: row.renewalStatus,
  creationDate: day(row.createdAt),
  renewalDate: day(row.endAt),
  lastModifiedDate: day(row.updatedAt),
  expirationDate: day(row.endAt),
  billingModel: billingModelOf(row.billingCycle),
  billingPeriod: cyclePeriod[row.billingCycle],
  subscriptionPeriod: termPeriod[row.term],
});

export const itemsOf = (world: World, row: IngramSubscription): readonly IngramItem[] =>
  world.tables.ingramItems.by('subscriptionId', row.id);

export function subscriptionDetail(world: World, row: IngramSubscription): Readonly<Record<string, unknown>> {
  const items = itemsOf(world, row);
  const total = (of: (item: IngramItem) => string) =>
    money(items.reduce((sum, item) => sum.plus(new Decimal(of(item)).times(item.quantity)), new Decimal(0)));
  return {
    ...subscriptionAnswer(row),
    totalPrice: total((item) => item.unitPrice),
    totalSubscriptionPrice: total((item) => item.unitPrice),
    totalSubscriptionCost: total((item) => item.unitCost),
    totalSubscriptionProviderCost: total((item) => item.unitCost),
    products: items.map(itemAnswer),
    orderParameters: row.orderParameters,
    fulfillmentParameters: [...row.orderParameters.filter(({ name }) => name !== 'tenant_preference')],
    planId: Number(row.planId),
  };
}

function itemAnswer(item: IngramItem) {
  const all = (unit: string) => money(new Decimal(unit).times(item.quantity), item.currency);
  return {
    mpn: item.mpn,
    vendor,
    id: item.productId,
    quantity: item.quantity,
    name: item.name,
    unitPrice: unitMoney(item.unitPrice, item.currency),
    unitCost: unitMoney(item.unitCost, item.currency),
    unitProviderCost: money(item.unitCost, item.currency),
    extendedPrice: all(item.unitPrice),
    vendorSubscriptionId: item.vendorSubscriptionId,
    totalSubscriptionPrice: all(item.unitPrice),
    totalSubscriptionCost: all(item.unitCost),
    totalSubscriptionProviderCost: all(item.unitCost),
  };
}

/** GET /subscriptions: newest first. */
export function listSubscriptions(call: Call): RemoteAnswer {
  const rows = call.world.tables.ingramSubscriptions
    .all()
    .filter(
      (row) =>
        fits(call, 'customerId', row.customerId) && fits(call, 'status', row.status) && fitsTime(call, 'creationDate', row.createdAt),
    );
  return pageOf(call, newestFirst(rows), subscriptionAnswer);
}

/** GET /subscriptions/{id} */
export function getSubscription(call: Call): RemoteAnswer {
  const row = call.world.tables.ingramSubscriptions.get(call.params['id'] ?? '');
  return row === undefined ? notFound('The subscription') : json(200, subscriptionDetail(call.world, row));
}

/** PATCH /subscriptions/{id} {products, attributes, renewalStatus}: prices, attributes, and whether it renews. */
export function updateSubscription(call: Call): RemoteAnswer {
  const { world, params, request } = call;
  const before = world.tables.ingramSubscriptions.get(params['id'] ?? '');
  if (before === undefined) return notFound('The subscription');
  const body = bodyOf(request);
  if (body === undefined) return badRequest('The body is not JSON');
  if (body['renewalStatus'] !== undefined && typeof body['renewalStatus'] !== 'boolean')
    return badRequest('renewalStatus is true or false');
  const items = priced(world, before, body);
  if (items === undefined) return badRequest('A product is none of this subscription, or its price is no amount');
  const renewal = typeof body['renewalStatus'] === 'boolean' ? body['renewalStatus'] : before.renewalStatus;
  if (renewal !== before.renewalStatus) {
    const refused = renewalRefused(world, before, renewal);
    if (refused !== undefined) return conflict(refused);
  }
  const attributes = isRecord(body['attributes']) ? JSON.stringify(body['attributes']) : before.attributes;
  const present = world.tables.ingramSubscriptions.get(before.id) ?? before;
  const row: IngramSubscription = { ...present, attributes, renewalStatus: renewal, updatedAt: world.now() };
  keep(
    call,
    row,
    items.map((item) => put('ingramItems', seenNow(world, item))),
  );
  return json(200, subscriptionDetail(world, row));
}

/** The marketplace knows at once what it did itself. */
const seenNow = (world: World, item: IngramItem): IngramItem => ({
  ...item,
  seenVersion: world.tables.subscriptions.get(item.vendorSubscriptionId)?.version ?? item.seenVersion,
});

function renewalRefused(world: World, row: IngramSubscription, autoRenew: boolean): string | undefined {
  const running = itemsOf(world, row).filter((one) => one.endedAt === undefined);
  // Looked at before the first one is changed: a refusal leaves all as they are.
  const areActive = running.every((item) => world.tables.subscriptions.get(item.vendorSubscriptionId)?.status === 'active');
  if (row.status !== 'active' || !areActive) return 'The subscription is not active';
  for (const item of running) {
    const outcome = change(world, item.vendorSubscriptionId, 'portal.autoRenew', { autoRenew });
    if ('refused' in outcome) return outcome.refused;
  }
  return undefined;
}

/** The products with the prices that were sent; undefined when one cannot be taken. */
function priced(world: World, row: IngramSubscription, body: Body): readonly IngramItem[] | undefined {
  const items = new Map(itemsOf(world, row).map((item) => [item.productId, item]));
  for (const sent of objectsOf(body['products'])) {
    const found = [...items.values()].find(
      (item) => item.productId === textOf(sent['id']) || (textOf(sent['id']) === '' && item.mpn === textOf(sent['mpn'])),
    );
    if (found === undefined) return undefined;
    const [price, cost] = [amountOf(sent['unitPrice']), amountOf(sent['unitCost'])];
    if ((sent['unitPrice'] !== undefined && price === undefined) || (sent['unitCost'] !== undefined && cost === undefined))
      return undefined;
    items.set(found.productId, { ...found, unitPrice: price ?? found.unitPrice, unitCost: cost ?? found.unitCost });
  }
  return [...items.values()];
}

/** POST /subscriptions/{id}/specialPricing */
export function specialPricing(call: Call): RemoteAnswer {
  const { world, params, request } = call;
  const row = world.tables.ingramSubscriptions.get(params['id'] ?? '');
  if (row === undefined) return notFound('The subscription');
  const body = bodyOf(request) ?? {};
  if (objectsOf(body['products']).length === 0) return badRequest('products is required');
  const items = priced(world, row, body);
  if (items === undefined) return badRequest('A product is none of this subscription, or its price is no amount');
  keep(
    call,
    { ...row, updatedAt: world.now() },
    items.map((item) => put('ingramItems', item)),
  );
  return json(200, subscriptionDetail(world, row));
}

function keep({ world, account }: Call, row: IngramSubscription, more: readonly Change[]): void {
  world.apply({
    kind: 'distributor.changed',
    actor: { kind: 'api', name: account.userName },
    cause: 'ingram',
    about: { distributor: 'ingram', subscriptionId: row.id },
    changes: [put('ingramSubscriptions', row), ...more],
  });
}
