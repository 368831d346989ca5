import { queryOptions } from '@tanstack/react-query';
import { countAccess } from '#contract/access.ts';
import { call } from '../../lib/api.ts';

/** The board updates itself: the customer approves at Microsoft, not here. */
const everyMs = 20_000;

export const countsQuery = (connectionId: string | undefined) =>
  queryOptions({
    queryKey: [countAccess.id, connectionId],
    queryFn: ({ signal }) => call(countAccess, { query: connectionId === undefined ? {} : { connectionId }, signal }),
    refetchInterval: everyMs,
  });
