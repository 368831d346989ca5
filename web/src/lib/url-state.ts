import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Query parameters as plain text; lists of words are comma-separated, as in the REST filters. */
export type Search = Readonly<Record<string, string | undefined>>;

/** `?status=open,failed&sort=-impact` to fields; a repeated name becomes a comma list. */
export function parseSearch(text: string): Search {
  const search: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(text)) search[name] = name in search ? `${search[name] ?? ''},${value}` : value;
  return search;
}

/** Fields to text; empty ones are left out, so that a default leaves no trace. Commas stay readable. */
export function printSearch(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (typeof value === 'string' && value !== '') params.set(name, value);
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

export type ChangeSearch = (patch: Readonly<Record<string, string | undefined>>, how?: 'push' | 'replace') => void;

/** The state of a screen, which lives in its address: filters, sort, tab, open panel. Applying pushes, typing replaces. */
export function useUrlState(): readonly [Search, ChangeSearch] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback<ChangeSearch>(
    (patch, how = 'push') => {
      void navigate({
        to: '.',
        search: (before: Search) => ({ ...before, ...patch }),
        replace: how === 'replace',
        resetScroll: false,
      } as Parameters<typeof navigate>[0]); // every route takes the same open set of text parameters
    },
    [navigate],
  );
  return [search, change];
}

/** A comma list as words that are known; others are dropped, not an error page. */
export const wordsIn = <Word extends string>(text: string | undefined, known: readonly Word[]): Word[] =>
  known.filter((word) => (text ?? '').split(',').includes(word));

/** A part of the path, such as the id in `/customers/$customerId`. */
export function usePathPart(name: string): string {
  const parts: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return parts[name] ?? '';
}
