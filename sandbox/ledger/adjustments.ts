import { Decimal, parseDecimal, printDecimal, sumDecimals } from '../../src/lib/decimal.ts';
import type { ChargeLine, LedgerAdjustment, Period } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { lastDayOf, periodAt } from './periods.ts';
import { referenceOf } from './price.ts';
import type { Wanted } from './wanted.ts';

/** In which month a correction stands: its own, or the one in which it was made when it came late. */
export const periodOf = (row: LedgerAdjustment): Period => (row.into === 'open' ? periodAt(Date.parse(row.madeAt)) : row.period);

/** Corrections that are lines of a month: late credits of the month in which they were made, and those of a re-issued file. */
export function* adjustmentLines(world: World, wanted: Wanted): Generator<ChargeLine> {
  let isFound = wanted.after === undefined;
  for (const row of world.tables.ledgerAdjustments.by('accountId', wanted.accountId)) {
    if (!isFound) {
      isFound = wanted.after === `adjustment/${row.id}`;
      continue;
    }
    if (row.into !== 'note' && row.into !== 'total' && periodOf(row) === wanted.period && Date.parse(row.madeAt) < madeBefore(row, wanted))
      yield adjustmentLine(world, row);
  }
}

/** What stands on a closed invoice without a line. */
export const unlistedOf = (
  world: World,
  { accountId, period, currency }: Pick<LedgerAdjustment, 'accountId' | 'period' | 'currency'>,
): string =>
  printDecimal(
    sumDecimals(
      world.tables.ledgerAdjustments
        .by('accountId', accountId)
        .filter((row) => row.into === 'total' && row.period === period && row.currency === currency)
        .map((row) => new Decimal(row.amount)),
    ),
  );

/** A re-issued file carries what was corrected after its month as well. */
const madeBefore = (row: LedgerAdjustment, { untilMs }: Wanted): number => (row.into === 'reissue' ? Number.POSITIVE_INFINITY : untilMs);

/** What a correction says about the subscription that it names; nothing when it is about the customer as a whole. */
function productOf(world: World, row: LedgerAdjustment) {
  const none = { orderId: '', alternateId: '', productId: '', skuId: '', availabilityId: '', productName: '', skuName: '' };
  const subscription = row.subscriptionId === undefined ? undefined : world.tables.subscriptions.get(row.subscriptionId);
  if (subscription === undefined) return { ...none, subscriptionId: '', subscriptionStart: '', subscriptionEnd: '' };
  const { orderId, productId, skuId, availabilityId, offerName, id, effectiveStartAt, commitmentEndAt } = subscription;
  const name = world.tables.skus.get(`${productId}:${skuId}`)?.title ?? offerName;
  return {
    orderId,
    alternateId: orderId,
    productId,
    skuId,
    availabilityId,
    productName: name,
    skuName: name,
    subscriptionId: id,
    subscriptionStart: effectiveStartAt.slice(0, 10),
    subscriptionEnd: commitmentEndAt.slice(0, 10),
  };
}

/** A correction as a line; also the only line of a credit or adjustment note. */
export function adjustmentLine(world: World, row: LedgerAdjustment): ChargeLine {
  const amount = printDecimal(parseDecimal(row.amount) ?? new Decimal(0));
  return {
    id: `adjustment/${row.id}`,
    accountId: row.accountId,
    customerId: row.customerId,
    period: periodOf(row),
    chargeType: 'customerCredit',
    category: 'credit',
    ...productOf(world, row),
    orderedAt: row.madeAt,
    publisherName: 'Microsoft Corporation',
    publisherId: '',
    unitPrice: amount,
    effectiveUnitPrice: amount,
    quantity: '1',
    billableQuantity: '1',
    unitType: '',
    subtotal: amount,
    tax: '0',
    total: amount,
    currency: row.currency,
    pricingCurrency: row.currency,
    exchangeRate: '1',
    exchangeRateDay: `${row.period}-01`,
    priceAdjustments: [row.reason],
    subscriptionDescription: '',
    chargeStart: `${row.period}-01`,
    chargeEnd: lastDayOf(row.period),
    termAndBillingCycle: '',
    billingFrequency: '',
    reference: referenceOf(world, `adjustment/${row.id}`),
    qualifiers: [],
    promotionId: '',
    meterDescription: '',
    reservationOrderId: '',
    creditReasonCode: row.reason,
  };
}
