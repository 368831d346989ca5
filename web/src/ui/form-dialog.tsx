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
import type { KeyboardEvent, ReactNode } from 'react';
import { FocusBack } from './focus-back.tsx';
import { ProblemMessage } from './problem-message.tsx';

const useStyles = makeStyles({
  actions: { '& button': { whiteSpace: 'nowrap' } },
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    // The content scrolls as one: a table that shrinks would hide its rows behind a second scroll bar.
    '& > *': { flexShrink: 0 },
    '& ul': { marginBlock: 0 },
  },
});

export type FormDialogProps = {
  readonly title: string;
  /** The act again: "Dismiss 3". */
  readonly submit: string;
  /** The way out, where it names what stays ("Keep it"); a form is only cancelled (ux reference 6). */
  readonly cancel?: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  /** What did not happen, when the problem's own title does not say it. */
  readonly errorTitle?: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** Keys that mean something in this dialog; answers whether it was one. */
  readonly onKey?: (key: string) => boolean;
  readonly children: ReactNode;
};

/** One decision with its fields: Enter in a field sends it, Ctrl Enter from anywhere. */
export function FormDialog(props: FormDialogProps) {
  const { title, isBusy, error, errorTitle, onSubmit, onClose, onKey } = props;
  const styles = useStyles();
  const submit = () => {
    if (!isBusy) onSubmit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as Element; // key presses land on elements
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
    else if (event.ctrlKey || event.metaKey || event.altKey || isText(target) || onKey?.(event.key) !== true) return;
    event.preventDefault();
  };
  return (
    <Dialog
      open
      onOpenChange={(_, { open }) => {
        if (!open) onClose();
      }}
    >
      <DialogSurface>
        <FocusBack />
        <form
          noValidate
          onKeyDown={onKeyDown}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>
              {props.children}
              {error !== null && error !== undefined && (
                <ProblemMessage error={error} {...(errorTitle !== undefined && { title: errorTitle })} />
              )}
            </DialogContent>
            <DialogActions className={styles.actions}>
              <Button onClick={onClose}>{props.cancel ?? 'Cancel'}</Button>
              <Button type="submit" appearance="primary" disabledFocusable={isBusy}>
                {props.submit}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

const isText = (element: Element): boolean => element.matches('textarea, input:not([type=radio], [type=checkbox])');
