import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeSchedules } from '#contract/schedules.ts';
import { call } from '../../lib/api.ts';
import { useToast } from '../../ui/toasts.tsx';
import { schedulesQuery } from './queries.ts';
import type { Cadence, Schedule, Schedules } from './sync-words.ts';

/** What is left out stays as it is; a cadence of null is as it comes. */
type Change = {
  readonly timeZone?: string;
  readonly blackouts?: Schedules['blackouts'];
  readonly cadences?: Partial<Record<Schedule['name'], Cadence | null>>;
  /** The cadences are of this connection alone; null inherits again. */
  readonly connectionId?: string;
  readonly version: number;
};

/** Saves schedules; what somebody else saved meanwhile is shown, never overwritten. */
export function useChangeSchedules(done: () => void) {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: Change) => call(changeSchedules, { body }),
    onSuccess: async (schedules, { connectionId }) => {
      client.setQueryData(schedulesQuery(connectionId).queryKey, schedules);
      await client.invalidateQueries({ queryKey: schedulesQuery().queryKey });
      toast('Schedules saved.');
      done();
    },
    onError: () => client.invalidateQueries({ queryKey: schedulesQuery().queryKey }),
  });
}
