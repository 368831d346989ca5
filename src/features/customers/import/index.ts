export { applyImport, type Imported, reportOf } from './apply-import.ts';
export { type ImportRow } from './classify.ts';
export { ImportPlan, planImport } from './plan-import.ts';
