export { type AcceptLossOutcome, acceptLoss } from './accept-loss.ts';
export { listSyncProblems, listSyncRuns, type SyncProblemRow, type SyncRunRow } from './queries.ts';
export { runSync } from './run-sync.ts';
export { type StartSync, type StartSyncOutcome, startAll, startSync } from './start-sync.ts';
export type { SyncInput } from './sync-input.ts';
