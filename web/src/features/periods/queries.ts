import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { getPeriod, listPeriods, type Period, reopenPeriod, signOffPeriod } from '#contract/periods.ts';
import { call } from '../../lib/api.ts';

export type Month = z.infer<typeof Period>;

export const periodsQuery = queryOptions({
  queryKey: [listPeriods.id],
  queryFn: async ({ signal }) => (await call(listPeriods, { signal })).data,
});

export const periodQuery = (month: string) =>
  queryOptions({ queryKey: [getPeriod.id, month], queryFn: ({ signal }) => call(getPeriod, { params: { month }, signal }) });

/** Signs a month off, or opens it again: both with the reason that stands in the evidence. */
export function useClosing(month: string, act: 'signOff' | 'reopen') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      act === 'reopen'
        ? call(reopenPeriod, { params: { month }, body: { reason } })
        : call(signOffPeriod, { params: { month }, body: reason === '' ? {} : { reason } }),
    onSuccess: (period) => client.setQueryData(periodQuery(month).queryKey, period),
    // Decisions of a closed month are locked: lists show it too.
    onSettled: () => client.invalidateQueries(),
  });
}
