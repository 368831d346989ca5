import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createAccessPlan, refreshAccess } from '#contract/access.ts';
import { type CallInput, call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { useJob } from '../../lib/use-job.ts';
import { useGo } from '../../ui/text-link.tsx';
import { useToast } from '../../ui/toasts.tsx';

type Body = NonNullable<CallInput<typeof createAccessPlan>['body']>;
export type SimpleAct = Exclude<Body['act'], 'request' | 'assign'>;

/** Previews a change and leads to the preview; who is left out is told with the first reason. Nothing is written anywhere. */
export function usePreviewAccess() {
  const go = useGo();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: Body) => call(createAccessPlan, { body }),
    onSuccess: ({ planId, leftOut }) => {
      const [first] = leftOut;
      if (first !== undefined) toast(`${plural(leftOut.length, 'customer')} left out. ${first.name}: ${first.because}`);
      go(`/plans/${planId}`);
    },
  });
}

/** Reads the access and the consent of these customers again, and shows them when that is done. */
export function useRefreshAccess() {
  const client = useQueryClient();
  const [jobId, setJobId] = useState<string>();
  const start = useMutation({
    mutationFn: (customerIds: string[]) => call(refreshAccess, { body: { customerIds } }),
    onSuccess: (job) => {
      setJobId(job.jobId);
    },
  });
  useJob(jobId, () => {
    setJobId(undefined);
    void client.invalidateQueries();
  });
  return { start: start.mutate, isBusy: start.isPending || jobId !== undefined, error: start.error };
}
