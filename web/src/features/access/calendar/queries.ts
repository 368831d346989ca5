import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { getAccessCalendar, listAccessEnds, makeAccessCalendar, revokeAccessCalendar } from '#contract/access-calendar.ts';
import { call } from '../../../lib/api.ts';

export const endsQuery = queryOptions({
  queryKey: [listAccessEnds.id],
  queryFn: async ({ signal }) => (await call(listAccessEnds, { signal })).data,
});

export const calendarQuery = queryOptions({
  queryKey: [getAccessCalendar.id],
  queryFn: ({ signal }) => call(getAccessCalendar, { signal }),
});

function useWrite<Result>(write: () => Promise<Result>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: write, onSettled: () => client.invalidateQueries({ queryKey: [getAccessCalendar.id] }) });
}

export const useMakeCalendar = () => useWrite(() => call(makeAccessCalendar, { body: {} }));
export const useRevokeCalendar = () => useWrite(() => call(revokeAccessCalendar, {}));
