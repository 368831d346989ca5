import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { AccessBoard } from '../access/access-page.tsx';
import { countsQuery as accessCounts } from '../access/queries.ts';
import { Workbench } from '../mapping/mapping-page.tsx';
import { type BookKind, countsQuery as mappingCounts } from '../mapping/queries.ts';
import { setupQuery } from './queries.ts';

/** The screens that a step of the set-up holds are those of the product itself; the gate beside them follows what is decided in them. */
export function AccessInside() {
  useInStep(useQuery(accessCounts(undefined)).dataUpdatedAt);
  return <AccessBoard isInside />;
}

export function MappingInside({ kind }: { readonly kind: BookKind }) {
  useInStep(useQuery(mappingCounts).dataUpdatedAt);
  return <Workbench kind={kind} isInside />;
}

function useInStep(countedAt: number) {
  const client = useQueryClient();
  useEffect(() => {
    if (countedAt > 0) void client.invalidateQueries({ queryKey: setupQuery.queryKey });
  }, [countedAt, client]);
}
