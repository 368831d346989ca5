import { useEffect, useRef } from 'react';
import { isForPage } from '../ui/list-keys.ts';
import { navEntries } from './words.ts';

export type ShortcutActs = { readonly onSearch: () => void; readonly onHelp: () => void; readonly go: (to: string) => void };

/** Keys that work on every page: Ctrl K, ?, / and G then a letter. */
export function useShortcuts(acts: ShortcutActs): void {
  const current = useRef(acts);
  useEffect(() => {
    current.current = acts;
  });
  useEffect(() => {
    let afterG = 0;
    const listen = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (key === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        current.current.onSearch();
        return;
      }
      if (!isForPage(event)) return;
      const second = event.timeStamp - afterG < 1_500 ? navEntries.find((entry) => entry.key === key) : undefined;
      afterG = key === 'g' ? event.timeStamp : -Infinity;
      if (second !== undefined) current.current.go(second.to);
      else if (event.key === '?') current.current.onHelp();
      else if (event.key === '/') document.querySelector<HTMLInputElement>('[data-page-filter] input, input[data-page-filter]')?.focus();
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener('keydown', listen, { capture: true });
    return () => {
      document.removeEventListener('keydown', listen, { capture: true });
    };
  }, []);
}
