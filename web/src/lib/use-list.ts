import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '#contract/page.ts';
import type { Route } from '#contract/route.ts';
import { type ApiProblem, type CallInput, call, isProblem, type QueryOf, type ReplyOf } from './api.ts';

/** A list route of the contract: answers pages with a cursor. */
export type ListRoute = Route & { readonly method: 'GET' };
export type RowOf<R extends Route> = ReplyOf<R> extends { data: readonly (infer Row)[] } ? Row : never;

export type List<Row> = {
  readonly rows: readonly Row[];
  readonly total: { readonly rows: number; readonly exact: boolean } | undefined;
  readonly isLoading: boolean;
  readonly isRefreshing: boolean;
  readonly problem: ApiProblem | undefined;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly more: () => void;
  readonly again: () => void;
  readonly readAt: number;
};

/** Keys start with the route's id, so that an act can say which lists it changed. */
export const listKey = (route: Route, query: unknown): readonly unknown[] => [route.id, 'list', query];

export type ListOptions = {
  /** Parts of the list's path. */
  readonly params?: Readonly<Record<string, string>>;
  /** False for lists that only go forward and do not say how many there are. */
  readonly counted?: boolean;
};

/** Reads a list page by page as the viewer scrolls; old rows stay while a new filter or sort is read. */
export function useList<R extends Route>(
  route: R,
  query: Omit<QueryOf<R>, 'cursor' | 'limit' | 'count'>,
  { params, counted = true }: ListOptions = {},
): List<RowOf<R>> {
  const result = useInfiniteQuery({
    queryKey: listKey(route, params === undefined ? query : { ...params, ...query }),
    queryFn: async ({ pageParam, signal }) => {
      const asked = { ...query, limit: 100, ...(counted && { count: 'true' }), ...(pageParam !== null && { cursor: pageParam }) };
      const reply: unknown = await call(route, { params, query: asked, signal } as unknown as CallInput<R>); // a list's query, with its paging fields
      return reply as Page<RowOf<R>>; // every list route answers pageOf(its row)
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const pages = result.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.data), [pages]);
  return {
    rows,
    total: pages?.[0]?.totals,
    isLoading: result.isPending,
    isRefreshing: result.isFetching && !result.isPending,
    problem: isProblem(result.error) ? result.error : undefined,
    hasMore: result.hasNextPage,
    isLoadingMore: result.isFetchingNextPage,
    more: () => {
      if (result.hasNextPage && !result.isFetching) void result.fetchNextPage();
    },
    again: () => void result.refetch(),
    readAt: result.dataUpdatedAt,
  };
}
