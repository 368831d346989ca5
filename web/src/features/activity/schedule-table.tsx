import { Button, Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { When } from '../../ui/when.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { cadenceWords, type Schedule, type Schedules, scheduleWords, trendOf } from './sync-words.ts';

type Lane = { readonly connectionId: string; readonly name: string };
type Props = {
  readonly schedules: Schedules;
  readonly lanes: readonly Lane[];
  /** Undefined: of all connections. */
  readonly connectionId: string | undefined;
  readonly onConnection: (connectionId: string | undefined) => void;
};

/** What is read by itself: how often, last, next, how long lately. Kinds that nobody gave a turn of their own come last. */
export function ScheduleTable({ schedules, lanes, connectionId, onConnection }: Props) {
  const may = useMay('sync:run');
  const [changed, setChanged] = useState<Schedule>();
  return (
    <Card title="Schedules">
      <p>Times are those of {schedules.timeZone}. Notifications and what people ask for do not wait for a schedule.</p>
      <Field label="Schedules of" hint="What a connection does not have for itself it inherits from all.">
        <Select
          value={connectionId ?? ''}
          onChange={(_, { value }) => {
            onConnection(value === '' ? undefined : value);
          }}
        >
          <option value="">All connections</option>
          {lanes.map((lane) => (
            <option key={lane.connectionId} value={lane.connectionId}>
              {lane.name}
            </option>
          ))}
        </Select>
      </Field>
      <SmallTable
        label="Schedules"
        rows={schedules.schedules.toSorted((a, b) => Number(a.cadence === null) - Number(b.cadence === null))}
        rowId={(row) => row.name}
        columns={[
          { title: 'What', cell: (row) => scheduleWords[row.name] },
          { title: 'How often', cell: (row) => `${cadenceWords(row.cadence)}${row.isInherited ? ' (inherited)' : ''}` },
          { title: 'Last', cell: (row) => <When at={row.past[0]?.startedAt ?? null} /> },
          { title: 'Next', cell: (row) => <Next schedule={row} /> },
          { title: 'Took', cell: (row) => trendOf(row.past) },
          {
            title: 'Actions',
            cell: (row) => (
              <Button
                size="small"
                disabled={!may}
                aria-label={`Change when ${scheduleWords[row.name]} is read`}
                onClick={() => {
                  setChanged(row);
                }}
              >
                Change
              </Button>
            ),
          },
        ]}
      />
      {changed !== undefined && (
        <ScheduleDialog
          schedule={changed}
          version={schedules.version}
          connectionId={connectionId}
          onClose={() => {
            setChanged(undefined);
          }}
        />
      )}
    </Card>
  );
}

function Next({ schedule }: { readonly schedule: Schedule }) {
  if (schedule.nextAt === null) return <>–</>;
  return (
    <>
      <When at={schedule.nextAt} />
      {schedule.heldUntil !== null && ' (after a blackout window)'}
    </>
  );
}
