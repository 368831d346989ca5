import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from 'react';
import { isProblem } from '../lib/api.ts';

const ProofDialog = lazy(async () => ({ default: (await import('./proof-dialog.tsx')).ProofDialog }));

type Waiting = { readonly goOn: () => void; readonly giveUp: (error: unknown) => void; readonly error: unknown };
type Proved = <T>(act: () => Promise<T>) => Promise<T>;

const ProofContext = createContext<Proved>((act) => act());

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
        <Suspense>
          <ProofDialog
            onProved={() => {
              setWaiting(undefined);
              waiting.goOn();
            }}
            onLeave={() => {
              setWaiting(undefined);
              waiting.giveUp(waiting.error);
            }}
          />
        </Suspense>
      )}
    </ProofContext>
  );
}
