import { keepPreviousData, type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { getOverview } from '#contract/overview.ts';
import { listPeriods } from '#contract/periods.ts';
import { createPlan, getPlan, type Plan } from '#contract/plans.ts';
import {
  type DifferenceDetail,
  type DifferenceRow,
  getDifference,
  listDifferences,
  listReconciliationRuns,
} from '#contract/reconciliation.ts';
import {
  addNote,
  changeDifference,
  countDifferences,
  type DifferenceGroup,
  decideDifferences,
  listAssignees,
  listDifferenceEvents,
  listDifferenceGroups,
  listNotes,
} from '#contract/worklist.ts';
import { CorrectionAction } from '#model/difference.ts';
import type { DifferenceTab, GroupBy } from '#model/worklist.ts';
import { type BodyOf, call } from '../../lib/api.ts';
import { useGo } from '../../ui/text-link.tsx';
import { type Filter, statesIn } from './list/filters.ts';

export type Row = z.infer<typeof DifferenceRow>;
export type Detail = z.infer<typeof DifferenceDetail>;
export type Group = z.infer<typeof DifferenceGroup>;
export type PlanShape = z.infer<typeof Plan>;
export type Step = PlanShape['steps'][number];

/** How many there are behind each tab under the present filter, with their money. */
export const countsQuery = (filter: Filter) =>
  queryOptions({
    queryKey: [countDifferences.id, filter],
    queryFn: ({ signal }) => call(countDifferences, { query: filter, signal }),
    placeholderData: keepPreviousData,
  });

export const groupsQuery = (by: GroupBy | undefined, tab: DifferenceTab, filter: Filter) =>
  queryOptions({
    queryKey: [listDifferenceGroups.id, by, tab, filter],
    queryFn: ({ signal }) => call(listDifferenceGroups, { query: { ...filter, by: by ?? 'customer', state: statesIn(tab) }, signal }),
    enabled: by !== undefined,
    placeholderData: keepPreviousData,
  });

/** What one answer gives at most, and one question names. */
export const pageSize = 200;

/** The first rows that a filter finds: those of an opened group. */
export const rowsQuery = (filter: Filter, tab: DifferenceTab, sort: string) =>
  queryOptions({
    queryKey: [listDifferences.id, 'group', filter, tab, sort],
    queryFn: ({ signal }) => call(listDifferences, { query: { ...filter, state: statesIn(tab), sort, limit: pageSize }, signal }),
  });

/** Rows that were selected and that the list does not reach any more, as they stand now. */
export const seenBeforeQuery = (ids: readonly string[], tab: DifferenceTab) =>
  queryOptions({
    queryKey: [listDifferences.id, 'ids', ids, tab],
    queryFn: ({ signal }) => call(listDifferences, { query: { ids: ids.join(','), state: statesIn(tab), limit: pageSize }, signal }),
    enabled: ids.length > 0,
  });

/** All rows that a filter finds, up to `most`. */
export async function readAll(filter: Filter, tab: DifferenceTab, most: number): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...filter, state: statesIn(tab), sort: '-impact', limit: pageSize, ...(cursor !== undefined && { cursor }) };
    const page = await call(listDifferences, { query });
    rows.push(...page.data);
    cursor = page.page.nextCursor ?? undefined;
  } while (cursor !== undefined && rows.length < most);
  return rows.slice(0, most);
}

export const differenceQuery = (id: string) =>
  queryOptions({
    queryKey: [getDifference.id, id],
    queryFn: ({ signal }) => call(getDifference, { params: { id }, signal }),
  });

export const notesQuery = (id: string) =>
  queryOptions({ queryKey: [listNotes.id, id], queryFn: ({ signal }) => call(listNotes, { params: { id }, signal }) });

export const eventsQuery = (id: string) =>
  queryOptions({
    queryKey: [listDifferenceEvents.id, id],
    queryFn: ({ signal }) => call(listDifferenceEvents, { params: { id }, signal }),
  });

export const assigneesQuery = queryOptions({
  queryKey: [listAssignees.id],
  queryFn: async ({ signal }) => (await call(listAssignees, { signal })).data,
  staleTime: 5 * 60_000,
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

const showDifferences = [
  listDifferences,
  countDifferences,
  listDifferenceGroups,
  getDifference,
  listDifferenceEvents,
  listNotes,
  listPeriods,
  getOverview,
  getPlan,
];

/** Everything that shows differences or their money is read again. */
export const differencesChanged = (client: QueryClient): Promise<unknown> =>
  Promise.all(showDifferences.map(({ id }) => client.invalidateQueries({ queryKey: [id] })));

export type PlanWish = {
  readonly differenceIds: readonly string[];
  readonly effectiveOn?: string | undefined;
  /** One of the alternatives instead of what is suggested. */
  readonly action?: CorrectionAction | undefined;
};

/** The same differences, put right the same way. */
export const wishOf = ({ steps }: PlanShape): PlanWish => {
  const actions = new Set<string>(steps.map((step) => step.correction.action));
  const action = CorrectionAction.options.find((each) => actions.has(each));
  return {
    differenceIds: steps.flatMap((step) => step.differenceId ?? []),
    ...(actions.size === 1 && action !== undefined && { action }),
  };
};

/** Previews corrections and leads to the preview. Nothing is written anywhere. */
export function usePreview(replaces?: string) {
  const client = useQueryClient();
  const go = useGo();
  return useMutation({
    mutationFn: ({ differenceIds, effectiveOn, action }: PlanWish) =>
      call(createPlan, {
        body: {
          type: 'correction',
          differenceIds: [...differenceIds],
          ...(effectiveOn !== undefined && { effectiveOn }),
          ...(action !== undefined && { action }),
        },
      }),
    // Often because something changed since the viewer looked: what is shown is read again, so that the next try knows.
    onError: () => differencesChanged(client),
    onSuccess: (plan) => {
      client.setQueryData(planQuery(plan.id).queryKey, plan);
      go(`/plans/${plan.id}${replaces === undefined ? '' : `?after=${replaces}`}`);
    },
  });
}

export type DecisionBody = BodyOf<typeof decideDifferences>;

/** Dismisses or reopens: one difference, several, or all that a filter finds. */
export function useDecide() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DecisionBody) => call(decideDifferences, { body }),
    // Also when somebody was faster: what is shown is read again, so that the next try knows.
    onSettled: () => differencesChanged(client),
  });
}

export type WorkPatch = Omit<BodyOf<typeof changeDifference>, 'version'>;

/** Owner, due date or tags of several differences, one after the other: each is bound to what the viewer saw. */
export function useChangeWork() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ rows, patch }: { readonly rows: readonly Pick<Row, 'id' | 'version'>[]; readonly patch: WorkPatch }) => {
      for (const { id, version } of rows) await call(changeDifference, { params: { id }, body: { ...patch, version } });
    },
    onSettled: () => differencesChanged(client),
  });
}

export function useAddNote() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, text }: { readonly id: string; readonly text: string }) => call(addNote, { params: { id }, body: { text } }),
    onSettled: () => differencesChanged(client),
  });
}
