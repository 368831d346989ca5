import { exact } from '../../json.ts';
import type { DailyRatedLine } from '../../world/types.ts';
import type { World } from '../../world/world.ts';

const day = (text: string): string => (text === '' ? '0001-01-01T00:00:00' : `${text}T00:00:00Z`);
const amount = (text: string) => exact(text === '' ? '0' : text);

/** A day of a meter: DailyRatedUsageLineItem. */
export function dailyRatedLine(world: World, line: DailyRatedLine, invoiceNumber: string) {
  return {
    ...partiesOf(world, line, invoiceNumber),
    productId: line.productId,
    skuId: line.skuId,
    availabilityId: line.availabilityId,
    skuName: line.skuName,
    productName: line.productName,
    publisherName: line.publisherName,
    publisherId: line.publisherId,
    subscriptionId: line.subscriptionId,
    subscriptionDescription: line.subscriptionDescription,
    chargeStartDate: day(line.chargeStart),
    chargeEndDate: day(line.chargeEnd),
    usageDate: day(line.usageDay),
    meterType: line.meterType,
    meterCategory: line.meterCategory,
    meterId: line.meterId,
    meterSubCategory: line.meterSubCategory,
    meterName: line.meterName,
    meterRegion: line.meterRegion,
    unitOfMeasure: line.unit,
    resourceLocation: line.resourceLocation,
    consumedService: line.consumedService,
    resourceGroup: line.resourceGroup,
    resourceUri: line.resourceUri,
    tags: line.tags,
    additionalInfo: line.additionalInfo,
    serviceInfo1: line.serviceInfo1,
    serviceInfo2: line.serviceInfo2,
    chargeType: line.chargeType,
    unitPrice: amount(line.unitPrice),
    quantity: amount(line.quantity),
    unitType: line.unitType,
    billingPreTaxTotal: amount(line.billingPreTaxTotal),
    billingCurrency: line.billingCurrency,
    pricingPreTaxTotal: amount(line.pricingPreTaxTotal),
    pricingCurrency: line.pricingCurrency,
    entitlementId: line.entitlementId,
    entitlementDescription: line.entitlementDescription,
    pcToBCExchangeRate: amount(line.exchangeRate),
    pcToBCExchangeRateDate: day(line.exchangeRateDay),
    effectiveUnitPrice: amount(line.effectiveUnitPrice),
    rateOfPartnerEarnedCredit: amount(line.partnerEarnedCredit),
    hasPartnerEarnedCredit: line.partnerEarnedCredit !== '0',
    rateOfCredit: amount(line.creditShare),
    creditType: line.creditType,
    invoiceLineItemType: 'usage_line_items',
    billingProvider: 'marketplace',
    benefitOrderId: line.benefitOrderId,
    benefitId: line.benefitId,
    benefitType: line.benefitType,
    attributes: { objectType: 'DailyRatedUsageLineItem' },
  };
}

/** Who buys and who sells. The reseller is named on billed lines only. */
function partiesOf(world: World, line: DailyRatedLine, invoiceNumber: string) {
  const { tenantId, name, mpnId } = world.tables.partnerAccounts.get(line.accountId) ?? { tenantId: '', name: '', mpnId: '' };
  const reseller = invoiceNumber === '' ? undefined : world.tables.relationships.get(`${line.accountId}:${line.customerId}`)?.resellerMpnId;
  return { partnerId: tenantId, partnerName: name, ...customerOf(world, line), invoiceNumber, mpnId, resellerMpnId: reseller ?? '' };
}

function customerOf(world: World, { customerId }: DailyRatedLine) {
  const { name, defaultDomain, country } = world.tables.customers.get(customerId) ?? { name: '', defaultDomain: '', country: '' };
  return { customerId, customerName: name, customerDomainName: defaultDomain, customerCountry: country };
}
