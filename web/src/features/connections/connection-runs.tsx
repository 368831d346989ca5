import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { reachWords } from '../../ui/words.ts';
import { runsQuery } from './queries.ts';

/** What the last readings brought, kind by kind. */
export function ConnectionRuns({ connectionId }: { readonly connectionId: string }) {
  const query = useQuery(runsQuery(connectionId));
  return (
    <QueryStates query={query}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title="Nothing read yet">The first sync starts by itself after the connection is verified.</Empty>
        ) : (
          <>
            {data.slice(0, 10).map((run) => (
              <Card
                key={run.id}
                title={
                  <>
                    {reachWords(run.reach)}, <When at={run.startedAt} />
                  </>
                }
              >
                <SmallTable
                  label="Counts of this reading"
                  rows={run.kinds}
                  rowId={(row) => row.kind}
                  columns={[
                    { title: 'Kind', cell: (row) => row.kind },
                    { title: 'Read', align: 'end', cell: (row) => formatNumber(row.received) },
                    { title: 'New', align: 'end', cell: (row) => formatNumber(row.created) },
                    { title: 'Changed', align: 'end', cell: (row) => formatNumber(row.updated) },
                    { title: 'Gone', align: 'end', cell: (row) => formatNumber(row.retired) },
                    { title: 'Not readable', align: 'end', cell: (row) => formatNumber(row.quarantined) },
                    { title: 'Verdict', cell: (row) => row.verdict ?? '–' },
                  ]}
                />
              </Card>
            ))}
          </>
        )
      }
    </QueryStates>
  );
}
