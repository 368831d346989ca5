import { Decimal, printDecimal } from '../../src/lib/decimal.ts';
import { Seeded } from '../../src/lib/seeded.ts';
import { changeOrderId } from '../world/change-orders.ts';
import { dayAt } from '../world/estate/times.ts';
import { discountOf, reduced } from '../world/prices/promotions.ts';
import type { BillingCycle, ChargeLine, Period, Sku, Subscription, Term } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Charge } from './charges.ts';
import { amountsOf, ruleFor } from './rounding.ts';
import type { Rules } from './rules.ts';
import { type Share, sharePrice } from './shares.ts';

const commitments: Readonly<Record<Term, string>> = { P1M: 'One-Month', P1Y: 'One-Year', P3Y: 'Three-Year' };
const frequencies: Readonly<Record<BillingCycle, string>> = { monthly: 'Monthly', annual: 'Annual', triennial: '' };

/** What a line says about its product: the same object for all lines of one plan. */
type Names = Pick<ChargeLine, 'category' | 'productName' | 'skuName' | 'publisherName' | 'publisherId' | 'qualifiers'>;
const nameBooks = new WeakMap<World, Map<string, Names>>();

function namesOf(world: World, row: Subscription, rules: Rules): Names {
  const book = nameBooks.get(world) ?? new Map<string, Names>();
  nameBooks.set(world, book);
  const isExtended = row.extended !== undefined && rules.extendedServiceTerm === 'skuName';
  const key = `${row.productId}:${row.skuId}/${String(row.isTrial)}/${String(isExtended)}/${row.offerName}`;
  const found = book.get(key) ?? readNames(world, row, isExtended);
  if (book.size > 10_000) book.clear();
  book.set(key, found);
  return found;
}

function readNames(world: World, row: Subscription, isExtended: boolean): Names {
  const product = world.tables.products.get(row.productId);
  const sku = world.tables.skus.get(`${row.productId}:${row.skuId}`);
  const skuName = sku?.title ?? row.offerName;
  return {
    category: categoryOf(sku),
    productName: product?.title ?? row.offerName,
    skuName: isExtended ? `${skuName} - Extended Service Term` : skuName,
    publisherName: product?.publisherName ?? 'Microsoft Corporation',
    publisherId: '',
    qualifiers: [...(sku?.isAddon === true ? ['AddOn'] : []), ...(row.isTrial ? ['Trial'] : [])],
  };
}

export function categoryOf(sku: Sku | undefined): ChargeLine['category'] {
  switch (sku?.kind) {
    case 'software':
    case 'perpetual':
      return 'software';
    case 'reservation':
      return 'reservation';
    case 'saas':
      return 'marketplace';
    default:
      return 'seats';
  }
}

/** List price and price after the promotion, for one unit and one cycle. */
export type Priced = { readonly list: string; readonly net: string };

function priceOf(world: World, row: Subscription, share: Share): Priced {
  if (row.isTrial) return { list: '0', net: '0' };
  const discount = row.promotionId === undefined ? '0' : discountIn(world, row.promotionId);
  const list = sharePrice(world, row, row.unitPrice, share);
  return { list, net: discount === '0' ? list : sharePrice(world, row, reduced(row.unitPrice, discount), share) };
}

const discounts = new WeakMap<World, Map<string, string>>();

/** Promotions are derived and never change in a world: each is looked up once. */
function discountIn(world: World, promotionId: string): string {
  const known = discounts.get(world) ?? new Map<string, string>();
  discounts.set(world, known);
  const found = known.get(promotionId) ?? discountOf(world, promotionId);
  known.set(promotionId, found);
  return found;
}

/** A GUID that all lines of one happening share. */
export const referenceOf = (world: World, happening: string): string =>
  new Seeded(`${String(world.options.seed)}/reference/${happening}`).uuid();

/** What a charge comes to. */
export type PricedCharge = {
  readonly list: string;
  readonly net: string;
  readonly effective: Decimal;
  /** Negative on refunds. */
  readonly subtotal: Decimal;
  readonly tax: Decimal;
};

export function pricedCharge(world: World, charge: Charge, rules: Rules, share: Share): PricedCharge {
  const { list, net } = priceOf(world, charge.row, share);
  const product = { price: net, part: charge.part, quantity: charge.quantity, rate: '1' };
  const { effective, subtotal } = amountsOf(product, ruleFor(rules.rounding, charge.type));
  const signed = charge.sign < 0 ? subtotal.neg() : subtotal;
  const tax = rules.taxPercent === '0' ? zero : signed.times(rules.taxPercent).div(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return { list, net, effective, subtotal: signed, tax };
}

/** A charge as a line of the ledger: named, priced, rounded. `place`: which line of its happening it is. */
export function lineOf(world: World, charge: Charge, period: Period, rules: Rules, place: number, share: Share = 'all'): ChargeLine {
  const { row, sign } = charge;
  const { list, net, effective, subtotal, tax } = pricedCharge(world, charge, rules, share);
  const count = String(charge.quantity);
  const names = namesOf(world, row, rules);
  const orderId = orderOf(world, charge);
  // Member by member: a spread among so many made each line three times dearer.
  return {
    id: `${row.id}/${String(charge.orderedMs)}/${charge.type}/${String(place)}${share === 'telephony' ? '/telephony' : ''}`,
    accountId: row.accountId,
    customerId: row.customerId,
    period,
    chargeType: charge.type,
    category: names.category,
    orderId,
    orderedAt: new Date(charge.orderedMs).toISOString(),
    productId: row.productId,
    skuId: row.skuId,
    availabilityId: row.availabilityId,
    productName: names.productName,
    skuName: names.skuName,
    publisherName: names.publisherName,
    publisherId: names.publisherId,
    unitPrice: row.extended === undefined ? list : sharePrice(world, row, shownUnitPrice(world, row, rules), share),
    effectiveUnitPrice: printDecimal(sign < 0 ? effective.neg() : effective),
    quantity: count,
    billableQuantity: count,
    unitType: '',
    subtotal: printDecimal(subtotal),
    tax: printDecimal(tax),
    total: printDecimal(subtotal.plus(tax)),
    currency: row.currency,
    pricingCurrency: row.currency,
    exchangeRate: '1',
    exchangeRateDay: `${period}-01`,
    priceAdjustments: adjustmentsOf(row, list !== net, rules),
    subscriptionId: row.id,
    subscriptionDescription: row.friendlyName === row.offerName ? '' : row.friendlyName,
    chargeStart: dayAt(charge.fromMs),
    chargeEnd: dayAt(charge.toMs - 1000),
    subscriptionStart: row.effectiveStartAt.slice(0, 10),
    subscriptionEnd: row.commitmentEndAt.slice(0, 10),
    termAndBillingCycle: row.isTrial ? 'One-Month commitment for trial' : `${commitments[row.term]} commitment for monthly/yearly billing`,
    billingFrequency: row.isTrial ? '' : frequencies[row.billingCycle],
    alternateId: orderId,
    reference: referenceOf(world, charge.happening),
    qualifiers: names.qualifiers,
    promotionId: row.promotionId ?? '',
    meterDescription: '',
    reservationOrderId: '',
    creditReasonCode: '',
  };
}

/** That of the purchase, or of the last change that made an order of its own. */
const orderOf = (world: World, { row, ordered }: Charge): string =>
  ordered === undefined || !world.switch('orders').forChanges ? row.orderId : changeOrderId(world, ordered, row.id);

const zero = new Decimal(0);

const adjustmentsOf = (row: Subscription, isDiscounted: boolean, rules: Rules): readonly string[] => {
  if (row.isTrial) return [];
  if (row.extended !== undefined && rules.extendedServiceTerm === 'priceAdjustment') return extended;
  return isDiscounted ? discounted : usual;
};
const extended = ['Price for given billing period', 'Extended Service Term', 'Price for given term'];
const usual = ['Price for given billing period', 'Price for given term'];
const discounted = [
  'Price for given billing period',
  'You are getting a discount due to a pre-determined override.',
  'Price for given term',
];

/** On a line of an extended service term the list price may still be that of the year that ended. */
function shownUnitPrice(world: World, row: Subscription, rules: Rules): string {
  if (row.extended === undefined || row.isTrial) return row.unitPrice;
  const wanted = rules.extendedServiceTermPrice === 'monthlyList' ? { term: 'P1M', billingCycle: 'monthly' } : row.extended;
  const plan = world.tables.availabilities
    .by('sku', `${row.productId}:${row.skuId}`)
    .find((one) => one.term === wanted.term && one.billingCycle === wanted.billingCycle);
  return plan?.unitPrice ?? row.unitPrice;
}
