export { type AcceptLossOutcome, acceptLoss } from './accept-loss.ts';
export { afterChanges } from './after-run.ts';
export { countMissed, judgeFinds, listMissed, type MissedRow } from './finds.ts';
export { listSyncProblems, listSyncRuns, type SyncProblemRow, type SyncRunRow } from './queries.ts';
export { rereadAccess } from './reread-access.ts';
export { type Reread, rereadCustomer } from './reread-customer.ts';
export { runSync } from './run-sync.ts';
export { type StartSync, type StartSyncOutcome, startAll, startSync } from './start-sync.ts';
export type { SyncInput } from './sync-input.ts';
