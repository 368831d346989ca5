import { useEffect, useRef } from 'react';
import { GroupBy } from '#model/worklist.ts';
import type { ChangeSearch } from '../../../lib/url-state.ts';
import { isForPage } from '../../../ui/list-keys.ts';

/** Esc clears the selection once no panel is left to close. */
export function useEscape(active: boolean, act: () => void): void {
  useEffect(() => {
    if (!active) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && isForPage(event)) act();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  });
}

/** Twice G gathers the rows by the next thing, and after the last one no more. One G begins "go to". */
export function useGroupKey(by: GroupBy | undefined, change: ChangeSearch): void {
  const first = useRef(-Infinity);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isForPage(event) || event.key.toLowerCase() !== 'g') return;
      const isSecond = event.timeStamp - first.current < 1_500;
      first.current = isSecond ? -Infinity : event.timeStamp;
      if (isSecond) change({ group: GroupBy.options[by === undefined ? 0 : GroupBy.options.indexOf(by) + 1] });
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  }, [by, change]);
}
