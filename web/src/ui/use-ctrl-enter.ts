import { useEffect } from 'react';

/** Ctrl Enter does the main act of what is on the page, unless a dialog is open or something nearer took it. `first`: before others hear it. */
export function useCtrlEnter(act: () => void, first = false): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || isDialogOpen()) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen, { capture: first });
    return () => {
      document.removeEventListener('keydown', listen, { capture: first });
    };
  });
}

const isDialogOpen = (): boolean => document.querySelector('.fui-DialogSurface') !== null;
