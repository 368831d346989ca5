import { Button } from '@fluentui/react-components';
import { lazy, Suspense, useState } from 'react';
import type { BookKind, MappingRow } from './queries.ts';
import type { Batch } from './work-queries.ts';

// Dialogs come when they are opened: the page itself stays small.
const AcceptStrong = lazy(async () => ({ default: (await import('./accept-strong.tsx')).AcceptStrong }));
const Spreadsheet = lazy(async () => ({ default: (await import('./spreadsheet.tsx')).Spreadsheet }));
const OverlapsDialog = lazy(async () => ({ default: (await import('./overlaps-dialog.tsx')).OverlapsDialog }));
const KindsDialog = lazy(async () => ({ default: (await import('./kinds-dialog.tsx')).KindsDialog }));
const RulesDialog = lazy(async () => ({ default: (await import('./rules-dialog.tsx')).RulesDialog }));

/** Suggestions good enough to be accepted together: one best candidate of tier strong or better. */
export const isStrong = (row: MappingRow): boolean =>
  row.state === 'suggested' && row.candidates[0] !== undefined && ['certain', 'exact', 'strong'].includes(row.candidates[0].tier);

export type WorkToolsProps = {
  readonly kind: BookKind;
  readonly rows: readonly MappingRow[];
  readonly busy: boolean;
  /** A bulk act that is one undo step. */
  readonly onBatch: (batch: Batch) => void;
  readonly onChanged: () => void;
};

/** What is done with many mappings at once: strong suggestions together, a spreadsheet, rules; and what several accounts bill. */
export function WorkTools({ kind, rows, busy, onBatch, onChanged }: WorkToolsProps) {
  const [opened, setOpened] = useState<'strong' | 'file' | 'rules' | 'overlaps' | 'kinds'>();
  const close = () => {
    setOpened(undefined);
  };
  const done = (batch: Batch) => {
    close();
    onBatch(batch);
  };
  const button = (text: string, what: typeof opened) => (
    <Button
      disabledFocusable={busy}
      onClick={() => {
        if (!busy) setOpened(what);
      }}
    >
      {text}
    </Button>
  );
  const connectionId = rows[0]?.connectionId;
  return (
    <>
      {rows.some(isStrong) && button('Accept all strong…', 'strong')}
      {button('Spreadsheet…', 'file')}
      {kind === 'accounts' && (
        <>
          {button('Overlaps…', 'overlaps')}
          {button('Kinds…', 'kinds')}
        </>
      )}
      {kind === 'products' && connectionId !== undefined && button('Rules…', 'rules')}
      <Suspense>
        {opened === 'strong' && <AcceptStrong kind={kind} onDone={done} onClose={close} />}
        {opened === 'overlaps' && <OverlapsDialog onClose={close} />}
        {opened === 'kinds' && <KindsDialog onChanged={onChanged} onClose={close} />}
        {opened === 'file' && <Spreadsheet kind={kind} onDone={done} onClose={close} />}
        {opened === 'rules' && connectionId !== undefined && (
          <RulesDialog connectionId={connectionId} onChanged={onChanged} onClose={close} />
        )}
      </Suspense>
    </>
  );
}
