import {
  Button,
  Checkbox,
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
import { FocusBack } from '../../ui/focus-back.tsx';

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } });

/** On purpose until a day or for good, or because it is not in that system at all. */
export type Why =
  | { readonly decision: 'absent'; readonly reason: string }
  | { readonly decision: 'ignore'; readonly reason: string; readonly until?: string };

export type IgnoreDialogProps = {
  /** What is left out: "Contoso Ltd", "12 customers". */
  readonly name: string;
  /** The system that it is left out of. */
  readonly where: string;
  /** A customer need not be in every system; a product is everywhere. */
  readonly mayBeAbsent: boolean;
  readonly onIgnore: (body: Why) => void;
  readonly onClose: () => void;
};

/** Leaving something out on purpose is a decision with a reason, and may end on a day. */
export function IgnoreDialog({ name, where, mayBeAbsent, onIgnore, onClose }: IgnoreDialogProps) {
  const styles = useStyles();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [absent, setAbsent] = useState(false);
  const [missing, setMissing] = useState(false);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setMissing(reason.trim() === '');
    if (reason.trim() === '') return;
    onIgnore(
      absent
        ? { decision: 'absent', reason: reason.trim() }
        : { decision: 'ignore', reason: reason.trim(), ...(until !== '' && { until }) },
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
        <FocusBack />
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>Exclude {name}?</DialogTitle>
            <DialogContent className={styles.content}>
              <span>It is left out of the comparison with {where} and no longer counts as a loss.</span>
              {mayBeAbsent && (
                <Checkbox
                  label={`It is not in ${where} at all; the other systems still count`}
                  checked={absent}
                  onChange={(_, { checked }) => {
                    setAbsent(checked === true);
                  }}
                />
              )}
              <Field label="Reason" required {...(missing && { validationMessage: 'Say why, so that others need not ask.' })}>
                <Textarea
                  value={reason}
                  maxLength={500}
                  onChange={(_, { value }) => {
                    setReason(value);
                  }}
                />
              </Field>
              {!absent && (
                <Field label="Until (optional)" hint="Left empty: until somebody changes it. On the day after it is to be decided again.">
                  <Input
                    type="date"
                    value={until}
                    onChange={(_, { value }) => {
                      setUntil(value);
                    }}
                  />
                </Field>
              )}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" appearance="primary">
                Exclude
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
