export { type ImportStarted, importCustomers, startImport } from './apply-import.ts';
export { ImportAction, ImportCounts, type ImportRow } from './classify.ts';
export { listImportRows } from './list-rows.ts';
export { ImportPlan, planImport } from './plan-import.ts';
