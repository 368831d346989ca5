import { Button, Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { daysOf, dayWords, endOf, type TimeWindow } from '../lib/week-days.ts';
import { SmallTable } from './small-table.tsx';

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  days: { display: 'flex', flexWrap: 'wrap' },
});

type Props = {
  readonly label: string;
  readonly windows: readonly TimeWindow[];
  /** What is offered as the next one. */
  readonly next: TimeWindow;
  readonly may: boolean;
  readonly isBusy: boolean;
  readonly onChange: (windows: TimeWindow[]) => void;
};

/** Times of some days of the week: a table with what is there, and the fields of one more. */
export function TimeWindows({ label, windows, next, may, isBusy, onChange }: Props) {
  const styles = useStyles();
  const [days, setDays] = useState<readonly number[]>(next.days);
  const [times, setTimes] = useState({ from: next.from, to: next.to });
  return (
    <>
      {windows.length > 0 && (
        <SmallTable
          label={label}
          rows={windows.map((window, index) => ({ ...window, index }))}
          rowId={(row) => String(row.index)}
          columns={[
            { title: 'Days', cell: (row) => daysOf(row.days) },
            { title: 'From', cell: (row) => row.from },
            { title: 'To', cell: (row) => endOf(row) },
            {
              title: 'Actions',
              cell: (row) => (
                <Button
                  size="small"
                  disabled={!may || isBusy}
                  aria-label={`Remove the window from ${row.from} to ${row.to}`}
                  onClick={() => {
                    onChange(windows.filter((_, index) => index !== row.index));
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
            {(['from', 'to'] as const).map((end) => (
              <Field key={end} label={end === 'from' ? 'From' : 'To'}>
                <Input
                  type="time"
                  value={times[end]}
                  onChange={(_, { value }) => {
                    setTimes({ ...times, [end]: value });
                  }}
                />
              </Field>
            ))}
            <Button
              disabled={days.length === 0 || times.from === '' || times.to === '' || isBusy}
              onClick={() => {
                onChange([...windows, { days: [...days], ...times }]);
              }}
            >
              Add window
            </Button>
          </div>
        </>
      )}
    </>
  );
}
