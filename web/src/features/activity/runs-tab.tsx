import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { reachWords } from '../../ui/words.ts';
import { comparisonsQuery, runsQuery } from './queries.ts';

/** The last readings of each connection and the last comparisons. */
export function RunsTab() {
  const runs = useQuery(runsQuery);
  const comparisons = useQuery(comparisonsQuery);
  return (
    <>
      <Card title="Readings">
        <QueryStates query={runs}>
          {({ data }) => (
            <SmallTable
              label="Last readings"
              rows={data}
              rowId={(row) => row.id}
              columns={[
                {
                  title: 'Connection',
                  cell: (row) => <TextLink to={`/settings/connections/${row.connectionId}?tab=data`}>{row.connectionName}</TextLink>,
                },
                { title: 'What', cell: (row) => reachWords(row.reach) },
                { title: 'State', cell: (row) => row.state },
                { title: 'Read', align: 'end', cell: (row) => formatNumber(total(row.kinds, 'received')) },
                { title: 'New', align: 'end', cell: (row) => formatNumber(total(row.kinds, 'created')) },
                { title: 'Changed', align: 'end', cell: (row) => formatNumber(total(row.kinds, 'updated')) },
                { title: 'Gone', align: 'end', cell: (row) => formatNumber(total(row.kinds, 'retired')) },
                { title: 'Missed by feeds', align: 'end', cell: (row) => (row.missed === null ? '–' : formatNumber(row.missed)) },
                { title: 'Started', cell: (row) => <When at={row.startedAt} /> },
              ]}
            />
          )}
        </QueryStates>
      </Card>
      <Card title="Comparisons">
        <QueryStates query={comparisons}>
          {({ data }) => (
            <SmallTable
              label="Last comparisons"
              rows={data}
              rowId={(row) => row.id}
              columns={[
                { title: 'Started', cell: (row) => <When at={row.startedAt} /> },
                { title: 'State', cell: (row) => row.state },
                { title: 'Sources', cell: (row) => row.sources.map((source) => source.name).join(', ') },
                {
                  title: 'Counts',
                  cell: (row) =>
                    Object.entries(row.counts)
                      .map(([name, count]) => `${name} ${formatNumber(count)}`)
                      .join(', '),
                },
              ]}
            />
          )}
        </QueryStates>
      </Card>
    </>
  );
}

type Counted = 'received' | 'created' | 'updated' | 'retired';
const total = (kinds: readonly Readonly<Record<Counted, number>>[], field: Counted): number =>
  kinds.reduce((sum, kind) => sum + kind[field], 0);
