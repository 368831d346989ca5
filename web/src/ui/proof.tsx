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
import { createContext, type FormEvent, type ReactNode, useCallback, useContext, useState } from 'react';
import { proveMe } from '#contract/people.ts';
import { call, isProblem } from '../lib/api.ts';
import { useMe } from '../lib/use-me.ts';
import { ProblemMessage } from './problem-message.tsx';

type Waiting = { readonly goOn: () => void; readonly giveUp: (error: unknown) => void; readonly error: unknown };
type Proved = <T>(act: () => Promise<T>) => Promise<T>;

const ProofContext = createContext<Proved>((act) => act());
const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } });

/** Runs an act; when the server wants a fresh proof of who is there, asks for the password in place and runs it again. Nothing typed is lost. */
export const useProved = (): Proved => useContext(ProofContext);

export function ProofProvider({ children }: { readonly children: ReactNode }) {
  const [waiting, setWaiting] = useState<Waiting>();
  const proved = useCallback(async <T,>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (!isProblem(error, 'fresh_proof_needed')) throw error;
      await new Promise<void>((resolve, reject) => {
        setWaiting({ goOn: resolve, giveUp: reject, error });
      });
      return await act();
    }
  }, []);
  return (
    <ProofContext value={proved}>
      {children}
      {waiting !== undefined && (
        <ProofDialog
          waiting={waiting}
          onDone={() => {
            setWaiting(undefined);
          }}
        />
      )}
    </ProofContext>
  );
}

function ProofDialog({ waiting, onDone }: { readonly waiting: Waiting; readonly onDone: () => void }) {
  const styles = useStyles();
  const me = useMe();
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const leave = () => {
    onDone();
    waiting.giveUp(waiting.error);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await call(proveMe, { body: { password } });
      onDone();
      waiting.goOn();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(_, { open }) => {
        if (!open) leave();
      }}
    >
      <DialogSurface>
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
              <Button onClick={leave}>Leave it</Button>
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
