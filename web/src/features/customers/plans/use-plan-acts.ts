import { useMutation, useQueryClient } from '@tanstack/react-query';
import { applyCustomerPlan, undoCustomerPlan } from '#contract/customer-plans.ts';
import { call } from '../../../lib/api.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useToast } from '../../../ui/toasts.tsx';
import { plansChanged } from './queries.ts';
import type { CustomerPlanShape } from './words.ts';

export type CustomerPlanActs = ReturnType<typeof usePlanActs>;

const done: Readonly<Record<CustomerPlanShape['kind'], string>> = {
  merge: 'Merged.',
  split: 'They are two again.',
  import: 'The import runs.',
};

/** Applying and taking back; both end with everything read again. */
export function usePlanActs(plan: CustomerPlanShape) {
  const client = useQueryClient();
  const toast = useToast();
  const now = useNow(10_000);
  const undo = useMutation({
    mutationFn: () => call(undoCustomerPlan, { params: { id: plan.id } }),
    onSuccess: async () => {
      await plansChanged(client);
      toast('Undone. They are as they were.');
    },
  });
  const apply = useMutation({
    mutationFn: () => call(applyCustomerPlan, { params: { id: plan.id } }),
    onSuccess: async () => {
      await plansChanged(client);
      if (plan.kind === 'merge') toast(done.merge, undo.mutate);
      else toast(done[plan.kind]);
    },
  });
  return {
    apply: apply.mutate,
    undo: undo.mutate,
    isBusy: apply.isPending || undo.isPending,
    error: apply.error ?? undo.error,
    /** A preview that nobody applied in time; an import that was started in time goes on. */
    isOver: plan.state === 'previewed' && plan.jobId === null && Date.parse(plan.expiresAt) <= now,
  };
}
