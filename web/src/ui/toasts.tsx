import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useRef, useState } from 'react';
import type { Said } from './toaster.tsx';

// Most visits see no toast: what draws them comes with the first one.
const Toaster = lazy(async () => ({ default: (await import('./toaster.tsx')).Toaster }));

type Say = (text: string, undo?: () => void) => void;

const ToastContext = createContext<Say>(() => undefined);

/** A short confirmation, with Undo where there is one. Never for errors: those stay on the page. */
export const useToast = (): Say => useContext(ToastContext);

/** Where toasts appear; once, around everything. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const count = useRef(0);
  const [said, setSaid] = useState<readonly Said[]>([]);
  const say = useCallback<Say>((text, undo) => {
    count.current += 1;
    const latest = { number: count.current, text, undo };
    setSaid((before) => [...before.slice(-9), latest]);
  }, []);
  return (
    <ToastContext value={say}>
      {children}
      {said.length > 0 && (
        <Suspense>
          <Toaster said={said} />
        </Suspense>
      )}
    </ToastContext>
  );
}
