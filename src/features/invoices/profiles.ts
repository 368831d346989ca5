import { chargeKinds } from '../../model/distributor-file/charge-kinds.ts';
import type { InvoiceKind } from '../../model/invoice.ts';

/** What the store reads of every line, whatever a provider calls it. */
export const roles = [
  'customer',
  'subscription',
  'product',
  'sku',
  'chargeType',
  'currency',
  'subtotal',
  'tax',
  'total',
  'number',
  'partner',
  'chargeStart',
  'chargeEnd',
  'customerName',
  'productName',
  'quantity',
  'unitPrice',
  'meter',
] as const;
export type Role = (typeof roles)[number];

/** How a kind of file names what we read. Names compare without case; several are spellings of one column, of which a file has one. */
export type Profile = {
  readonly columns: Readonly<Partial<Record<Role, readonly string[]>>>;
  // Without a column `total`, it is subtotal and tax.
  /** Columns without which a file is not of this kind. */
  readonly needs: readonly string[];
  readonly chargeTypes: readonly string[];
  /** Products of such lines stand in a catalogue; those of usage are meters. */
  readonly checksProducts: boolean;
  /** The comparison reads these lines one by one: where it can, an import reads them for it. */
  readonly isCompared?: boolean;
};

/** partner-center-api.md 11.4, new commerce. */
const newCommerce = [
  'new',
  'renew',
  'cycleCharge',
  'addQuantity',
  'removeQuantity',
  'moveQuantity',
  'cancelImmediate',
  'convert',
  'changeBillingPlan',
  'customerCredit',
  'extendTerm',
  'cancel', // so say lines of the first API (10.3)
];
/** The same, licence-based files of before. */
const legacyLicence = [
  'Activation fee',
  'Cancel fee',
  'Cancel instance prorate',
  'Cycle fee',
  'Cycle instance prorate',
  'Prorate fees when cancel',
  'Prorate fees when convert away from current offering',
  'Prorate fees when convert to a new offering',
  'Prorate fees when purchase',
  'Prorate fees when renew',
  'Prorate fees when activate',
  'New purchase cycle fee',
  'Offset a line item',
  'Activation discount',
  'Cycle discount',
  'Renew discount',
  'Cancel discount',
];
const legacyUsage = ['Assess usage fee for current cycle', 'Assess usage fee when cancel'];

const common = {
  customer: ['CustomerId'],
  subscription: ['SubscriptionId'],
  chargeType: ['ChargeType'],
  currency: ['Currency'],
  number: ['InvoiceNumber'],
  partner: ['PartnerId'],
  chargeStart: ['ChargeStartDate'],
  chargeEnd: ['ChargeEndDate'],
} as const;

/** partner-center-api.md 11.1: the file of 46 or 47 columns, the export's JSON lines, and the line items of the first API, with their spellings. */
const lines: Profile = {
  columns: {
    ...common,
    product: ['ProductId'],
    sku: ['SkuId'],
    subtotal: ['Subtotal'],
    tax: ['TaxTotal'],
    total: ['Total', 'TotalForCustomer'],
    customerName: ['CustomerName', 'CustomerCompanyName'],
    productName: ['ProductName'],
    quantity: ['BillableQuantity', 'BillableQty'],
    unitPrice: ['UnitPrice'],
    meter: ['MeterDescription'],
  },
  needs: ['CustomerId', 'SubscriptionId', 'ChargeType', 'Subtotal', 'TaxTotal', 'EffectiveUnitPrice'],
  chargeTypes: newCommerce,
  checksProducts: true,
  isCompared: true,
};

/** 11.3: amounts have up to ten places and no tax. */
const usage: Profile = {
  columns: {
    ...common,
    product: ['ProductId'],
    sku: ['SkuId'],
    currency: ['BillingCurrency'],
    subtotal: ['BillingPreTaxTotal'],
    chargeStart: ['UsageDate'],
    customerName: ['CustomerName'],
    productName: ['ProductName'],
    quantity: ['Quantity'],
    unitPrice: ['UnitPrice'],
    meter: ['MeterId'],
  },
  needs: ['CustomerId', 'BillingPreTaxTotal', 'BillingCurrency', 'UsageDate'],
  chargeTypes: newCommerce,
  checksProducts: false,
};

export const profiles: Readonly<Record<InvoiceKind, Profile>> = {
  reconciliation: lines,
  unbilledReconciliation: lines,
  portalCsv: lines,
  v1Lines: lines,
  dailyUsage: usage,
  unbilledUsage: usage,
  // The id that Partner Center knows a subscription by is the syndication number; SubscriptionId is of billing's own (bench/README.md).
  legacyLicence: {
    columns: {
      ...common,
      subscription: ['SyndicationPartnerSubscriptionNumber'],
      product: ['OfferId'],
      subtotal: ['Subtotal'],
      tax: ['Tax'],
      total: ['TotalForCustomer'],
      customerName: ['CustomerName'],
      productName: ['OfferName'],
      quantity: ['Quantity'],
      unitPrice: ['UnitPrice'],
    },
    needs: ['CustomerId', 'SyndicationPartnerSubscriptionNumber', 'TotalForCustomer'],
    chargeTypes: legacyLicence,
    checksProducts: false,
  },
  legacyUsage: {
    columns: {
      ...common,
      subtotal: ['PretaxCharges'],
      tax: ['TaxAmount'],
      total: ['PostTaxTotal'],
      customerName: ['CustomerCompanyName'],
      productName: ['ServiceName'],
      quantity: ['ConsumedQuantity'],
      unitPrice: ['ListPrice'],
    },
    needs: ['CustomerId', 'PretaxCharges', 'PostTaxTotal'],
    chargeTypes: legacyUsage,
    checksProducts: false,
  },
  // What we pay is `costTotal`; `total` and `subTotal` are of either side (distributors.md 2.7).
  distributorInvoice: {
    columns: {
      customer: ['companyId'],
      subscription: ['subscriptionId'],
      product: ['productId'],
      chargeType: ['type'],
      currency: ['currencyCode'],
      subtotal: ['costTotal'],
      chargeStart: ['startPeriod'],
      chargeEnd: ['endPeriod'],
      customerName: ['companyName'],
      productName: ['productName'],
      quantity: ['quantity'],
      unitPrice: ['cost'],
    },
    needs: ['companyId', 'costTotal'],
    chargeTypes: chargeKinds,
    checksProducts: true,
  },
};

/** Formats of one and the same invoice are versions of it; other kinds beside them are invoices of their own. */
export const familyOf = (kind: InvoiceKind): string => (kind === 'portalCsv' || kind === 'v1Lines' ? 'reconciliation' : kind);

export type FileFormat = 'csv' | 'jsonl';

/** Kinds that columns tell, in the order in which they are tried. */
export const detectableKinds = (format: FileFormat): readonly InvoiceKind[] => [
  format === 'csv' ? 'portalCsv' : 'reconciliation',
  'dailyUsage',
  'legacyLicence',
  'legacyUsage',
  'distributorInvoice',
];

/** The kind whose columns a file has; undefined when none fits. What is not billed yet looks like what is: that must be said. */
export function detectKind(names: readonly string[], format: FileFormat): InvoiceKind | undefined {
  const has = new Set(names.map((name) => name.toLowerCase()));
  const found = detectableKinds(format).find((kind) => profiles[kind].needs.every((name) => has.has(name.toLowerCase())));
  return found === 'reconciliation' && has.has('invoicelineitemtype') ? 'v1Lines' : found;
}
