import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { type SyntheticEvent, useState } from 'react';
import { isProblem } from '../../../lib/api.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { type DecisionBody, useDecide } from '../queries.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  quick: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
});

export type Dismissal = 'accept' | 'mute';
/** What a decision is bound to: the difference as the viewer sees it. */
export type Decidable = {
  readonly id: string;
  readonly version: number;
  readonly customerName: string;
  readonly productName: string;
};

const texts = {
  accept: {
    title: 'Accept this difference as it is?',
    button: 'Accept as it is',
    hint: 'It stays off the list until its numbers change.',
    done: 'Accepted as it is.',
  },
  mute: {
    title: 'Mute this difference until a day?',
    button: 'Mute',
    hint: 'It comes back on that day if it is still there.',
    done: 'Muted.',
  },
} as const satisfies Record<Dismissal, unknown>;

/** Reasons that people give most; picking one fills the field, which can still be changed. */
const usualReasons = ['Agreed with the customer', 'Bundled with another service', 'Free of charge', 'Only timing'];

export type DecideDialogProps = {
  readonly act: Dismissal;
  readonly difference: Decidable;
  readonly onClose: () => void;
};

/** Dismisses a difference with a reason, for good or until a day. When somebody was faster, the reason stays and the new state is shown. */
export function DecideDialog({ act, difference, onClose }: DecideDialogProps) {
  const styles = useStyles();
  const text = texts[act];
  const decide = useDecide();
  const reopen = useDecide();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [missing, setMissing] = useState(false);
  const needsDay = act === 'mute' && until === '';
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setMissing(reason.trim() === '' || needsDay);
    if (reason.trim() === '' || needsDay || decide.isPending) return;
    const { version } = difference;
    const body: DecisionBody =
      act === 'mute' ? { decision: 'mute', reason: reason.trim(), until, version } : { decision: 'accept', reason: reason.trim(), version };
    decide.mutate(
      { id: difference.id, body },
      {
        onSuccess: (detail) => {
          onClose();
          toast(text.done, () => {
            reopen.mutate({ id: detail.id, body: { decision: 'reopen', version: detail.version } });
          });
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(_, { open }) => {
        if (!open) onClose();
      }}
    >
      <DialogSurface>
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>{text.title}</DialogTitle>
            <DialogContent className={styles.content}>
              <span>
                {difference.customerName}, {difference.productName}. {text.hint}
              </span>
              {act === 'mute' && (
                <Field label="Until" required {...(missing && needsDay && { validationMessage: 'Choose a day.' })}>
                  <Input
                    type="date"
                    value={until}
                    onChange={(_, { value }) => {
                      setUntil(value);
                    }}
                  />
                </Field>
              )}
              <Field
                label="Reason"
                required
                {...(missing && reason.trim() === '' && { validationMessage: 'Say why, so that others need not ask.' })}
              >
                <Textarea
                  value={reason}
                  maxLength={500}
                  onChange={(_, { value }) => {
                    setReason(value);
                  }}
                />
              </Field>
              <div className={styles.quick} role="group" aria-label="Usual reasons">
                {usualReasons.map((usual) => (
                  <Button
                    key={usual}
                    size="small"
                    onClick={() => {
                      setReason(usual);
                    }}
                  >
                    {usual}
                  </Button>
                ))}
              </div>
              {decide.error !== null && (
                <ProblemMessage
                  error={decide.error}
                  {...(isProblem(decide.error, 'precondition_failed') && { title: 'This changed since you looked' })}
                />
              )}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Leave it to do</Button>
              <Button type="submit" appearance="primary" disabled={decide.isPending}>
                {text.button}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
