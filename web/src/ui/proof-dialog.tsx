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
  tokens,
} from '@fluentui/react-components';
import { type SubmitEvent, useState } from 'react';
import { proveMe } from '#contract/sign-in.ts';
import { call } from '../lib/api.ts';
import { useMe } from '../lib/use-me.ts';
import { FocusBack } from './focus-back.tsx';
import { ProblemMessage } from './problem-message.tsx';

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } });

export type ProofDialogProps = { readonly onProved: () => void; readonly onLeave: () => void };

/** Asks for the password in place. */
export function ProofDialog({ onProved, onLeave }: ProofDialogProps) {
  const styles = useStyles();
  const me = useMe();
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await call(proveMe, { body: { password } });
      onProved();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(_, { open }) => {
        if (!open) onLeave();
      }}
    >
      <DialogSurface>
        <FocusBack />
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>Confirm that it is you</DialogTitle>
            <DialogContent className={styles.content}>
              {me?.hasPassword === false ? (
                <span>
                  This act needs a fresh proof and your account has no password yet. Sign in again with a new one-time link: run{' '}
                  <code>bin/concord sign-in-link</code> on the host.
                </span>
              ) : (
                <>
                  <span>This act needs your password again if you last gave it more than five minutes ago.</span>
                  <input type="text" name="username" autoComplete="username" value={me?.email ?? ''} readOnly hidden />
                  <Field label="Password">
                    <Input
                      type="password"
                      autoComplete="current-password"
                      value={password}
                      onChange={(_, { value }) => {
                        setPassword(value);
                      }}
                    />
                  </Field>
                </>
              )}
              {error !== undefined && <ProblemMessage error={error} />}
            </DialogContent>
            <DialogActions>
              <Button onClick={onLeave}>Cancel</Button>
              <Button type="submit" appearance="primary" disabled={busy || me?.hasPassword === false}>
                Confirm
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
