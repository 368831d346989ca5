import { Toaster as FluentToaster, Link, Toast, ToastTitle, ToastTrigger, useToastController } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';

export type Said = { readonly number: number; readonly text: string; readonly undo: (() => void) | undefined };

const toasterId = 'concord';
const undoSeconds = 10;

/** A screen reader tells only what changes in a region that it knows already: the first toast waits for that. */
const known = 150;

/** Draws the toasts; each of what was said appears once. */
export function Toaster({ said }: { readonly said: readonly Said[] }) {
  const { dispatchToast } = useToastController(toasterId);
  const shown = useRef(0);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setReady(true);
    }, known);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  useEffect(() => {
    if (!ready) return;
    for (const { number, text, undo } of said) {
      if (number <= shown.current) continue;
      shown.current = number;
      dispatchToast(<OneToast text={text} undo={undo} />, {
        intent: 'success',
        timeout: undo === undefined ? 5_000 : undoSeconds * 1_000,
        politeness: 'polite',
        root: { tabIndex: -1 },
      });
    }
  }, [said, ready, dispatchToast]);
  return <FluentToaster toasterId={toasterId} position="bottom-end" pauseOnHover pauseOnWindowBlur limit={3} data-tabster={undefined} />;
}

/** The library keeps the tab key inside a toast until Escape closes them all; here it goes on to the page, and Undo is the only stop. */
function freeTab(toast: HTMLElement | null): void {
  toast?.closest('[role=listitem]')?.removeAttribute('data-tabster');
}

function OneToast({ text, undo }: Omit<Said, 'number'>) {
  const action =
    undo === undefined ? undefined : (
      <ToastTrigger>
        <Link as="button" onClick={undo}>
          Undo <Countdown />
        </Link>
      </ToastTrigger>
    );
  return (
    <Toast ref={freeTab}>
      <ToastTitle {...(action !== undefined && { action })}>{text}</ToastTitle>
    </Toast>
  );
}

/** How long Undo is still offered here; not read aloud with every second. While the toast waits (hover, focus) it may last longer. */
function Countdown() {
  const [left, setLeft] = useState(undoSeconds);
  useEffect(() => {
    const timer = setInterval(() => {
      setLeft((before) => Math.max(0, before - 1));
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return <span aria-hidden>({left} s)</span>;
}
