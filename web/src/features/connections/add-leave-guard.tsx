import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { useBlocker } from '@tanstack/react-router';
import { FocusBack } from '../../ui/focus-back.tsx';

/** Asks before what was typed is lost: another page, back, or closing the tab. */
export function LeaveGuard({ isDirty, act = 'adding the connection' }: { readonly isDirty: boolean; readonly act?: string }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    disabled: !isDirty,
    withResolver: true,
  });
  if (status !== 'blocked') return null;
  return (
    <Dialog
      open
      onOpenChange={(_, { open }) => {
        if (!open) reset();
      }}
    >
      <DialogSurface>
        <FocusBack />
        <DialogBody>
          <DialogTitle>Leave without {act}?</DialogTitle>
          <DialogContent>What you typed is lost.</DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={reset}>
              Keep editing
            </Button>
            <Button onClick={proceed}>Leave</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
