import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getSavedView } from '#contract/saved-views.ts';
import { call } from '../lib/api.ts';
import { useUrlState } from '../lib/url-state.ts';
import { ProblemMessage } from './problem-message.tsx';
import { type ListOfViews, toView } from './view-fields.ts';

type LinkedViewProps = { readonly of: ListOfViews; readonly view: string };

/** A link to a view (`?view=viw_...`) becomes what the view says; one that is gone says so. */
export function LinkedView({ of, view }: LinkedViewProps) {
  const [, change] = useUrlState();
  const { data, error } = useQuery({
    queryKey: [getSavedView.id, view],
    queryFn: ({ signal }) => call(getSavedView, { params: { id: view }, signal }),
  });
  useEffect(() => {
    if (data !== undefined) change(toView(of, data.search), 'replace');
  }, [data, of, change]);
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
