import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { type Command, decideCommand } from '#contract/commands.ts';
import { type BodyOf, call } from '../lib/api.ts';
import { lacksPermission, useMay } from '../lib/use-me.ts';
import { ProblemMessage } from './problem-message.tsx';

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
  },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  note: { color: tokens.colorNeutralForeground2 },
});

type Decision = BodyOf<typeof decideCommand>;

/** Whether a write whose answer was lost was carried out: what may be its effect, one button each, and one for "it was not". */
export function DecideCommand({ command }: { readonly command: z.infer<typeof Command> }) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay('corrections:apply');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const decide = useMutation({
    mutationFn: (body: Decision) => call(decideCommand, { params: { id: command.id }, body }),
    // It touches plans, differences, totals and jobs: all that is shown is read again.
    onSettled: () => client.invalidateQueries(),
  });
  const say = (decision: Decision['decision'], remoteId?: string) => () => {
    setMissing(reason.trim() === '');
    if (!may || decide.isPending || reason.trim() === '') return;
    decide.mutate({ decision, reason: reason.trim(), ...(remoteId !== undefined && { remoteId }) });
  };
  const off = !may || decide.isPending;
  return (
    <div className={styles.box} role="group" aria-label={`What became of: ${command.summary}`}>
      <span className={styles.note}>
        {command.sentence} {command.hint} Look at {command.system}, then say what you found.
      </span>
      <Field label="How you know" required {...(missing && { validationMessage: 'Say what you saw; it stands in the audit trail.' })}>
        <Textarea
          value={reason}
          maxLength={500}
          onChange={(_, { value }) => {
            setReason(value);
          }}
        />
      </Field>
      {decide.error !== null && <ProblemMessage error={decide.error} title="The decision was not taken" />}
      <div className={styles.acts}>
        {command.candidates.map((id) => (
          <Button key={id} disabledFocusable={off} onClick={say('confirmed', id)}>
            It is line {id}
          </Button>
        ))}
        {command.candidates.length === 0 && (
          <Button disabledFocusable={off} onClick={say('confirmed')}>
            It was done
          </Button>
        )}
        <Button disabledFocusable={off} onClick={say('notPlaced')}>
          It was not done
        </Button>
      </div>
      {!may && <span className={styles.note}>{lacksPermission('corrections:apply')}</span>}
    </div>
  );
}
