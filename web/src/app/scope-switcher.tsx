import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { listConnections } from '#contract/connections.ts';
import { call } from '../lib/api.ts';
import { useScope } from '../lib/scope.ts';
import { useUrlState } from '../lib/url-state.ts';
import { useMay } from '../lib/use-me.ts';

// Only where there is something to choose.
const ScopeChoice = lazy(async () => ({ default: (await import('./scope-choice.tsx')).ScopeChoice }));

/** All, or one Partner Center account. Changes the address, and with it every list on the page. */
export function ScopeSwitcher() {
  const scope = useScope();
  const [, change] = useUrlState();
  const may = useMay('connections:read');
  const { data } = useQuery({
    queryKey: [listConnections.id],
    queryFn: ({ signal }) => call(listConnections, { signal }),
    enabled: may,
  });
  const accounts = (data?.data ?? []).filter((each) => each.side === 'microsoft');
  if (accounts.length < 2 && scope === undefined) return null;
  return (
    <Suspense>
      <ScopeChoice
        accounts={accounts}
        scope={scope}
        onChoose={(id) => {
          change({ scope: id, cursor: undefined });
        }}
      />
    </Suspense>
  );
}
