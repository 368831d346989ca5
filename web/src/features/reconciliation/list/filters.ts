import type { z } from 'zod';
import type { DifferenceSelection } from '#contract/difference-filter.ts';
import type { listDifferences } from '#contract/reconciliation.ts';
import { CauseCode, DifferenceKind, Per } from '#model/difference.ts';
import { type DifferenceTab, Direction, GroupBy, statesOfTab } from '#model/worklist.ts';
import type { QueryOf } from '../../../lib/api.ts';
import { type Search, wordsIn } from '../../../lib/url-state.ts';

/** What the list can be narrowed by, in the address and in the API alike. */
export const filterNames = [
  'q',
  'kind',
  'cause',
  'causeKey',
  'customerId',
  'product',
  'owner',
  'action',
  'per',
  'period',
  'direction',
  'tag',
  'minImpact',
] as const;
type Query = QueryOf<typeof listDifferences>;
export type Filter = Pick<Query, (typeof filterNames)[number]>;

/** Filters as they stand in the address. Words that nobody knows are dropped, not an error page. */
export const filterOf = (search: Search): Filter => ({
  q: search['q'],
  kind: search['kind'],
  cause: search['cause'],
  causeKey: search['causeKey'],
  customerId: search['customerId'],
  product: search['product'],
  owner: search['owner'],
  action: search['action'],
  per: Per.options.find((per) => per === search['per']),
  period: search['period'],
  direction: Direction.options.find((direction) => direction === search['direction']),
  tag: search['tag'],
  minImpact: search['minImpact'],
});

export const isFiltered = (filter: Filter): boolean => filterNames.some((name) => filter[name] !== undefined);

/** Takes every filter away. */
export const noFilters: Readonly<Record<string, undefined>> = Object.fromEntries(filterNames.map((name) => [name, undefined]));

export const groupOf = (search: Search): GroupBy | undefined => GroupBy.options.find((by) => by === search['group']);

const filterOfGroup = {
  customer: 'customerId',
  cause: 'cause',
  causeKey: 'causeKey',
  product: 'product',
  kind: 'kind',
  owner: 'owner',
  action: 'action',
} as const satisfies Record<GroupBy, keyof Filter>;

/** The filter under which the list shows exactly the rows of one group. */
export const inGroup = (filter: Filter, by: GroupBy, key: string): Filter => ({ ...filter, [filterOfGroup[by]]: key });

/** The states of a tab, as the list's query takes them; undefined: all. */
export const statesIn = (tab: DifferenceTab): string | undefined => (tab === 'all' ? undefined : statesOfTab[tab].join(','));

/** The same rows for an act on all of them, where lists of words are lists. */
export function selectionOf(filter: Filter, tab: DifferenceTab): z.input<typeof DifferenceSelection> {
  const { kind, cause, ...others } = filter;
  return {
    ...others,
    ...(kind !== undefined && { kind: wordsIn(kind, DifferenceKind.options) }),
    ...(cause !== undefined && { cause: wordsIn(cause, CauseCode.options) }),
    ...(tab !== 'all' && { state: [...statesOfTab[tab]] }),
  };
}
