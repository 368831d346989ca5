import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { getSettings } from '#contract/settings.ts';
import { call } from '../../../lib/api.ts';
import { type ChangeSearch, type Search, useUrlState } from '../../../lib/url-state.ts';

/** The address of the list; where it does not say how to gather the rows, the settings do. `none`: not at all, whatever they say. */
export function useGrouped(): readonly [Search, ChangeSearch] {
  const [search, change] = useUrlState();
  const settings = useQuery({ queryKey: [getSettings.id], queryFn: ({ signal }) => call(getSettings, { signal }) });
  const preferred = settings.data?.grouping ?? undefined;
  const changeGrouped: ChangeSearch = useCallback(
    (part, how) => {
      change(preferred !== undefined && 'group' in part ? { ...part, group: part['group'] ?? 'none' } : part, how);
    },
    [change, preferred],
  );
  return [preferred === undefined ? search : { ...search, group: search['group'] ?? preferred }, changeGrouped];
}
