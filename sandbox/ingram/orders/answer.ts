import { Decimal } from '../../../src/lib/decimal.ts';
import { textOf } from '../../sent-body.ts';
import { type SeatPlan, seatPlan } from '../../world/distributors2/catalogue.ts';
import { cycleEnd, instantAt, monthsOf, spanEnd } from '../../world/estate/times.ts';
import type { IngramOrder, IngramOrderLine } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { billingModelOf, vendor } from '../catalogue.ts';
import { itemsOf } from '../subscriptions.ts';
import { blankTime, cyclePeriod, day, money, termPeriod, unitMoney, zulu } from '../wire.ts';
import { type Draft, sentOf } from './draft.ts';
import { statusCodes } from './states.ts';

type Priced = { readonly line: IngramOrderLine; readonly quantity: number; readonly cost: Decimal; readonly price: Decimal };

/** What each line costs: seats that are added or given back, for one billing period. */
function pricedLines(world: World, order: Draft): readonly Priced[] {
  const holder = order.subscriptionId === undefined ? undefined : world.tables.ingramSubscriptions.get(order.subscriptionId);
  const items = holder === undefined ? [] : itemsOf(world, holder);
  return order.lines.map((line) => {
    const plan: SeatPlan | undefined = seatPlan(world, line.mpn, order.term, order.billingCycle);
    const item = items.find((one) => one.productId === line.productId);
    const cost = new Decimal(item?.unitCost ?? plan?.availability.distributorPrice ?? 0);
    const price = new Decimal(item?.unitPrice ?? plan?.availability.erpPrice ?? 0);
    return { line, quantity: line.more, cost, price };
  });
}

/** The heading of an order, which its lists and its detail share. Members that were sent come again. */
function orderHeading(world: World, order: Draft, at: string) {
  const lines = pricedLines(world, order);
  const nowMs = Date.parse(at);
  const sent = sentOf(order.sent);
  return {
    ...sent,
    type: order.type,
    customerId: order.customerId,
    poNumber: order.poNumber ?? '',
    total: money(lines.reduce((sum, { cost, quantity }) => sum.plus(cost.times(quantity)), new Decimal(0))),
    details: lines.map((one) => detailAnswer(order, one, zulu(at))),
    attributes: sent['attributes'] ?? {},
    creditCheck: order.creditCheck,
    autorenewal: order.autorenewal,
    startDate: sent['startDate'] ?? day(at),
    expirationDate: textOf(sent['expirationDate']) || spanEnd(nowMs, monthsOf(order.term)).slice(0, 10),
    lastBillingDate: day(at),
    nextBillingDate: day(instantAt(Date.parse(cycleEnd(nowMs, nowMs, order.billingCycle, order.term)) + 1000)),
    planId: order.planId,
    subscriptionPeriod: termPeriod[order.term],
  };
}

const kinds: Readonly<Record<IngramOrder['type'], string>> = {
  sales: 'recurring',
  change: 'recurring',
  renewal: 'renew',
  cancellation: 'cancellation',
  migration: 'transfer',
};

function detailAnswer(order: Draft, { line, quantity, cost, price }: Priced, now: string) {
  const none = money('0');
  const discount = { type: 'percent', value: '0', amount: '0', amountCode: 'USD' };
  return {
    type: order.type === 'change' && quantity < 0 ? 'recurringRefund' : kinds[order.type],
    mpn: line.mpn,
    productId: line.productId,
    duration: cyclePeriod[order.billingCycle],
    description: `Recurring for ${line.name}`,
    quantity,
    unitPrice: unitMoney(cost),
    salesUnitPrice: unitMoney(price),
    extendedPrice: money(cost.times(quantity)),
    salesExtendedPrice: money(price.times(quantity)),
    discount,
    salesDiscount: discount,
    taxAmount: none,
    salesTaxAmount: none,
    exclusiveTaxAmount: none,
    salesExclusiveTaxAmount: none,
    exchangeRate: 1,
    exchangeTime: now,
  };
}

/** All members of an order's detail; an estimate has no number and no state. */
export function orderBody(world: World, order: Draft, at: string = world.now()): Readonly<Record<string, unknown>> {
  const holder = order.subscriptionId === undefined ? undefined : world.tables.ingramSubscriptions.get(order.subscriptionId);
  const lines = pricedLines(world, order);
  const [periods, until] = [{ billingPeriod: cyclePeriod[order.billingCycle], subscriptionPeriod: termPeriod[order.term] }, holder?.endAt];
  const heading = orderHeading(world, order, at);
  return {
    ...heading,
    products: lines.map(({ line, price }) => ({
      ...sentOf(line.sent),
      mpn: line.mpn,
      vendor,
      id: line.productId,
      ...periods,
      name: line.name,
      quantity: line.quantity,
      extendedPrice: money(price.times(line.quantity)),
    })),
    ...(order.subscriptionId === undefined ? {} : { subscriptionId: order.subscriptionId }),
    billingModel: billingModelOf(order.billingCycle),
    subscriptions: [
      {
        planId: order.planId,
        alignedExpirationDate: day(until ?? heading.expirationDate),
        tcvs: [{ sellerId: 1_000_003, buyerId: 1_000_005, startDate: zulu(at), endDate: zulu(until ?? at) }],
      },
    ],
  };
}

const stateOf = (order: IngramOrder) => ({
  id: order.id,
  orderNumber: order.orderNumber,
  creationDate: zulu(order.createdAt),
  ...(order.provisionedAt === undefined ? {} : { provisioningDate: blankTime(order.provisionedAt) }),
  status: order.status,
  statusCode: statusCodes[order.status],
});

/** An order by id. Why one failed is only told in the control panel. */
export const orderDetail = (world: World, order: IngramOrder) => ({ ...stateOf(order), ...orderBody(world, order, order.createdAt) });
/** Members that only the detail has. */
const ofDetail = [
  'subscriptionId',
  'targetSubscriptionId',
  'billingModel',
  'subscriptions',
  'alignExpirationDate',
  'placementType',
  'vendorBillingSettings',
];
const shortDetail = ['type', 'mpn', 'productId', 'description', 'quantity', 'exchangeRate', 'exchangeTime'];

const only = (from: object, keeps: (name: string) => boolean) => Object.fromEntries(Object.entries(from).filter(([name]) => keeps(name)));

/** An order in a list: without its products, and with short details. */
export function orderRow(world: World, order: IngramOrder): Readonly<Record<string, unknown>> {
  const { details, ...heading } = orderHeading(world, order, order.createdAt);
  return {
    ...stateOf(order),
    ...only(heading, (name) => !ofDetail.includes(name)),
    details: details.map((one) => only(one, (name) => shortDetail.includes(name))),
  };
}
