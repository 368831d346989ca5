import type { PartnerAccount } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { american } from './csv.ts';
import { type LegacyInvoice, type LegacySeatLine, type LegacyUsageLine, legacySeatLines, legacyUsageLines } from './legacy.ts';

/** Columns of the licence-based and the usage-based file of the old commerce, in order. */
export const seatColumns = [
  'PartnerId',
  'CustomerId',
  'CustomerName',
  'MPNID',
  'ResellerMPNID',
  'OrderId',
  'SubscriptionId',
  'SyndicationPartnerSubscriptionNumber',
  'OfferId',
  'DurableOfferId',
  'OfferName',
  'SubscriptionStartDate',
  'SubscriptionEndDate',
  'ChargeStartDate',
  'ChargeEndDate',
  'ChargeType',
  'UnitPrice',
  'Quantity',
  'Amount',
  'TotalOtherDiscount',
  'Subtotal',
  'Tax',
  'TotalForCustomer',
  'Currency',
  'DomainName',
  'SubscriptionName',
  'SubscriptionDescription',
  'BillingCycleType',
] as const;
export const usageColumns = [
  'PartnerId',
  'PartnerName',
  'PartnerBillableAccountId',
  'CustomerCompanyName',
  'MPNID',
  'ResellerMPNID',
  'InvoiceNumber',
  'ChargeStartDate',
  'ChargeEndDate',
  'SubscriptionId',
  'SubscriptionName',
  'SubscriptionDescription',
  'OrderID',
  'ServiceName',
  'ServiceType',
  'ResourceGuid',
  'ResourceName',
  'Region',
  'Sku',
  'DetailLineItemId',
  'ConsumedQuantity',
  'IncludedQuantity',
  'OverageQuantity',
  'ListPrice',
  'PretaxCharges',
  'TaxAmount',
  'PostTaxTotal',
  'Currency',
  'PretaxEffectiveRate',
  'PostTaxEffectiveRate',
  'ChargeType',
  'CustomerId',
  'DomainName',
  'BillingCycleType',
  'Unit',
  'CustomerBillableAccount',
  'UsageDate',
  'MeteredRegion',
  'MeteredService',
  'MeteredServiceType',
  'Project',
  'ServiceInfo',
] as const;

/** `2/1/2019 0:00`, `2/28/2019 23:59`. */
const from = (day: string): string => `${american(day)} 0:00`;
const to = (day: string): string => `${american(day)} 23:59`;

const seatValues = (
  account: PartnerAccount,
  invoice: LegacyInvoice,
  line: LegacySeatLine,
): Readonly<Record<(typeof seatColumns)[number], string>> => ({
  PartnerId: account.tenantId,
  CustomerId: line.customer.id,
  CustomerName: line.customer.name,
  MPNID: account.mpnId,
  ResellerMPNID: '',
  OrderId: line.orderId,
  SubscriptionId: line.billingId,
  SyndicationPartnerSubscriptionNumber: line.subscriptionId,
  OfferId: line.offerId,
  DurableOfferId: line.offerId,
  OfferName: line.name,
  SubscriptionStartDate: from(line.startDay),
  SubscriptionEndDate: from(line.endDay),
  ChargeStartDate: from(invoice.from),
  ChargeEndDate: to(invoice.to),
  ChargeType: line.chargeType,
  UnitPrice: line.unitPrice,
  Quantity: String(line.quantity),
  Amount: line.amount,
  TotalOtherDiscount: '0',
  Subtotal: line.amount,
  Tax: '0',
  TotalForCustomer: line.amount,
  Currency: invoice.currency,
  DomainName: line.customer.defaultDomain,
  SubscriptionName: line.name.toUpperCase(),
  SubscriptionDescription: line.name.toUpperCase(),
  BillingCycleType: 'Monthly',
});

const usageValues = (
  account: PartnerAccount,
  invoice: LegacyInvoice,
  line: LegacyUsageLine,
): Readonly<Record<(typeof usageColumns)[number], string>> => ({
  PartnerId: account.tenantId.toUpperCase(),
  PartnerName: account.name,
  PartnerBillableAccountId: String(1_010_000_000 + (Number(account.mpnId) % 1_000_000)),
  CustomerCompanyName: line.customer.name,
  MPNID: account.mpnId,
  ResellerMPNID: '',
  InvoiceNumber: invoice.id,
  ChargeStartDate: from(invoice.from),
  ChargeEndDate: to(invoice.to),
  SubscriptionId: line.subscriptionId,
  SubscriptionName: 'Microsoft Azure',
  SubscriptionDescription: 'Microsoft Azure',
  OrderID: line.orderId,
  ServiceName: line.meter.service.toUpperCase(),
  ServiceType: line.meter.type,
  ResourceGuid: line.meter.id,
  ResourceName: line.meter.resource,
  Region: line.meter.region,
  Sku: line.meter.sku,
  DetailLineItemId: String(line.place),
  ConsumedQuantity: line.used,
  IncludedQuantity: '0',
  OverageQuantity: line.used,
  ListPrice: `$${line.meter.price}`,
  PretaxCharges: `$${line.amount}`,
  TaxAmount: '$0',
  PostTaxTotal: `$${line.amount}`,
  Currency: invoice.currency,
  PretaxEffectiveRate: `$${line.meter.price}`,
  PostTaxEffectiveRate: `$${line.meter.price}`,
  ChargeType: 'Assess usage fee for current cycle',
  CustomerId: line.customer.id,
  DomainName: line.customer.defaultDomain,
  BillingCycleType: 'Monthly',
  Unit: line.meter.unit,
  CustomerBillableAccount: String(1_280_000_000 + line.place),
  UsageDate: line.day === undefined ? '' : from(line.day),
  MeteredRegion: line.meter.region,
  MeteredService: line.meter.service,
  MeteredServiceType: 'EXTERNAL',
  Project: line.orderId,
  ServiceInfo: '',
});

const row = (cells: readonly string[]): string => `${cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\r\n`;

/** The licence-based file of a recurring invoice. */
export const seatFile = (world: World, account: PartnerAccount, invoice: LegacyInvoice): string =>
  row(seatColumns) +
  Array.from(legacySeatLines(world, invoice), (line) => seatValues(account, invoice, line))
    .map((values) => row(seatColumns.map((column) => values[column])))
    .join('');

/** The usage-based file: the month's meters, then their days. */
export const usageFile = (world: World, account: PartnerAccount, invoice: LegacyInvoice): string =>
  row(usageColumns) +
  [...legacyUsageLines(world, invoice, false), ...legacyUsageLines(world, invoice, true)]
    .map((line) => usageValues(account, invoice, line))
    .map((values) => row(usageColumns.map((column) => values[column])))
    .join('');
