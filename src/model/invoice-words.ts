import type { InvoiceKind } from './invoice.ts';

/** What people read for the kind of a file of lines; a new kind stops compiling here. */
export const invoiceKindWords: Readonly<Record<InvoiceKind, string>> = {
  reconciliation: 'Billed charges',
  unbilledReconciliation: 'Charges not billed yet',
  dailyUsage: 'Daily usage',
  unbilledUsage: 'Usage not billed yet',
  v1Lines: 'Invoice lines',
  portalCsv: 'File of the portal',
  legacyLicence: 'Licences, legacy',
  legacyUsage: 'Usage, legacy',
  distributorInvoice: 'Distributor invoice',
};
