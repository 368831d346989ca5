import { useSyncExternalStore } from 'react';

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => {
        list.removeEventListener('change', changed);
      };
    },
    () => matchMedia(query).matches,
  );
}

/** Breakpoints of the product (ux reference 3.2 and 10). */
export const phone = '(max-width: 719px)';
export const narrow = '(max-width: 1099px)';
export const wide = '(min-width: 1280px)';
