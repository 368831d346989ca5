import { useQuery } from '@tanstack/react-query';
import { ProblemTable } from '../../ui/problem-table.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { problemsQuery } from './queries.ts';

export function ConnectionProblems({ connectionId }: { readonly connectionId: string }) {
  const query = useQuery(problemsQuery(connectionId));
  return (
    <QueryStates query={query}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title="No problems">Every record of this connection could be read and kept.</Empty>
        ) : (
          <ProblemTable problems={data} />
        )
      }
    </QueryStates>
  );
}
