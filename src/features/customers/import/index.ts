export { type ImportStarted, importCustomers, startImport } from './apply-import.ts';
export { ImportCounts, type ImportRow } from './classify.ts';
export { listImportRows } from './list-rows.ts';
export { planImport } from './plan-import.ts';
