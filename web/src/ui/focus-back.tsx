import { useEffect, useState } from 'react';

/**
 * Inside a dialog: once it is gone, what had the focus before gets it back. Fluent does so only for dialogs that a DialogTrigger opens; ours are drawn
 * while they are wanted, and the focus of somebody without a mouse fell to the top of the page.
 */
export function FocusBack(): null {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After the page behind can have the focus again. Whoever has led it elsewhere is let be.
      requestAnimationFrame(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    },
    [before],
  );
  return null;
}
