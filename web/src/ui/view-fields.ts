import type { ViewedList } from '#model/saved-view.ts';
import type { Search } from '../lib/url-state.ts';

/** A list whose views are kept: where it is, and what of its address makes a view. Which row is open is no part of one. */
export type ListOfViews = {
  readonly list: ViewedList;
  readonly path: string;
  /** Filters, tab, grouping and sort, as they are called in the address. */
  readonly fields: readonly string[];
};

export const viewOf = ({ fields }: ListOfViews, search: Search): Record<string, string> =>
  Object.fromEntries(fields.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])));

/** Leads the address to a view, from wherever it was. */
export const toView = ({ fields }: ListOfViews, view: Readonly<Record<string, string>>): Record<string, string | undefined> => ({
  ...Object.fromEntries([...fields, 'panel', 'view'].map((name) => [name, undefined])),
  ...view,
});

/** What others open it by. */
export const linkTo = ({ path }: ListOfViews, viewId: string): string => `${path}?view=${viewId}`;

/** The view that the address names, if it names one. */
export const linkedView = ({ view }: Search): string | undefined => (view?.startsWith('viw_') === true ? view : undefined);
