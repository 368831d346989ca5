import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatNumber } from '../../lib/format.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { Blackouts } from './blackouts.tsx';
import { lanesQuery, schedulesQuery } from './queries.ts';
import { ScheduleTable } from './schedule-table.tsx';

/** When things are read by themselves, what goes on at each connection, and how the queue is. */
export function SyncTab() {
  const lanes = useQuery(lanesQuery);
  const [connectionId, setConnectionId] = useState<string>();
  const schedules = useQuery(schedulesQuery(connectionId));
  return (
    <>
      <Card title="Connections">
        <QueryStates query={lanes}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title="No connections yet">Connect Partner Center, a distributor or your PSA first.</Empty>
            ) : (
              <SmallTable
                label="What goes on at each connection"
                rows={data}
                rowId={(row) => row.connectionId}
                columns={[
                  { title: 'Connection', cell: (row) => <TextLink to={`/settings/connections/${row.connectionId}`}>{row.name}</TextLink> },
                  { title: 'Running', cell: (row) => <Running jobs={row.running} /> },
                  { title: 'Waiting', align: 'end', cell: (row) => formatNumber(row.waiting) },
                  { title: 'Calls last minute', align: 'end', cell: (row) => formatNumber(row.callsLastMinute) },
                  { title: 'Seen to allow a minute', align: 'end', cell: (row) => <Allowed paces={row.paces} /> },
                ]}
              />
            )
          }
        </QueryStates>
      </Card>
      <QueryStates query={schedules}>
        {(found) => (
          <>
            <ScheduleTable schedules={found} lanes={lanes.data?.data ?? []} connectionId={connectionId} onConnection={setConnectionId} />
            <Blackouts schedules={found} />
          </>
        )}
      </QueryStates>
      <QueryStates query={lanes}>
        {({ queue }) => (
          <Card title="Queue">
            <Facts
              facts={[
                ['Waiting', formatNumber(queue.waiting)],
                ['Oldest', queue.oldestAt === null ? 'None waits' : <When key="oldest" at={queue.oldestAt} />],
                ['Running', formatNumber(queue.running)],
                ['Waiting to be tried again', formatNumber(queue.retried)],
                [
                  'Given up',
                  queue.deadLetters === 0 ? (
                    '0'
                  ) : (
                    <TextLink key="dead" to="/activity?tab=problems">
                      {formatNumber(queue.deadLetters)}
                    </TextLink>
                  ),
                ],
                [
                  'Workers',
                  queue.workers.length === 0 ? 'None is alive: nothing is read' : queue.workers.map(({ name }) => name).join(', '),
                ],
              ]}
            />
          </Card>
        )}
      </QueryStates>
    </>
  );
}

type Job = { readonly jobId: string; readonly title: string };

function Running({ jobs }: { readonly jobs: readonly Job[] }) {
  if (jobs.length === 0) return <>Nothing</>;
  return jobs.map(({ jobId, title }, index) => (
    <span key={jobId}>
      {index > 0 && ', '}
      <TextLink to={`/activity/jobs/${jobId}`}>{title}</TextLink>
    </span>
  ));
}

type Pace = { readonly part: string; readonly callsPerMinute: number; readonly heldUntil: string | null };

/** The tightest part counts: it is what a reading waits for. */
function Allowed({ paces }: { readonly paces: readonly Pace[] }) {
  const held = paces.find(({ heldUntil }) => heldUntil !== null);
  if (held?.heldUntil != null)
    return (
      <>
        Asked us to wait until <When at={held.heldUntil} />
      </>
    );
  return <>{paces.length === 0 ? '–' : formatNumber(Math.min(...paces.map(({ callsPerMinute }) => callsPerMinute)))}</>;
}
