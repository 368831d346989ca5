import { exact } from '../../json.ts';
import { type Document, effectiveOf, referenceText, valuesOf } from '../../ledger/columns.ts';
import type { ChargeLine } from '../../world/types.ts';
import type { World } from '../../world/world.ts';

/** `2026-10-01T00:00:00Z`; no date as the samples write none. */
const day = (text: string): string => (text === '' ? '0001-01-01T00:00:00' : `${text}T00:00:00Z`);

/** A line of new commerce as the API writes it. Some products have amounts as numbers, some as text (samples of one page have both). */
export function oneTimeLine(world: World, line: ChargeLine, document: Document) {
  const values = valuesOf(world, line, document);
  const asText = isText(world, line);
  const amount = (text: string): unknown => (asText ? text : exact(text === '' ? '0' : text));
  return {
    partnerId: values.PartnerId,
    customerId: line.customerId,
    customerName: values.CustomerName,
    customerDomainName: values.CustomerDomainName,
    customerCountry: values.CustomerCountry,
    invoiceNumber: document.invoiceId,
    mpnId: values.MPNID,
    resellerMpnId: asText || values.ResellerMPNID !== '0' ? values.ResellerMPNID : 0,
    orderId: line.orderId,
    orderDate: line.orderedAt,
    productId: line.productId,
    skuId: line.skuId,
    availabilityId: line.availabilityId,
    productName: line.productName,
    skuName: line.skuName,
    productQualifiers: line.qualifiers,
    chargeType: values.ChargeType,
    unitPrice: amount(line.unitPrice),
    effectiveUnitPrice: amount(effectiveOf(line, document.rules)),
    unitType: line.unitType,
    quantity: amount(line.quantity),
    subtotal: amount(line.subtotal),
    taxTotal: amount(line.tax),
    totalForCustomer: amount(line.total),
    currency: line.currency,
    publisherName: line.publisherName,
    publisherId: line.publisherId,
    subscriptionDescription: line.subscriptionDescription,
    subscriptionId: line.subscriptionId,
    subscriptionStartDate: day(line.subscriptionStart),
    subscriptionEndDate: day(line.subscriptionEnd),
    chargeStartDate: day(line.chargeStart),
    chargeEndDate: day(line.chargeEnd),
    termAndBillingCycle: line.termAndBillingCycle,
    alternateId: line.alternateId,
    referenceId: referenceText(line.reference, document),
    priceAdjustmentDescription: values.PriceAdjustmentDescription,
    discountDetails: '',
    pricingCurrency: line.pricingCurrency,
    pcToBCExchangeRate: amount(line.exchangeRate),
    pcToBCExchangeRateDate: line.exchangeRateDay === '' ? '0001-01-01T00:00:00' : `${line.exchangeRateDay}T00:00:00`,
    billableQuantity: amount(line.billableQuantity),
    meterDescription: line.meterDescription,
    billingFrequency: line.billingFrequency,
    reservationOrderId: line.reservationOrderId,
    ...(line.creditReasonCode === '' ? {} : { creditReasonCode: line.creditReasonCode }),
    invoiceLineItemType: 'billing_line_items',
    billingProvider: 'one_time',
    promotionId: line.promotionId,
    attributes: { objectType: 'OneTimeInvoiceLineItem' },
  };
}

function isText(world: World, line: ChargeLine): boolean {
  const { v1Amounts } = world.switch('billing');
  return v1Amounts === 'text' || (v1Amounts === 'mixed' && line.category === 'seats');
}
