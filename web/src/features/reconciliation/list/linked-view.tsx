import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getSavedView } from '#contract/saved-views.ts';
import { call } from '../../../lib/api.ts';
import type { ChangeSearch } from '../../../lib/url-state.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { toView } from './view-fields.ts';

type LinkedViewProps = { readonly view: string; readonly change: ChangeSearch };

/** A link to a view (`?view=viw_...`) becomes what the view says; one that is gone says so. */
export function LinkedView({ view, change }: LinkedViewProps) {
  const { data, error } = useQuery({
    queryKey: [getSavedView.id, view],
    queryFn: ({ signal }) => call(getSavedView, { params: { id: view }, signal }),
  });
  useEffect(() => {
    if (data !== undefined) change(toView(data.search), 'replace');
  }, [data, change]);
  if (error === null) return null;
  return (
    <ProblemMessage
      error={error}
      title="This view cannot be opened"
      onDismiss={() => {
        change({ view: undefined }, 'replace');
      }}
    />
  );
}
