import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { exportMappings, importMappings, previewMappingImport } from '#contract/mapping-work.ts';
import { textOfFile } from '#lib/csv-read.ts';
import { call, type ReplyOf } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { saveText } from '../../lib/save-text.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import type { BookKind } from './queries.ts';
import { type Batch, kindOf } from './work-queries.ts';

const useStyles = makeStyles({ buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS } });

/** Lines that are shown; the rest is counted. */
const shown = 50;

export type SpreadsheetProps = {
  readonly kind: BookKind;
  readonly onDone: (batch: Batch) => void;
  readonly onClose: () => void;
};

/** Export, edit, import with a look at what changes: bad lines are named, good ones are one undo step. */
export function Spreadsheet({ kind, onDone, onClose }: SpreadsheetProps) {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const save = useMutation({
    mutationFn: () => call(exportMappings, { params: { kind: kindOf[kind] } }),
    onSuccess: ({ csv }) => {
      saveText(`${kind}.csv`, csv);
    },
  });
  const look = useMutation({
    mutationFn: async (file: File) => {
      const csv = textOfFile(new Uint8Array(await file.arrayBuffer()));
      return { csv, preview: await call(previewMappingImport, { body: { kind: kindOf[kind], csv } }) };
    },
  });
  const take = useMutation({
    mutationFn: ({ csv, preview }: NonNullable<typeof look.data>) =>
      call(importMappings, { body: { kind: kindOf[kind], csv, token: preview.token } }),
    onSuccess: onDone,
  });
  const changes = look.data?.preview.changes.length ?? 0;
  return (
    <FormDialog
      title={`${kind === 'accounts' ? 'Accounts' : 'Products'} as a spreadsheet`}
      submit={`Import ${plural(changes, 'change')}`}
      cancel="Close"
      isBusy={take.isPending || look.isPending || changes === 0}
      error={take.error ?? look.error ?? save.error}
      onSubmit={() => {
        if (look.data !== undefined) take.mutate(look.data);
      }}
      onClose={onClose}
    >
      <span>
        Export, edit the columns state, target, reason and until, and import the file again. A target maps, whatever the state says; who
        empties it unmaps. Nothing changes before you have seen what would.
      </span>
      <span className={styles.buttons}>
        <Button
          disabledFocusable={save.isPending}
          onClick={() => {
            save.mutate();
          }}
        >
          Export all
        </Button>
        <Button
          disabledFocusable={look.isPending}
          onClick={() => {
            input.current?.click();
          }}
        >
          Choose a file…
        </Button>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          hidden
          aria-label="CSV file"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file !== undefined) look.mutate(file);
            target.value = '';
          }}
        />
      </span>
      {look.data !== undefined && <Difference preview={look.data.preview} />}
    </FormDialog>
  );
}

function Difference({ preview }: { readonly preview: ReplyOf<typeof previewMappingImport> }) {
  const { changes, unchanged, problems } = preview;
  return (
    <>
      <Text role="status">
        {plural(changes.length, 'change')}, {unchanged} unchanged, {plural(problems.length, 'line')} that cannot be taken
      </Text>
      {problems.length > 0 && (
        <SmallTable
          label="Lines that cannot be taken"
          rows={problems.slice(0, shown)}
          rowId={({ line, column }) => `${line} ${column}`}
          columns={[
            { title: 'Line', cell: ({ line }) => line },
            { title: 'Column', cell: ({ column }) => column },
            { title: 'Why', cell: ({ sentence }) => sentence },
          ]}
        />
      )}
      {changes.length > 0 && (
        <SmallTable
          label="What changes"
          rows={changes.slice(0, shown)}
          rowId={({ mappingId }) => mappingId}
          columns={[
            { title: 'What', cell: ({ what }) => what },
            { title: 'From', cell: ({ from }) => from },
            { title: 'To', cell: ({ to }) => to },
          ]}
        />
      )}
      {Math.max(changes.length, problems.length) > shown && <span>The first {shown} of each are shown.</span>}
    </>
  );
}
