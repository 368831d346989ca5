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
import { FocusBack } from '../ui/focus-back.tsx';
import { shortcutList } from './shortcut-words.ts';

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
        <FocusBack />
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
