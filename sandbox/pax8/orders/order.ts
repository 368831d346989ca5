import type { JsonObject } from '../../../src/lib/exact-json.ts';
import type { RemoteAnswer, RemoteRequest } from '../../remote.ts';
import type { DistributorAccount, DistributorOrder, DistributorSubscription } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { commitmentMonths } from '../answers/product.ts';
import { objectBody, textOf } from '../bodies.ts';
import { dayText, zuluText } from '../dates.ts';
import { badParameter, forbidden, notFound, unprocessable } from '../errors.ts';
import { body, pageAnswer } from '../pages.ts';
import { findCompany, ordersOf } from '../visible.ts';
import { checkOrder, isLines, type OrderLine } from './check.ts';

/** POST /orders. With `isMock=true` everything is checked and nothing is made. There is no key against doing it twice. */
export function placeOrder(request: RemoteRequest, world: World, account: DistributorAccount): RemoteAnswer {
  if (!account.adminKey) return forbidden(request);
  const mock = request.query.get('isMock') ?? 'false';
  if (mock !== 'true' && mock !== 'false') return badParameter(request, 'isMock', 'isMock must be true or false');
  const from = objectBody(request) ?? {};
  const lines = checkOrder(world, account, from);
  if (!isLines(lines)) return unprocessable(request, lines);
  const companyId = textOf(from['companyId']);
  const email = textOf(from['orderedByUserEmail']);
  const subscriptions = lines.map((line) => pending(world, account, companyId, line));
  const order: DistributorOrder = {
    id: world.newId(),
    accountId: account.id,
    companyId,
    createdAt: world.now(),
    orderedBy: textOf(from['orderedBy']) || 'Pax8 Partner',
    ...(email === '' ? {} : { orderedByUserEmail: email }),
    lines: lines.map(({ line }, index) =>
      withSubscription({ id: world.newId(), ...line }, mock === 'true' ? undefined : subscriptions[index]),
    ),
  };
  if (mock === 'false') {
    world.apply({
      kind: 'distributor.orderPlaced',
      actor: { kind: 'api', name: account.clientId },
      cause: 'pax8',
      about: { distributorAccountId: account.id, companyId, orderId: order.id },
      changes: [put('distributorOrders', order), ...subscriptions.map((row) => put('distributorSubscriptions', row))],
    });
  }
  return body(200, orderAnswer(order, account));
}

/** GET /orders, newest first. */
export function listOrders(request: RemoteRequest, world: World, account: DistributorAccount): RemoteAnswer {
  const companyId = request.query.get('companyId');
  if (companyId !== null && account.adminKey && findCompany(world, account, companyId) === undefined)
    return notFound(request, `Company ${companyId}`);
  const orders = ordersOf(world, account).filter((order) => companyId === null || order.companyId === companyId);
  return pageAnswer(request, orders.toReversed(), (order) => orderAnswer(order, account));
}

/** `orderedByUserId` is the partner's own id: the sandbox knows no users of a distributor. */
export const orderAnswer = (order: DistributorOrder, account: DistributorAccount): JsonObject => ({
  id: order.id,
  companyId: order.companyId,
  createdDate: dayText(order.createdAt),
  orderedBy: order.orderedBy,
  orderedByUserId: account.partnerId,
  orderedByUserEmail: order.orderedByUserEmail,
  isScheduled: false,
  lineItems: order.lines.map((line) => ({
    id: line.id,
    lineItemNumber: line.lineItemNumber,
    productId: line.productId,
    subscriptionId: line.subscriptionId,
    commitmentTermId: line.commitmentTermId,
    provisionStartDate: zuluText(line.provisionStartDate ?? order.createdAt),
    parentSubscriptionId: line.parentSubscriptionId,
    parentLineItemNumber: line.parentLineItemNumber,
    billingTerm: line.billingTerm,
    quantity: line.quantity,
    provisioningDetails: line.provisioningDetails.map(({ key, values }) => ({ key, values })),
  })),
});

/** A bought subscription waits for provisioning; Microsoft's id is empty until then. */
function pending(
  world: World,
  account: DistributorAccount,
  companyId: string,
  { line, product, price }: OrderLine,
): DistributorSubscription {
  const today = world.today();
  const lastDay = Temporal.PlainDate.from(today)
    .add({ months: commitmentMonths(price.commitmentTerm) })
    .subtract({ days: 1 });
  return {
    id: world.newId(),
    accountId: account.id,
    companyId,
    productId: product.id,
    quantity: line.quantity,
    partnerCost: price.partnerBuyRate,
    price: price.suggestedRetailPrice,
    currency: price.currency,
    billingTerm: line.billingTerm,
    commitment: { id: price.commitmentTermId, term: price.commitmentTerm, endDate: lastDay.toString() },
    status: 'PendingAutomated',
    startDate: today,
    billingStart: today,
    createdAt: world.now(),
    updatedAt: world.now(),
    vendorSubscriptionId: '',
    vendorSkuId: product.vendorSku,
    ...(line.parentSubscriptionId === undefined ? {} : { parentSubscriptionId: line.parentSubscriptionId }),
    provisioning: toldOf(line),
    history: [],
  };
}

/** What the order says of the tenant. */
function toldOf({ provisioningDetails }: OrderLine['line']): NonNullable<DistributorSubscription['provisioning']> {
  const told = (key: string): string => provisioningDetails.find((one) => one.key === key)?.values[0] ?? '';
  const [tenantId, domain] = [told('msTenantId'), told('msDomain')];
  return { ...(tenantId === '' ? {} : { tenantId }), ...(domain === '' ? {} : { domain }) };
}

const withSubscription = (
  line: DistributorOrder['lines'][number],
  subscription: DistributorSubscription | undefined,
): DistributorOrder['lines'][number] => (subscription === undefined ? line : { ...line, subscriptionId: subscription.id });
