import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { getOverview } from '#contract/overview.ts';
import { createPlan, getPlan, type Plan } from '#contract/plans.ts';
import {
  type DifferenceDetail,
  type DifferenceRow,
  decideDifference,
  getDifference,
  listDifferences,
  listReconciliationRuns,
} from '#contract/reconciliation.ts';
import type { DifferenceState } from '#model/difference.ts';
import { type BodyOf, call } from '../../lib/api.ts';
import { useGo } from '../../ui/text-link.tsx';

export type Row = z.infer<typeof DifferenceRow>;
export type Detail = z.infer<typeof DifferenceDetail>;
export type PlanShape = z.infer<typeof Plan>;
export type Step = PlanShape['steps'][number];

export const tabs = ['todo', 'waiting', 'resolved', 'dismissed', 'all'] as const;
export type Tab = (typeof tabs)[number];
export const tabStates = {
  todo: ['open', 'applying', 'failed'],
  waiting: ['waitingForApproval'],
  resolved: ['fixed', 'gone'],
  dismissed: ['accepted', 'muted'],
  all: [],
} as const satisfies Record<Tab, readonly DifferenceState[]>;

/** Filters of the list, as they stand in the address and in the API. */
export type Filter = { readonly q?: string | undefined; readonly kind?: string | undefined; readonly customerId?: string | undefined };

const statesOf = (tab: Tab): string | undefined => (tab === 'all' ? undefined : tabStates[tab].join(','));
export const listOf = (tab: Tab, filter: Filter, sort: string | undefined) => ({ ...filter, state: statesOf(tab), sort });

/** How many there are behind a tab under the present filter. */
export const countQuery = (tab: Tab, filter: Filter) =>
  queryOptions({
    queryKey: [listDifferences.id, 'count', tab, filter],
    queryFn: async ({ signal }) => {
      const page = await call(listDifferences, { query: { ...filter, state: statesOf(tab), limit: 1, count: 'true' }, signal });
      return page.totals;
    },
  });

export const differenceQuery = (id: string) =>
  queryOptions({
    queryKey: [getDifference.id, id],
    queryFn: ({ signal }) => call(getDifference, { params: { id }, signal }),
  });

export const runsQuery = queryOptions({
  queryKey: [listReconciliationRuns.id],
  queryFn: async ({ signal }) => (await call(listReconciliationRuns, { signal })).data,
});

const moving = ['approved', 'applying', 'undoing'];
/** Something of the plan still happens: it is looked at again until it stands. */
export const isMoving = (plan: PlanShape): boolean =>
  moving.includes(plan.state) || plan.steps.some((step) => step.state === 'applying' || step.state === 'checking');

export const planQuery = (id: string) =>
  queryOptions({
    queryKey: [getPlan.id, id],
    queryFn: ({ signal }) => call(getPlan, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? 3_000 : false),
  });

/** Everything that shows differences or their money is read again. */
export const differencesChanged = (client: QueryClient): Promise<unknown> =>
  Promise.all([listDifferences.id, getDifference.id, getOverview.id, getPlan.id].map((id) => client.invalidateQueries({ queryKey: [id] })));

export type PlanWish = { readonly differenceIds: readonly string[]; readonly effectiveOn?: string | undefined };

/** Previews corrections and leads to the preview. Nothing is written anywhere. */
export function usePreview(replaces?: string) {
  const client = useQueryClient();
  const go = useGo();
  return useMutation({
    mutationFn: ({ differenceIds, effectiveOn }: PlanWish) =>
      call(createPlan, {
        body: { type: 'correction', differenceIds: [...differenceIds], ...(effectiveOn !== undefined && { effectiveOn }) },
      }),
    onSuccess: (plan) => {
      client.setQueryData(planQuery(plan.id).queryKey, plan);
      go(`/plans/${plan.id}${replaces === undefined ? '' : `?after=${replaces}`}`);
    },
  });
}

export type DecisionBody = BodyOf<typeof decideDifference>;

export function useDecide() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { readonly id: string; readonly body: DecisionBody }) => call(decideDifference, { params: { id }, body }),
    onSuccess: async (detail) => {
      client.setQueryData(differenceQuery(detail.id).queryKey, detail);
      await differencesChanged(client);
    },
    // Somebody was faster: what is shown is read again, so that the next try knows.
    onError: () => differencesChanged(client),
  });
}
