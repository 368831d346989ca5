import { useQueries, useQuery } from '@tanstack/react-query';
import type { DifferenceTab, GroupBy } from '#model/worklist.ts';
import { isProblem } from '../../../lib/api.ts';
import type { List } from '../../../lib/use-list.ts';
import { type Group, groupsQuery, type Row, rowsQuery } from '../queries.ts';
import { type Filter, inGroup } from './filters.ts';
import { labelOf } from './work-words.ts';

/** What the list shows: a difference, the heading of a group, or what an opened group does not show yet. */
export type Item =
  | { readonly type: 'row'; readonly id: string; readonly row: Row }
  | { readonly type: 'group'; readonly id: string; readonly group: Group; readonly label: string; readonly filter: Filter }
  | { readonly type: 'rest'; readonly id: string; readonly text: string };

/** Rows as items of the list. */
export const itemsOf = (rows: readonly Row[]): Item[] => rows.map((row) => ({ type: 'row', id: row.id, row }));

/** Groups of differences, dearest first, with the rows of those that are open. */
export function useGroups(
  by: GroupBy | undefined,
  tab: DifferenceTab,
  filter: Filter,
  sort: string,
  open: ReadonlySet<string>,
): List<Item> {
  const groups = useQuery(groupsQuery(by, tab, filter));
  const shown = (by === undefined ? [] : (groups.data?.data ?? [])).map((group) => ({
    group,
    filter: inGroup(filter, by ?? 'customer', group.key),
  }));
  const opened = shown.filter(({ group }) => open.has(group.key));
  const parts = useQueries({ queries: opened.map((each) => rowsQuery(each.filter, tab, sort)) });
  const rowsOf = new Map(opened.map(({ group }, index) => [group.key, parts[index]?.data?.data]));
  const items = shown.flatMap(({ group, filter: own }): Item[] => {
    const heading: Item = { type: 'group', id: `group ${group.key}`, group, label: labelOf(by ?? 'customer', group), filter: own };
    return open.has(group.key) ? [heading, ...rowsBelow(group, rowsOf.get(group.key))] : [heading];
  });
  const total = groups.data?.groups;
  return {
    rows: items,
    total: total === undefined ? undefined : { rows: total, exact: true },
    isLoading: by !== undefined && groups.isPending,
    isRefreshing: (groups.isFetching && !groups.isPending) || parts.some((part) => part.isFetching),
    problem: [groups.error, ...parts.map((part) => part.error)].find((error) => isProblem(error)),
    hasMore: false,
    isLoadingMore: false,
    more: () => undefined,
    again: () => {
      void groups.refetch();
      for (const part of parts) void part.refetch();
    },
    readAt: groups.dataUpdatedAt,
  };
}

function rowsBelow(group: Group, rows: readonly Row[] | undefined): Item[] {
  if (rows === undefined) return [{ type: 'rest', id: `rest ${group.key}`, text: 'Reading the differences of this group' }];
  const rest = group.count - rows.length;
  if (rest <= 0) return itemsOf(rows);
  return [...itemsOf(rows), { type: 'rest', id: `rest ${group.key}`, text: `And ${rest} more: filter by this group to see them all.` }];
}
