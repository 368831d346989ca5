import { exact } from '../../json.ts';
import type { LegacyInvoice, LegacySeatLine, LegacyUsageLine } from '../../ledger/legacy.ts';
import type { PartnerAccount } from '../../world/types.ts';

const start = (day: string): string => `${day}T00:00:00`;

/** Legacy seats: LicenseBasedLineItem. */
export const seatLine = (account: PartnerAccount, invoice: LegacyInvoice, line: LegacySeatLine) => ({
  partnerId: account.tenantId,
  customerId: line.customer.id,
  customerName: line.customer.name,
  mpnId: Number(account.mpnId),
  tier2MpnId: -1,
  orderId: line.orderId,
  subscriptionId: line.billingId,
  syndicationPartnerSubscriptionNumber: line.subscriptionId,
  offerId: line.offerId,
  durableOfferId: line.offerId,
  offerName: line.name,
  domainName: line.customer.defaultDomain,
  billingCycleType: 'Monthly',
  subscriptionName: line.name,
  subscriptionDescription: line.name,
  subscriptionStartDate: start(line.startDay),
  subscriptionEndDate: start(line.endDay),
  chargeStartDate: start(invoice.from),
  chargeEndDate: start(invoice.to),
  chargeType: line.chargeType,
  unitPrice: exact(line.unitPrice),
  quantity: line.quantity,
  amount: exact(line.amount),
  totalOtherDiscount: 0,
  subtotal: exact(line.amount),
  tax: 0,
  totalForCustomer: exact(line.amount),
  currency: invoice.currency,
  invoiceLineItemType: 'billing_line_items',
  billingProvider: 'office',
  attributes: { objectType: 'LicenseBasedLineItem' },
});

/** What the monthly and the daily form of a meter share. */
const shared = (account: PartnerAccount, invoice: LegacyInvoice, line: LegacyUsageLine) => ({
  partnerId: account.tenantId.toUpperCase(),
  partnerName: account.name,
  partnerBillableAccountId: String(1_010_000_000 + (Number(account.mpnId) % 1_000_000)),
  customerId: line.customer.id,
  domainName: line.customer.defaultDomain,
  customerCompanyName: line.customer.name,
  mpnId: Number(account.mpnId),
  tier2MpnId: -1,
  invoiceNumber: invoice.id,
  subscriptionId: line.subscriptionId,
  subscriptionName: 'Microsoft Azure',
  subscriptionDescription: 'Microsoft Azure',
  billingCycleType: 'Monthly',
  orderId: line.orderId,
  serviceName: line.meter.service,
  serviceType: line.meter.type,
  resourceGuid: line.meter.id,
  resourceName: line.meter.resource,
  region: line.meter.region,
  consumedQuantity: exact(line.used),
  chargeStartDate: start(invoice.from),
  chargeEndDate: start(invoice.to),
  unit: line.meter.unit,
  billingProvider: 'azure',
});

/** Legacy Azure by month: UsageBasedLineItem. */
export const meterLine = (account: PartnerAccount, invoice: LegacyInvoice, line: LegacyUsageLine) => ({
  detailLineItemId: line.place,
  sku: line.meter.sku,
  includedQuantity: 0,
  overageQuantity: exact(line.used),
  listPrice: exact(line.meter.price),
  currency: invoice.currency,
  pretaxCharges: exact(line.amount),
  taxAmount: 0,
  postTaxTotal: exact(line.amount),
  pretaxEffectiveRate: exact(line.meter.price),
  postTaxEffectiveRate: exact(line.meter.price),
  chargeType: 'Assess usage fee for current cycle',
  invoiceLineItemType: 'billing_line_items',
  ...shared(account, invoice, line),
  attributes: { objectType: 'UsageBasedLineItem' },
});

/** Legacy Azure by day: DailyUsageLineItem. */
export const dailyLine = (account: PartnerAccount, invoice: LegacyInvoice, line: LegacyUsageLine) => ({
  customerBillableAccount: String(1_280_000_000 + line.place),
  usageDate: start(line.day ?? invoice.from),
  invoiceLineItemType: 'usage_line_items',
  ...shared(account, invoice, line),
  attributes: { objectType: 'DailyUsageLineItem' },
});
