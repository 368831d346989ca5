import { z } from 'zod';
import { Month } from './invoice.ts';

/** What a distributor's file tells of. */
export const DistributorFileKind = z.enum(['customers', 'subscriptions', 'charges']);
export type DistributorFileKind = z.infer<typeof DistributorFileKind>;

/** What is read of each kind of file, in the order in which people see it. Other columns stay in the file and are not read. */
export const distributorFileFields = {
  customers: ['accountId', 'name', 'tenantId', 'domain', 'externalRef', 'taxId', 'currency', 'status', 'access'],
  subscriptions: [
    'subscriptionId',
    'accountId',
    'accountName',
    'tenantId',
    'domain',
    'microsoftId',
    'productId',
    'productName',
    'sku',
    'term',
    'frequency',
    'seats',
    'status',
    'unitCost',
    'unitPrice',
    'currency',
    'startsOn',
    'endsOn',
  ],
  charges: [
    'invoiceNumber',
    'accountId',
    'accountName',
    'tenantId',
    'domain',
    'subscriptionId',
    'microsoftId',
    'productId',
    'productName',
    'sku',
    'chargeKind',
    'frequency',
    'startsOn',
    'endsOn',
    'quantity',
    'unitCost',
    'amount',
    'currency',
  ],
} as const satisfies Record<DistributorFileKind, readonly string[]>;

export const DistributorFileField = z.enum([
  ...new Set([...distributorFileFields.customers, ...distributorFileFields.subscriptions, ...distributorFileFields.charges]),
] as const);
export type DistributorFileField = z.infer<typeof DistributorFileField>;

/** Of each group a file needs one column at least. */
export const neededFields: Readonly<Record<DistributorFileKind, readonly (readonly DistributorFileField[])[]>> = {
  customers: [['name']],
  subscriptions: [['subscriptionId', 'microsoftId'], ['accountId', 'accountName'], ['seats'], ['productName', 'productId', 'sku']],
  // Which invoice it is a person may say once for the whole file (`ToldInvoice`).
  charges: [['accountId', 'accountName'], ['startsOn'], ['amount']],
};

/** What a person says of the invoice that a file of charges is, where its lines do not: the total ties them to what the distributor asks for. */
export const ToldInvoice = z.strictObject({
  number: z.string().trim().min(1).max(100).optional(),
  period: Month.optional(),
  /** Without tax, as the lines are. */
  total: z
    .string()
    .regex(/^-?\d{1,12}(\.\d{1,6})?$/, { message: 'is an amount like 1234.56' })
    .optional(),
});
export type ToldInvoice = z.infer<typeof ToldInvoice>;

/** Which heading a field is read from; '' says that the file has no column for it, whatever its headings look like. */
export const ColumnChoice = z.partialRecord(DistributorFileField, z.string().max(500));
export type ColumnChoice = z.infer<typeof ColumnChoice>;

/**
 * A file counts as fresh for so many days after the day it is of: a month's export and a few days to upload the next. Our choice.
 */
export const fileFreshDays = 35;

/** Books that come by file are as old as the file; others are measured by the setting `staleAfterMinutes`. */
export const staleMinutesOf = (kind: string, minutes: number): number =>
  kind === 'distributorFile' ? Math.max(minutes, fileFreshDays * 24 * 60) : minutes;
