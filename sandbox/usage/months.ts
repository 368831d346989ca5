import { Decimal, printDecimal } from '../../src/lib/decimal.ts';
import { lastDayOf } from '../ledger/periods.ts';
import { referenceOf } from '../ledger/price.ts';
import { usageSubtotal } from '../ledger/rounding.ts';
import { linesAfter, type Wanted } from '../ledger/wanted.ts';
import type { ChargeLine } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { netPriceOf, productOf, type Used, usedBy } from './days.ts';
import { exchangeOf } from './rate.ts';
import { plansOf } from './running.ts';

/** What one meter counted in a month, apart for days with and without partner earned credit. */
type Total = { readonly first: Used; quantity: Decimal };

/** Lines of the ledger for metered usage: the sums of the days, by plan and meter. */
export function* azureMonths(world: World, wanted: Wanted): Generator<ChargeLine> {
  const [, last] = wanted.after?.split('/') ?? [];
  if (last !== undefined) yield* linesAfter(planLines(world, last, wanted), wanted.after);
  for (const planId of plansOf(world, wanted.accountId, last)) yield* planLines(world, planId, wanted);
}

function* planLines(world: World, planId: string, wanted: Wanted): Generator<ChargeLine> {
  const totals = new Map<string, Total>();
  for (const used of usedBy(world, planId, wanted)) {
    const key = `usage/${planId}/${used.meter.id}/${used.earns ? 'credit' : 'plain'}`;
    const total = totals.get(key);
    if (total === undefined) totals.set(key, { first: used, quantity: new Decimal(used.quantity) });
    else total.quantity = total.quantity.plus(used.quantity);
  }
  for (const [id, total] of [...totals].toSorted(([left], [right]) => (left < right ? -1 : 1))) yield lineOf(world, id, total, wanted);
}

function lineOf(world: World, id: string, { first, quantity }: Total, { period, rules }: Wanted): ChargeLine {
  const { plan, meter, earns } = first;
  const rate = exchangeOf(world, plan.currency, period);
  const net = netPriceOf(first);
  const count = printDecimal(quantity);
  const subtotal = usageSubtotal(net, count, rate);
  const tax = subtotal.times(rules.taxPercent).div(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return {
    id,
    accountId: plan.accountId,
    customerId: plan.customerId,
    period,
    chargeType: 'usage',
    category: 'usage',
    orderId: plan.orderId,
    orderedAt: plan.createdAt,
    ...productOf(meter),
    unitPrice: meter.price,
    effectiveUnitPrice: net,
    quantity: '1',
    billableQuantity: count,
    unitType: meter.unit,
    subtotal: printDecimal(subtotal),
    tax: printDecimal(tax),
    total: printDecimal(subtotal.plus(tax)),
    currency: plan.currency,
    pricingCurrency: 'USD',
    exchangeRate: rate,
    exchangeRateDay: `${period}-01`,
    priceAdjustments: earns ? ['15.0% Partner earned credit for services managed'] : [],
    subscriptionId: plan.id,
    subscriptionDescription: 'Azure plan',
    chargeStart: `${period}-01`,
    chargeEnd: lastDayOf(period),
    subscriptionStart: '',
    subscriptionEnd: '',
    termAndBillingCycle: '',
    billingFrequency: 'Monthly',
    alternateId: plan.orderId,
    reference: referenceOf(world, `${id}/${period}`),
    qualifiers: [],
    promotionId: '',
    meterDescription: `${meter.product} - ${meter.name} (${meter.unit})`,
    reservationOrderId: '',
    creditReasonCode: '',
  };
}
