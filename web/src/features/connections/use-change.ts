import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeConnection } from '#contract/connection-changes.ts';
import { type BodyOf, call } from '../../lib/api.ts';
import { useProved } from '../../ui/proof.tsx';
import { useToast } from '../../ui/toasts.tsx';

/** Changes a connection, after a fresh proof where one is needed; `said` is what the toast says. */
export function useChange(id: string, said: (body: BodyOf<typeof changeConnection>) => string) {
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: BodyOf<typeof changeConnection>) => proved(() => call(changeConnection, { params: { id }, body })),
    onSuccess: (_, body) => {
      toast(said(body));
      void client.invalidateQueries();
    },
  });
}
