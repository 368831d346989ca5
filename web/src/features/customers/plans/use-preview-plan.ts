import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useGo } from '../../../ui/text-link.tsx';
import { plansChanged, previewPlan } from './queries.ts';

/** Previews a merge, a split or an import and leads to the plan. */
export function usePreviewPlan() {
  const client = useQueryClient();
  const go = useGo();
  return useMutation({
    mutationFn: previewPlan,
    onSuccess: (plan) => {
      void plansChanged(client);
      go(`/customers/plans/${plan.id}`);
    },
  });
}
