import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { applyPlan, approvePlan, undoPlan } from '#contract/plans.ts';
import { call, isProblem } from '../../../lib/api.ts';
import { useProved } from '../../../ui/proof.tsx';
import { useGo } from '../../../ui/text-link.tsx';
import { differencesChanged, planQuery } from '../queries.ts';

/** Apply, undo and approve of one plan. Each intention has one Idempotency-Key for its life: a double click or a retry is carried out once. */
export function usePlanActs(planId: string) {
  const client = useQueryClient();
  const go = useGo();
  const proved = useProved();
  const keys = useRef({ apply: crypto.randomUUID(), undo: crypto.randomUUID() });
  const again = () => differencesChanged(client);
  const apply = useMutation({
    mutationFn: () => proved(() => call(applyPlan, { params: { id: planId }, body: {}, idempotencyKey: keys.current.apply })),
    onSuccess: () => {
      // What is left of a plan is another intention than its first part.
      keys.current = { ...keys.current, apply: crypto.randomUUID() };
      return again();
    },
    onError: async (error) => {
      await again();
      if (isProblem(error, 'plan_stale') && error.problem.planId !== undefined) go(`/plans/${error.problem.planId}?after=${planId}`);
    },
  });
  const undo = useMutation({
    mutationFn: () => proved(() => call(undoPlan, { params: { id: planId }, body: {}, idempotencyKey: keys.current.undo })),
    onSuccess: again,
    onError: again,
  });
  const approve = useMutation({
    mutationFn: () => proved(() => call(approvePlan, { params: { id: planId }, body: {} })),
    onSuccess: async (plan) => {
      client.setQueryData(planQuery(planId).queryKey, plan);
      await again();
    },
    onError: again,
  });
  /** A second click comes before the button is drawn as disabled; it is the same intention. */
  const running = useRef(false);
  const once = (act: { readonly mutate: (input: undefined, hooks: { readonly onSettled: () => void }) => void }) => () => {
    if (running.current) return;
    running.current = true;
    act.mutate(undefined, {
      onSettled: () => {
        running.current = false;
      },
    });
  };
  const busy = apply.isPending || undo.isPending || approve.isPending;
  return { apply: once(apply), undo: once(undo), approve: once(approve), busy, error: apply.error ?? undo.error ?? approve.error };
}
export type PlanActs = ReturnType<typeof usePlanActs>;
