import { DismissDialog } from './dismiss-dialog.tsx';
import { NoteDialog } from './note-dialog.tsx';
import { OwnerDialog } from './owner-dialog.tsx';
import { SpotCheck } from './spot-check.tsx';
import type { Asked } from './use-acts.ts';

export type WorkDialogProps = { readonly asked: Asked; readonly onClose: () => void };

/** The dialog of an act; loaded when the first one opens. */
export function WorkDialog({ asked, onClose }: WorkDialogProps) {
  switch (asked.act) {
    case 'dismiss':
      return <DismissDialog asked={asked} onClose={onClose} />;
    case 'note':
      return <NoteDialog row={asked.row} onClose={onClose} />;
    case 'own':
      return <OwnerDialog rows={asked.rows} onClose={onClose} />;
    case 'spotCheck':
      return <SpotCheck rows={asked.rows} goOn={asked.goOn} onClose={onClose} />;
  }
}
