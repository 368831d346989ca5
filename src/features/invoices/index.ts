export type { GivenHeader, ImportInvoice, ImportOutcome, ImportWatch } from './import-input.ts';
export { importInvoice } from './import-invoice.ts';
export { listPublished, type OpenFile, openLines, type PublishedVersion } from './open-version.ts';
export { resolveSuspense } from './suspense.ts';
