export { type Finding, type FindingKind } from './finding.ts';
export type { FilesInput } from './inputs/layout.ts';
export type { Problem } from './problem.ts';
export { type FilesOutcome, reconcileFiles } from './reconcile-files.ts';
export type { FilesReport } from './report.ts';
export { writeFindings } from './write-findings.ts';
