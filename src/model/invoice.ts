import { z } from 'zod';

/** Who charges the partner. */
export const InvoiceProvider = z.enum(['microsoft', 'distributor']);
export type InvoiceProvider = z.infer<typeof InvoiceProvider>;

/** What a file of lines is (partner-center-api.md 11 and 12, distributors.md 2.7). One invoice number can have lines and daily usage. */
export const InvoiceKind = z.enum([
  'reconciliation',
  'unbilledReconciliation',
  'dailyUsage',
  'unbilledUsage',
  'v1Lines',
  'portalCsv',
  'legacyLicence',
  'legacyUsage',
  'distributorInvoice',
]);
export type InvoiceKind = z.infer<typeof InvoiceKind>;

/** Kinds whose lines add up to the header of an invoice. Usage is the detail behind some of them; what is unbilled has no header yet. */
export const tiesToHeader: Readonly<Record<InvoiceKind, boolean>> = {
  reconciliation: true,
  v1Lines: true,
  portalCsv: true,
  legacyLicence: true,
  legacyUsage: true,
  distributorInvoice: true,
  unbilledReconciliation: false,
  dailyUsage: false,
  unbilledUsage: false,
};

/** An invoice stays as it was issued, so it does not age; what is not billed yet moves every day. */
export const isIssued = (kind: InvoiceKind): boolean => kind !== 'unbilledReconciliation' && kind !== 'unbilledUsage';

/** Kinds with the columns of the invoice reconciliation file; of others no formulas are published. */
export const isProvable: Readonly<Record<InvoiceKind, boolean>> = {
  reconciliation: true,
  unbilledReconciliation: true,
  portalCsv: true,
  v1Lines: false,
  legacyLicence: false,
  legacyUsage: false,
  distributorInvoice: false,
  dailyUsage: false,
  unbilledUsage: false,
};

/** Where an invoice stands for people (ux.md 5.12). */
export const InvoiceState = z.enum(['expected', 'importing', 'notComplete', 'complete', 'reconciled', 'closed']);
export type InvoiceState = z.infer<typeof InvoiceState>;

/** An invoice that is issued again keeps its state until the new version is judged; nothing of it is overwritten. */
export const invoiceNext = {
  expected: ['importing'],
  importing: ['notComplete', 'complete'],
  notComplete: ['complete'],
  complete: ['notComplete', 'reconciled', 'closed'],
  reconciled: ['notComplete', 'complete', 'closed'],
  closed: ['notComplete', 'complete'],
} as const satisfies Record<InvoiceState, readonly InvoiceState[]>;

/** Where one download of it stands (reliability reference 7, M3): only what is published is compared and billed. */
export const VersionState = z.enum(['staged', 'notTying', 'published', 'superseded']);
export type VersionState = z.infer<typeof VersionState>;

export const versionNext = {
  staged: ['notTying', 'published', 'superseded'],
  notTying: ['published', 'superseded'],
  published: ['superseded'],
  superseded: [],
} as const satisfies Record<VersionState, readonly VersionState[]>;

export const InvoiceSource = z.enum(['sync', 'upload', 'cli']);
export type InvoiceSource = z.infer<typeof InvoiceSource>;

/** Why a version is not published by itself (M4). The sentence beside it says how much. */
export const TieProblem = z.enum([
  'total_differs',
  'line_count_differs',
  'currency_differs',
  'other_invoice',
  'rows_unreadable',
  'blob_missing',
]);
export type TieProblem = z.infer<typeof TieProblem>;

/** Why a line waits in suspense (ruling 7): what of it nobody here knows yet. */
export const SuspenseReason = z.enum(['unknown_customer', 'unknown_product', 'unknown_charge_type', 'unknown_currency']);
export type SuspenseReason = z.infer<typeof SuspenseReason>;

/** A calendar month, `2026-10`. */
export const Month = z.string().regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/, { message: 'is a month like 2026-10' });
