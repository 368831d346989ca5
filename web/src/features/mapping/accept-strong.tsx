import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { plural } from '../../lib/format.ts';
import { type MappingRow, sourceOf } from './queries.ts';
import { tierWords } from './words.ts';

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: '18px', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

const samples = 10;

/** Suggestions good enough to be accepted together: one best candidate of tier strong or better. */
export const isStrong = (row: MappingRow): boolean =>
  row.state === 'suggested' && row.candidates[0] !== undefined && ['certain', 'exact', 'strong'].includes(row.candidates[0].tier);

/** Evenly spread over the list, so that the look at them says something about all. */
export const spotCheck = <Row,>(rows: readonly Row[]): Row[] =>
  rows.length <= samples
    ? [...rows]
    : Array.from({ length: samples }, (_, at) => rows[Math.floor((at * rows.length) / samples)]).filter((row) => row !== undefined);

export type AcceptStrongProps = {
  readonly rows: readonly MappingRow[];
  readonly busy: boolean;
  readonly onAccept: (rows: readonly MappingRow[]) => void;
};

/** Accepts all strong suggestions at once, after a look at some of them. One Ctrl Z takes all of them back. */
export function AcceptStrong({ rows, busy, onAccept }: AcceptStrongProps) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const strong = rows.filter(isStrong);
  if (strong.length < 2) return null;
  return (
    <Dialog
      open={open}
      onOpenChange={(_, data) => {
        setOpen(data.open);
      }}
    >
      <DialogTrigger disableButtonEnhancement>
        <Button disabledFocusable={busy}>Accept {strong.length} strong</Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Map {plural(strong.length, 'suggestion')}?</DialogTitle>
          <DialogContent>
            <p>Look at some of them first:</p>
            <ul className={styles.list}>
              {spotCheck(strong).map((row) => (
                <li key={row.id}>
                  {sourceOf(row).name} is {row.candidates[0]?.name} (
                  {row.candidates[0] === undefined ? '' : tierWords[row.candidates[0].tier]}: {row.candidates[0]?.evidence.join(', ')})
                </li>
              ))}
            </ul>
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>Look at each</Button>
            </DialogTrigger>
            <Button
              appearance="primary"
              onClick={() => {
                setOpen(false);
                onAccept(strong);
              }}
            >
              Map {strong.length}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
