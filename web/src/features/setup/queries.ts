import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { getSetup, type Setup } from '#contract/setup.ts';
import { call } from '../../lib/api.ts';
import { useProved } from '../../ui/proof.tsx';

export type SetupData = z.infer<typeof Setup>;

const key = [getSetup.id];

/** The set-up as it is on the server: several people work on it, and readings go on meanwhile, so it is asked again by itself. */
export const setupQuery = queryOptions({
  queryKey: key,
  queryFn: ({ signal }) => call(getSetup, { signal }),
  refetchInterval: ({ state }) => (state.data === undefined || isMoving(state.data) ? 2_000 : 30_000),
  refetchOnWindowFocus: true,
});

const isMoving = (setup: SetupData): boolean =>
  setup.state === 'draft' && setup.connections.some((each) => each.isReading || each.readAt === null);

/** An act of a step: its answer is the whole set-up, which every part of the screen then shows. Asks for a fresh proof where the server wants one. */
export function useSetupAct<Input = void>(act: (input: Input) => Promise<SetupData>, then?: (setup: SetupData) => void) {
  const client = useQueryClient();
  const proved = useProved();
  return useMutation({
    mutationFn: (input: Input) => proved(() => act(input)),
    onSuccess: async (setup) => {
      then?.(setup); // first: what the answer shows may take the place of the button that was pressed
      client.setQueryData(key, setup);
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== getSetup.id });
    },
  });
}
