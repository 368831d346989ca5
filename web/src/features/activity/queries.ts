import { queryOptions } from '@tanstack/react-query';
import { verifyAudit } from '#contract/audit.ts';
import { listCommands } from '#contract/commands.ts';
import { listJobItems } from '#contract/jobs.ts';
import { estimateSync, listLanes } from '#contract/lanes.ts';
import { listPlans } from '#contract/plans.ts';
import { listReconciliationRuns } from '#contract/reconciliation.ts';
import { listSchedules } from '#contract/schedules.ts';
import { listDeadLetters, listSyncProblems, listSyncRuns } from '#contract/sync-runs.ts';
import { call } from '../../lib/api.ts';

export const runsQuery = queryOptions({ queryKey: [listSyncRuns.id], queryFn: ({ signal }) => call(listSyncRuns, { query: {}, signal }) });
/** Of all connections, or of one with what it inherits. */
export const schedulesQuery = (connectionId?: string) =>
  queryOptions({
    queryKey: [listSchedules.id, ...(connectionId === undefined ? [] : [connectionId])],
    queryFn: ({ signal }) => call(listSchedules, { query: connectionId === undefined ? {} : { connectionId }, signal }),
  });
export const lanesQuery = queryOptions({
  queryKey: [listLanes.id],
  queryFn: ({ signal }) => call(listLanes, { signal }),
  refetchInterval: 5_000,
});
export const estimatesQuery = (reach: 'full' | 'incremental' | 'billing') =>
  queryOptions({ queryKey: [estimateSync.id, reach], queryFn: ({ signal }) => call(estimateSync, { query: { reach }, signal }) });
export const problemsQuery = queryOptions({
  queryKey: [listSyncProblems.id],
  queryFn: ({ signal }) => call(listSyncProblems, { query: {}, signal }),
});
export const deadLettersQuery = queryOptions({
  queryKey: [listDeadLetters.id],
  queryFn: ({ signal }) => call(listDeadLetters, { signal }),
});
export const decisionsQuery = queryOptions({
  queryKey: [listCommands.id],
  queryFn: ({ signal }) => call(listCommands, { query: { state: 'needs_operator' }, signal }),
});
export const plansQuery = queryOptions({ queryKey: [listPlans.id], queryFn: ({ signal }) => call(listPlans, { signal }) });
export const comparisonsQuery = queryOptions({
  queryKey: [listReconciliationRuns.id],
  queryFn: ({ signal }) => call(listReconciliationRuns, { signal }),
});
export const jobItemsQuery = (id: string) =>
  queryOptions({ queryKey: [listJobItems.id, id], queryFn: ({ signal }) => call(listJobItems, { params: { id }, query: {}, signal }) });
export const auditVerificationQuery = queryOptions({
  queryKey: [verifyAudit.id],
  queryFn: ({ signal }) => call(verifyAudit, { signal }),
  enabled: false, // reads the whole trail: on request only
});
