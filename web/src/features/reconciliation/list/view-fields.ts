import type { Search } from '../../../lib/url-state.ts';
import { filterNames } from './filters.ts';

/** What of the address makes a view: filters, tab, grouping and sort. Which row is open is no part of it. */
const viewFields = [...filterNames, 'tab', 'group', 'sort'] as const;

export const viewOf = (search: Search): Record<string, string> =>
  Object.fromEntries(viewFields.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])));

/** Leads the address to a view, from wherever it was. */
export const toView = (view: Readonly<Record<string, string>>): Record<string, string | undefined> => ({
  ...Object.fromEntries([...viewFields, 'panel', 'view'].map((name) => [name, undefined])),
  ...view,
});

/** What others open it by. */
export const linkTo = (viewId: string): string => `/reconciliation?view=${viewId}`;
