export { amountText, moneyWords } from './exact.ts';
export { type Finding, type FindingKind } from './finding.ts';
export type { Problem } from './problem.ts';
export { type FilesOutcome, type ReconcileFilesInput, reconcileFiles } from './reconcile-files.ts';
export type { FilesReport } from './report.ts';
export { writeFindings } from './write-findings.ts';
