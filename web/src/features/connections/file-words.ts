import type { previewDistributorFile } from '#contract/distributor-files.ts';
import type { DistributorFileField, DistributorFileKind } from '#model/distributor-file.ts';
import type { BodyOf } from '../../lib/api.ts';

/** How a person wants a file to be read. */
export type FileWish = BodyOf<typeof previewDistributorFile>;

export const fileKindWords: Readonly<Record<DistributorFileKind, string>> = {
  customers: 'Customers',
  subscriptions: 'Subscriptions',
  charges: 'Invoices',
};

/** The distributor's own kinds of charges; a word that nobody knows stays as it came. */
const chargeKindWords: Readonly<Record<string, string>> = {
  subscription: 'Whole period',
  prorate: 'Part of a period',
  'one-time': 'Once',
  rebate: 'Rebate',
  'payment-credit': 'Credit for a payment',
  'service-charge': 'Fee',
  'service-credit': 'Credit',
  'invoice-credit': 'Credit of the invoice',
  usage: 'Usage',
  tax: 'Tax',
};
export const chargeKindWordOf = (kind: string): string => chargeKindWords[kind] ?? kind;

/** What each field is called where a person says which column it is. */
export const fileFieldWords: Readonly<Record<DistributorFileField, string>> = {
  accountId: 'Customer id at the distributor',
  accountName: 'Customer name',
  name: 'Customer name',
  tenantId: 'Tenant id',
  domain: 'Domain',
  externalRef: 'Your reference',
  taxId: 'Tax number',
  currency: 'Currency',
  status: 'Status',
  access: 'Delegated access (GDAP)',
  subscriptionId: 'Subscription id at the distributor',
  microsoftId: 'Microsoft subscription id',
  productId: 'Product number',
  productName: 'Product name',
  sku: 'Microsoft SKU',
  term: 'Term',
  frequency: 'Billing frequency',
  seats: 'Seats',
  unitCost: 'Unit cost',
  unitPrice: 'Unit price',
  startsOn: 'Start',
  endsOn: 'End',
  invoiceNumber: 'Invoice number',
  chargeKind: 'Type of charge',
  quantity: 'Quantity',
  amount: 'Amount without tax',
};
