import type { InvoiceSource, InvoiceState, SuspenseReason, TieProblem, VersionState } from '#model/invoice.ts';
import type { StateWord } from '../../ui/state-badge.tsx';

// Words of provider invoices (ux reference 5.12). Complete by type: a new member stops compiling here.

export const invoiceStates: Readonly<Record<InvoiceState, StateWord>> = {
  expected: { word: 'Expected', intent: 'neutral' },
  importing: { word: 'Importing', intent: 'info' },
  notComplete: { word: 'Not complete', intent: 'warning' },
  complete: { word: 'Complete', intent: 'success' },
  reconciled: { word: 'Reconciled', intent: 'success' },
  closed: { word: 'Closed', intent: 'neutral' },
};
export const invoiceStateChoices = Object.fromEntries(Object.entries(invoiceStates).map(([name, { word }]) => [name, word]));

export const versionStates: Readonly<Record<VersionState, StateWord>> = {
  staged: { word: 'Waiting for the rest', intent: 'info' },
  notTying: { word: 'Does not add up', intent: 'warning' },
  published: { word: 'In use', intent: 'success' },
  superseded: { word: 'Replaced', intent: 'neutral' },
};

export const sourceWords: Readonly<Record<InvoiceSource, string>> = { sync: 'Sync', upload: 'Upload', cli: 'Command line' };

export const suspenseWords: Readonly<Record<SuspenseReason, string>> = {
  unknown_customer: 'Customer not known',
  unknown_product: 'Product not known',
  unknown_charge_type: 'Charge type not known',
  unknown_currency: 'Currency not known',
};

export const tieProblemWords: Readonly<Record<TieProblem, string>> = {
  total_differs: 'The total differs',
  line_count_differs: 'The number of lines differs',
  currency_differs: 'The currency differs',
  other_invoice: 'Lines of another invoice',
  rows_unreadable: 'Lines that cannot be read',
  blob_missing: 'A file is missing',
};

/** What a proof leaves out, by the reason that it gives; the rest of such a line is proved. */
export const notRecomputedWords: Readonly<Record<string, string>> = {
  'tax-rate-unknown': 'the tax is taken as given, the settings have no rate for the country',
  'discount-without-percentage': 'the unit price is taken as given, its discount is without a percentage',
  'dates-unknown': 'the unit price is taken as given, the days of the charge are not known',
  credit: 'taken as given, a credit has no formula',
};

/** "G012345678", or what stands for a number where there is none yet. */
export const numberOf = ({ number, state }: { readonly number: string; readonly state: InvoiceState }): string =>
  number || (state === 'expected' ? 'Expected' : 'Not billed yet');
