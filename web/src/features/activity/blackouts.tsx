import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { TimeWindows } from '../../ui/time-windows.tsx';
import type { Schedules } from './sync-words.ts';
import { useChangeSchedules } from './use-change-schedules.ts';

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  zone: { width: '220px' },
});

const usual = { days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' };

/** Times in which no schedule starts a reading, and the zone in which all times are reckoned. */
export function Blackouts({ schedules }: { readonly schedules: Schedules }) {
  const styles = useStyles();
  const may = useMay('sync:run');
  const [zone, setZone] = useState(schedules.timeZone);
  const change = useChangeSchedules(() => undefined);
  const { blackouts, version, timeZone } = schedules;
  return (
    <Card title="Blackout windows">
      {change.isError && <ProblemMessage error={change.error} title="It was not saved" />}
      {blackouts.length === 0 && <p>None: schedules may start readings at any time.</p>}
      <TimeWindows
        label="Blackout windows"
        windows={blackouts}
        next={usual}
        may={may}
        isBusy={change.isPending}
        onChange={(windows) => {
          change.mutate({ blackouts: windows, version });
        }}
      />
      {may && (
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
      )}
    </Card>
  );
}
