import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { isForPage } from '../ui/list-keys.ts';
import { navEntries, shortcutList } from './words.ts';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    margin: 0,
  },
  keys: { fontFamily: tokens.fontFamilyMonospace },
  does: { margin: 0 },
});

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

export function ShortcutDialog({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles();
  return (
    <Dialog
      open
      onOpenChange={() => {
        onClose();
      }}
    >
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Shortcuts</DialogTitle>
          <DialogContent>
            <dl className={styles.list}>
              {shortcutList.flatMap(({ keys, does }) => [
                <dt key={keys} className={styles.keys}>
                  {keys}
                </dt>,
                <dd key={does} className={styles.does}>
                  {does}
                </dd>,
              ])}
            </dl>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
