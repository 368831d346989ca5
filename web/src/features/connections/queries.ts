import { queryOptions } from '@tanstack/react-query';
import { listCalls } from '#contract/calls.ts';
import { getConnection, listConnections } from '#contract/connections.ts';
import { getConsents } from '#contract/consent.ts';
import { getProvider } from '#contract/providers.ts';
import { listSyncProblems, listSyncRuns } from '#contract/sync-runs.ts';
import { listFeatures, listVerifications } from '#contract/verifications.ts';
import { call } from '../../lib/api.ts';

export const connectionsQuery = queryOptions({
  queryKey: [listConnections.id],
  queryFn: ({ signal }) => call(listConnections, { signal }),
});

export const connectionQuery = (id: string) =>
  queryOptions({ queryKey: [getConnection.id, id], queryFn: ({ signal }) => call(getConnection, { params: { id }, signal }) });

export const verificationsQuery = (id: string) =>
  queryOptions({
    queryKey: [listVerifications.id, id],
    queryFn: ({ signal }) => call(listVerifications, { params: { id }, query: { limit: 60 }, signal }),
  });

export const problemsQuery = (connectionId: string) =>
  queryOptions({
    queryKey: [listSyncProblems.id, connectionId],
    queryFn: ({ signal }) => call(listSyncProblems, { query: { connectionId }, signal }),
  });

export const runsQuery = (connectionId: string) =>
  queryOptions({
    queryKey: [listSyncRuns.id, connectionId],
    queryFn: ({ signal }) => call(listSyncRuns, { query: { connectionId }, signal }),
  });

export const providerQuery = (id: string) =>
  queryOptions({ queryKey: [getProvider.id, id], queryFn: ({ signal }) => call(getProvider, { params: { id }, signal }) });

export const featuresQuery = (id: string) =>
  queryOptions({ queryKey: [listFeatures.id, id], queryFn: ({ signal }) => call(listFeatures, { params: { id }, signal }) });

export const callsQuery = (id: string, refusedOnly: boolean) =>
  queryOptions({
    queryKey: [listCalls.id, id, refusedOnly],
    queryFn: ({ signal }) =>
      call(listCalls, { params: { id }, query: { limit: 500, ...(refusedOnly && { status: 'refused' as const }) }, signal }),
  });

export const consentsQuery = (id: string) =>
  queryOptions({
    queryKey: [getConsents.id, id],
    queryFn: ({ signal }) => call(getConsents, { params: { id }, signal }),
    // While somebody else signs in, the page shows it as it happens.
    refetchInterval: ({ state }) => (['waiting', 'opened'].includes(state.data?.links[0]?.state ?? '') ? 3_000 : false),
  });
