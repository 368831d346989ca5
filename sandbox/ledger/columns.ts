import { Seeded } from '../../src/lib/seeded.ts';
import type { ChargeLine } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { ruleFor, shownEffective } from './rounding.ts';
import type { Rules } from './rules.ts';

/** Columns of the reconciliation file of new commerce, in order (page "Modern invoice reconciliation file"). */
export const reconColumns = [
  'PartnerId',
  'CustomerId',
  'CustomerName',
  'CustomerDomainName',
  'CustomerCountry',
  'InvoiceNumber',
  'MPNID',
  'ResellerMPNID',
  'OrderId',
  'OrderDate',
  'ProductId',
  'SkuId',
  'AvailabilityId',
  'SkuName',
  'ProductName',
  'ChargeType',
  'UnitPrice',
  'Quantity',
  'Subtotal',
  'TaxTotal',
  'Total',
  'Currency',
  'PriceAdjustmentDescription',
  'PublisherName',
  'PublisherId',
  'SubscriptionDescription',
  'SubscriptionId',
  'ChargeStartDate',
  'ChargeEndDate',
  'TermAndBillingCycle',
  'EffectiveUnitPrice',
  'UnitType',
  'AlternateId',
  'BillableQuantity',
  'BillingFrequency',
  'PricingCurrency',
  'PCToBCExchangeRate',
  'PCToBCExchangeRateDate',
  'MeterDescription',
  'ReservationOrderId',
  'CreditReasonCode',
  'SubscriptionStartDate',
  'SubscriptionEndDate',
  'ReferenceID',
  'ProductQualifiers',
  'PromotionID',
] as const;

/** What only the export of 48 columns has. */
export const extraColumns = ['PartnerName', 'Tier2MpnId', 'PublisherDiscount', 'DiscountDetails', 'ProductCategory'] as const;

export type ReconColumn = (typeof reconColumns)[number] | (typeof extraColumns)[number];
export type ReconValues = Readonly<Record<ReconColumn, string>>;

/** In which document a line stands: number and day of an invoice, or neither. */
export type Document = { readonly invoiceId: string; readonly issuedAt: string; readonly rules: Rules };

type Party = { readonly name: string; readonly domain: string; readonly country: string; readonly reseller: string };

/**
 * A line by column name, as text: dates as days `2026-10-01`, OrderDate as instant, amounts as decimal text. Writers bring them into
 * their own form (CSV: `10/1/2026`).
 */
export function valuesOf(world: World, line: ChargeLine, document: Document): ReconValues {
  const account = world.tables.partnerAccounts.get(line.accountId);
  const party = partyOf(world, line);
  return {
    PartnerId: account?.tenantId ?? '',
    PartnerName: account?.name ?? '',
    CustomerId: line.customerId,
    CustomerName: party.name,
    CustomerDomainName: party.domain,
    CustomerCountry: party.country,
    InvoiceNumber: document.invoiceId,
    MPNID: account?.mpnId ?? '',
    ResellerMPNID: party.reseller,
    Tier2MpnId: party.reseller,
    OrderId: line.orderId,
    OrderDate: line.orderedAt,
    ProductId: line.productId,
    SkuId: line.skuId,
    AvailabilityId: line.availabilityId,
    SkuName: line.skuName,
    ProductName: line.productName,
    ChargeType: line.chargeType === 'usage' ? 'new' : line.chargeType,
    UnitPrice: line.unitPrice,
    Quantity: line.quantity,
    Subtotal: line.subtotal,
    TaxTotal: line.tax,
    Total: line.total,
    Currency: line.currency,
    PriceAdjustmentDescription: listText(line.priceAdjustments),
    PublisherName: line.publisherName,
    PublisherId: line.publisherId,
    PublisherDiscount: '',
    DiscountDetails: '',
    SubscriptionDescription: line.subscriptionDescription,
    SubscriptionId: line.subscriptionId,
    ChargeStartDate: line.chargeStart,
    ChargeEndDate: line.chargeEnd,
    TermAndBillingCycle: line.termAndBillingCycle,
    EffectiveUnitPrice: effectiveOf(line, document.rules),
    UnitType: line.unitType,
    AlternateId: line.alternateId,
    BillableQuantity: line.billableQuantity,
    BillingFrequency: line.billingFrequency,
    PricingCurrency: line.pricingCurrency,
    PCToBCExchangeRate: line.exchangeRate,
    PCToBCExchangeRateDate: line.exchangeRateDay,
    MeterDescription: line.meterDescription,
    ReservationOrderId: line.reservationOrderId,
    CreditReasonCode: line.creditReasonCode,
    SubscriptionStartDate: line.subscriptionStart,
    SubscriptionEndDate: line.subscriptionEnd,
    ReferenceID: referenceText(line.reference, document),
    ProductQualifiers: listText(line.qualifiers),
    PromotionID: line.promotionId,
    ProductCategory: categories[line.category],
  };
}

const categories: Readonly<Record<ChargeLine['category'], string>> = {
  seats: 'License-based',
  software: 'Software',
  reservation: 'Reservation',
  savingsPlan: 'Savings plan',
  marketplace: 'Marketplace',
  usage: 'Usage',
  credit: '',
};

const listText = (list: readonly string[]): string => (list.length === 0 ? '' : JSON.stringify(list));

/** Usage keeps its digits; seats are written in two or eighteen places. */
export const effectiveOf = (line: ChargeLine, rules: Rules): string =>
  line.category === 'usage'
    ? line.effectiveUnitPrice
    : shownEffective(line.effectiveUnitPrice, rules.decimals, ruleFor(rules.rounding, line.chargeType));

/** Plain, or since the day of the switch `{"osId","id","v"}` as text: readers join on `id`. */
export const referenceText = (reference: string, { issuedAt, rules }: Document): string =>
  reference === '' || issuedAt.slice(0, 10) < rules.referenceJsonFrom
    ? reference
    : JSON.stringify({ ...(rules.referenceForm === 'idOnly' ? {} : { osId: orderSideOf(reference) }), id: reference, v: '2.0' });

/** Another GUID than `id`: who joins on it finds nothing. */
const orderSideOf = (reference: string): string => new Seeded(`${reference}/osId`).uuid();

const parties = new WeakMap<World, Map<string, Party>>();

/** Names of the customer as they are today; looked up once until something happens. */
function partyOf(world: World, { accountId, customerId }: ChargeLine): Party {
  const key = `${accountId}:${customerId}:${String(world.events.length)}`;
  const known = parties.get(world) ?? new Map<string, Party>();
  parties.set(world, known);
  const found = known.get(key);
  if (found !== undefined) return found;
  const customer = world.tables.customers.get(customerId);
  const party: Party = {
    name: customer?.name ?? '',
    domain: customer?.defaultDomain ?? '',
    country: customer?.country ?? '',
    reseller: world.tables.relationships.get(`${accountId}:${customerId}`)?.resellerMpnId ?? '0',
  };
  if (known.size > 20_000) known.clear();
  known.set(key, party);
  return party;
}
