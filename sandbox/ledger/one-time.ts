import { Decimal, printDecimal } from '../../src/lib/decimal.ts';
import { dayAt, dayMs, monthsLater, monthsOf } from '../world/estate/times.ts';
import { orderCancelledMs } from '../world/history.ts';
import type { Availability, ChargeLine, Order, OrderLine, Sku } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { spanOf } from './periods.ts';
import { categoryOf, referenceOf } from './price.ts';
import type { Wanted } from './wanted.ts';

/** Reservations and perpetual licences: one line when they are bought, one back when the order is cancelled. They are no subscriptions. */
export function* oneTimeLines(world: World, wanted: Wanted): Generator<ChargeLine> {
  let isFound = wanted.after === undefined;
  for (const order of world.tables.orders.values()) {
    if (order.accountId !== wanted.accountId || order.status === 'pending' || order.provisionAt !== undefined) continue;
    for (const line of order.lines) {
      for (const made of linesOf(world, order, line, wanted)) {
        if (isFound) yield made;
        isFound ||= made.id === wanted.after;
      }
    }
  }
}

function* linesOf(world: World, order: Order, line: OrderLine, wanted: Wanted): Generator<ChargeLine> {
  const sale = line.subscriptionId === undefined ? world.tables.availabilities.get(line.saleId ?? '') : undefined;
  const sku = sale && world.tables.skus.get(`${sale.productId}:${sale.skuId}`);
  if (sale === undefined || (sku?.kind !== 'reservation' && sku?.kind !== 'perpetual')) return;
  const { fromMs, toMs } = spanOf(wanted.period);
  const isWanted = (ms: number): boolean => ms >= fromMs && ms < Math.min(toMs, wanted.untilMs);
  const boughtMs = Date.parse(order.createdAt);
  if (isWanted(boughtMs)) yield oneTimeLine(world, { order, line, sale, sku, period: wanted.period }, boughtMs, false);
  const cancelledMs = orderCancelledMs(world, order.id);
  if (cancelledMs !== undefined && isWanted(cancelledMs))
    yield oneTimeLine(world, { order, line, sale, sku, period: wanted.period }, cancelledMs, true);
}

type Bought = { readonly order: Order; readonly line: OrderLine; readonly sale: Availability; readonly sku: Sku; readonly period: string };

function oneTimeLine(world: World, { order, line, sale, sku, period }: Bought, atMs: number, isBack: boolean): ChargeLine {
  const price = isBack ? new Decimal(line.price).neg() : new Decimal(line.price);
  const amount = printDecimal(price.times(line.quantity));
  const product = world.tables.products.get(sale.productId);
  const happening = `${order.id}/${String(line.lineItemNumber)}/${isBack ? 'back' : 'new'}`;
  return {
    id: `order/${happening}`,
    accountId: order.accountId,
    customerId: order.customerId,
    period,
    chargeType: isBack ? 'cancelImmediate' : 'new',
    category: categoryOf(sku),
    orderId: order.id,
    orderedAt: new Date(atMs).toISOString(),
    productId: sale.productId,
    skuId: sale.skuId,
    availabilityId: line.offerId.split(':')[2] ?? sale.availabilityId,
    productName: product?.title ?? sku.title,
    skuName: sku.title,
    publisherName: product?.publisherName ?? 'Microsoft Corporation',
    publisherId: '',
    unitPrice: printDecimal(new Decimal(line.listPrice)),
    effectiveUnitPrice: printDecimal(price),
    quantity: String(line.quantity),
    billableQuantity: String(line.quantity),
    unitType: '',
    subtotal: amount,
    tax: '0',
    total: amount,
    currency: order.currency,
    pricingCurrency: order.currency,
    exchangeRate: '1',
    exchangeRateDay: `${period}-01`,
    priceAdjustments: [],
    subscriptionId: '',
    subscriptionDescription: '',
    ...spanOfTerm(sku, sale, Date.parse(order.createdAt)),
    alternateId: order.id,
    reference: referenceOf(world, happening),
    qualifiers: [],
    promotionId: line.promotionId ?? '',
    meterDescription: '',
    reservationOrderId: sku.kind === 'reservation' ? referenceOf(world, `reservation/${order.id}/${String(line.lineItemNumber)}`) : '',
    creditReasonCode: '',
  };
}

/** A perpetual licence has neither term nor end (a blank term tells readers so). */
function spanOfTerm(sku: Sku, sale: Availability, startMs: number) {
  const start = dayAt(startMs);
  if (sku.kind === 'perpetual')
    return { chargeStart: start, chargeEnd: '', subscriptionStart: '', subscriptionEnd: '', termAndBillingCycle: '', billingFrequency: '' };
  const end = dayAt(monthsLater(startMs, monthsOf(sale.term)) - dayMs);
  const years = sale.term === 'P3Y' ? '3 Years' : '1 Year';
  return {
    chargeStart: start,
    chargeEnd: end,
    subscriptionStart: start,
    subscriptionEnd: end,
    termAndBillingCycle: `${years} Reservation`,
    billingFrequency: '',
  };
}
