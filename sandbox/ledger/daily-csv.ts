import type { DailyRatedLine } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { american } from './csv.ts';

/** Columns of the daily rated usage file, in order. */
export const dailyColumns = [
  'PartnerId',
  'PartnerName',
  'CustomerId',
  'CustomerName',
  'CustomerDomainName',
  'CustomerCountry',
  'MPNID',
  'ResellerMPNID',
  'InvoiceNumber',
  'ProductId',
  'SkuId',
  'AvailabilityId',
  'SkuName',
  'ProductName',
  'PublisherName',
  'PublisherId',
  'SubscriptionDescription',
  'SubscriptionId',
  'ChargeStartDate',
  'ChargeEndDate',
  'UsageDate',
  'MeterType',
  'MeterCategory',
  'MeterId',
  'MeterSubCategory',
  'MeterName',
  'MeterRegion',
  'Unit',
  'ResourceLocation',
  'ConsumedService',
  'ResourceGroup',
  'ResourceURI',
  'ChargeType',
  'UnitPrice',
  'Quantity',
  'UnitType',
  'BillingPreTaxTotal',
  'BillingCurrency',
  'PricingPreTaxTotal',
  'PricingCurrency',
  'ServiceInfo1',
  'ServiceInfo2',
  'Tags',
  'AdditionalInfo',
  'EffectiveUnitPrice',
  'PCToBCExchangeRate',
  'PCToBCExchangeRateDate',
  'EntitlementId',
  'EntitlementDescription',
  'PartnerEarnedCreditPercentage',
  'CreditPercentage',
  'CreditType',
  'BenefitOrderId',
  'BenefitId',
  'BenefitType',
] as const;

/** `0.15` as `15`. */
const percent = (share: string): string => String(Math.round(Number(share) * 10_000) / 100);

/** A day of a meter by column name, dates as days. The Graph export writes the same values. */
export function dailyValues(
  world: World,
  line: DailyRatedLine,
  invoiceId: string,
): Readonly<Record<(typeof dailyColumns)[number], string>> {
  const account = world.tables.partnerAccounts.get(line.accountId) ?? { tenantId: '', name: '', mpnId: '' };
  const customer = world.tables.customers.get(line.customerId) ?? { name: '', defaultDomain: '', country: '' };
  const reseller = world.tables.relationships.get(`${line.accountId}:${line.customerId}`)?.resellerMpnId;
  return {
    PartnerId: account.tenantId,
    PartnerName: account.name,
    CustomerId: line.customerId,
    CustomerName: customer.name,
    CustomerDomainName: customer.defaultDomain,
    CustomerCountry: customer.country,
    MPNID: account.mpnId,
    ResellerMPNID: invoiceId === '' ? '' : (reseller ?? ''),
    InvoiceNumber: invoiceId,
    ProductId: line.productId,
    SkuId: line.skuId,
    AvailabilityId: line.availabilityId,
    SkuName: line.skuName,
    ProductName: line.productName,
    PublisherName: line.publisherName,
    PublisherId: line.publisherId,
    SubscriptionDescription: line.subscriptionDescription,
    SubscriptionId: line.subscriptionId,
    ChargeStartDate: line.chargeStart,
    ChargeEndDate: line.chargeEnd,
    UsageDate: line.usageDay,
    MeterType: line.meterType,
    MeterCategory: line.meterCategory,
    MeterId: line.meterId,
    MeterSubCategory: line.meterSubCategory,
    MeterName: line.meterName,
    MeterRegion: line.meterRegion,
    Unit: line.unit,
    ResourceLocation: line.resourceLocation,
    ConsumedService: line.consumedService,
    ResourceGroup: line.resourceGroup,
    ResourceURI: line.resourceUri,
    ChargeType: line.chargeType,
    UnitPrice: line.unitPrice,
    Quantity: line.quantity,
    UnitType: line.unitType,
    BillingPreTaxTotal: line.billingPreTaxTotal,
    BillingCurrency: line.billingCurrency,
    PricingPreTaxTotal: line.pricingPreTaxTotal,
    PricingCurrency: line.pricingCurrency,
    ServiceInfo1: line.serviceInfo1,
    ServiceInfo2: line.serviceInfo2,
    Tags: line.tags,
    AdditionalInfo: line.additionalInfo,
    EffectiveUnitPrice: line.effectiveUnitPrice,
    PCToBCExchangeRate: line.exchangeRate,
    PCToBCExchangeRateDate: line.exchangeRateDay,
    EntitlementId: line.entitlementId,
    EntitlementDescription: line.entitlementDescription,
    PartnerEarnedCreditPercentage: percent(line.partnerEarnedCredit),
    CreditPercentage: percent(line.creditShare),
    CreditType: line.creditType,
    BenefitOrderId: line.benefitOrderId,
    BenefitId: line.benefitId,
    BenefitType: line.benefitType,
  };
}

const days: ReadonlySet<string> = new Set(['ChargeStartDate', 'ChargeEndDate', 'UsageDate', 'PCToBCExchangeRateDate']);
const row = (cells: readonly string[]): string => `${cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\r\n`;

/** The file, line by line. */
export function* dailyFile(world: World, lines: Iterable<DailyRatedLine>, invoiceId: string): Generator<string> {
  yield row(dailyColumns);
  for (const line of lines) {
    const values = dailyValues(world, line, invoiceId);
    yield row(dailyColumns.map((column) => (days.has(column) ? american(values[column]) : values[column])));
  }
}
