import { Field, Input, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { dayWords } from '../../lib/week-days.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { type Cadence, type Schedule, scheduleWords } from './sync-words.ts';
import { useChangeSchedules } from './use-change-schedules.ts';

type Every = Cadence['every'] | 'default';
const choices: Readonly<Record<Every, string>> = {
  default: 'As it comes',
  minutes: 'Every so many minutes',
  day: 'Every day',
  week: 'Every week',
  month: 'Every month',
  never: 'Never by itself',
};
const isEvery = (text: string): text is Every => text in choices;

type Draft = { readonly every: Every; readonly minutes: string; readonly at: string; readonly day: string };

const draftOf = ({ cadence, isChosen, isInherited }: Schedule): Draft => ({
  every: isChosen && !isInherited && cadence !== null ? cadence.every : 'default',
  minutes: cadence?.every === 'minutes' ? String(cadence.minutes) : '60',
  at: cadence !== null && 'at' in cadence ? cadence.at : '02:00',
  day: cadence !== null && 'day' in cadence ? String(cadence.day) : '1',
});

/** Null: as it comes; undefined: what was written is no cadence. The server checks again. */
function cadenceOf({ every, minutes, at, day }: Draft): Cadence | null | undefined {
  const count = Number(minutes);
  if (every === 'default') return null;
  if (every === 'never') return { every };
  if (every === 'minutes') return Number.isInteger(count) && count >= 5 && count <= 10_080 ? { every, minutes: count } : undefined;
  if (!/^\d\d:\d\d$/.test(at)) return undefined;
  return every === 'day' ? { every, at } : { every, day: Number(day), at };
}

/** When one thing is read by itself. */
export function ScheduleDialog({
  schedule,
  version,
  connectionId,
  onClose,
}: {
  readonly schedule: Schedule;
  readonly version: number;
  /** Undefined: for all connections. */
  readonly connectionId: string | undefined;
  readonly onClose: () => void;
}) {
  const [draft, setDraft] = useState(draftOf(schedule));
  const change = useChangeSchedules(onClose);
  const cadence = cadenceOf(draft);
  const set = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
  };
  const days = draft.every === 'week' ? dayWords.map((word, index) => [String(index + 1), word] as const) : monthDays;
  return (
    <FormDialog
      title={`When is ${scheduleWords[schedule.name]} read?`}
      submit="Save"
      isBusy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={() => {
        if (cadence !== undefined)
          change.mutate({ cadences: { [schedule.name]: cadence }, version, ...(connectionId !== undefined && { connectionId }) });
      }}
    >
      <Field
        label="How often"
        hint={
          connectionId === undefined
            ? '“As it comes” goes back to what Concord does when nobody chooses.'
            : '“As it comes” goes back to the schedule of all connections.'
        }
      >
        <Select
          value={draft.every}
          onChange={(_, { value }) => {
            if (isEvery(value)) set({ every: value });
          }}
        >
          {Object.entries(choices).map(([every, words]) => (
            <option key={every} value={every}>
              {words}
            </option>
          ))}
        </Select>
      </Field>
      {draft.every === 'minutes' && (
        <Field label="Minutes" validationMessage={cadence === undefined ? 'Write a whole number from 5 to 10,080.' : null}>
          <Input
            inputMode="numeric"
            value={draft.minutes}
            onChange={(_, { value }) => {
              set({ minutes: value });
            }}
          />
        </Field>
      )}
      {(draft.every === 'week' || draft.every === 'month') && (
        <Field label="Day" hint={draft.every === 'month' ? 'A month that is too short has it on its last day.' : null}>
          <Select
            value={draft.day}
            onChange={(_, { value }) => {
              set({ day: value });
            }}
          >
            {days.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {['day', 'week', 'month'].includes(draft.every) && (
        <Field label="At">
          <Input
            type="time"
            value={draft.at}
            onChange={(_, { value }) => {
              set({ at: value });
            }}
          />
        </Field>
      )}
    </FormDialog>
  );
}

const monthDays = Array.from({ length: 31 }, (_, index) => [String(index + 1), String(index + 1)] as const);
