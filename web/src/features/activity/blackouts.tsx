import { Button, Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import type { Schedules } from './sync-words.ts';
import { dayWords } from './sync-words.ts';
import { useChangeSchedules } from './use-change-schedules.ts';

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  days: { display: 'flex', flexWrap: 'wrap' },
  zone: { width: '220px' },
});

const usualDays: readonly number[] = [1, 2, 3, 4, 5];

/** Times in which no schedule starts a reading, and the zone in which all times are reckoned. */
export function Blackouts({ schedules }: { readonly schedules: Schedules }) {
  const styles = useStyles();
  const may = useMay('sync:run');
  const [days, setDays] = useState(usualDays);
  const [times, setTimes] = useState({ from: '08:00', to: '12:00' });
  const [zone, setZone] = useState(schedules.timeZone);
  const change = useChangeSchedules(() => undefined);
  const { blackouts, version, timeZone } = schedules;
  const save = (windows: Schedules['blackouts']) => {
    change.mutate({ blackouts: windows, version });
  };
  return (
    <Card title="Blackout windows">
      {change.isError && <ProblemMessage error={change.error} title="It was not saved" />}
      {blackouts.length === 0 ? (
        <p>None: schedules may start readings at any time.</p>
      ) : (
        <SmallTable
          label="Blackout windows"
          rows={blackouts.map((blackout, index) => ({ ...blackout, index }))}
          rowId={(row) => String(row.index)}
          columns={[
            { title: 'Days', cell: (row) => row.days.map((day) => dayWords[day - 1]).join(', ') },
            { title: 'From', cell: (row) => row.from },
            { title: 'To', cell: (row) => (row.to <= row.from ? `${row.to} the next day` : row.to) },
            {
              title: 'Actions',
              cell: (row) => (
                <Button
                  size="small"
                  disabled={!may || change.isPending}
                  aria-label={`Remove the window from ${row.from} to ${row.to}`}
                  onClick={() => {
                    save(blackouts.filter((_, index) => index !== row.index));
                  }}
                >
                  Remove
                </Button>
              ),
            },
          ]}
        />
      )}
      {may && (
        <>
          <div className={styles.days} role="group" aria-label="Days of a new window">
            {dayWords.map((word, index) => (
              <Checkbox
                key={word}
                label={word}
                checked={days.includes(index + 1)}
                onChange={(_, { checked }) => {
                  setDays(checked === true ? [...days, index + 1].sort() : days.filter((day) => day !== index + 1));
                }}
              />
            ))}
          </div>
          <div className={styles.line}>
            <Field label="From">
              <Input
                type="time"
                value={times.from}
                onChange={(_, { value }) => {
                  setTimes({ ...times, from: value });
                }}
              />
            </Field>
            <Field label="To">
              <Input
                type="time"
                value={times.to}
                onChange={(_, { value }) => {
                  setTimes({ ...times, to: value });
                }}
              />
            </Field>
            <Button
              disabled={days.length === 0 || change.isPending}
              onClick={() => {
                save([...blackouts, { days: [...days], ...times }]);
              }}
            >
              Add window
            </Button>
          </div>
          <div className={styles.line}>
            <Field label="Time zone" className={styles.zone}>
              <Input
                value={zone}
                onChange={(_, { value }) => {
                  setZone(value);
                }}
              />
            </Field>
            <Button
              disabled={zone === timeZone || change.isPending}
              onClick={() => {
                change.mutate({ timeZone: zone, version });
              }}
            >
              Save time zone
            </Button>
          </div>
        </>
      )}
    </Card>
  );
}
