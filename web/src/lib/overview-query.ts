import { queryOptions } from '@tanstack/react-query';
import { getOverview } from '#contract/overview.ts';
import { call } from './api.ts';

/** The first page, and what the frame around every page tells: sandbox, hold, freshness. */
export const overviewQuery = queryOptions({
  queryKey: ['getOverview'],
  queryFn: ({ signal }) => call(getOverview, { signal }),
  refetchInterval: 60_000,
});
