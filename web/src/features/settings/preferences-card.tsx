import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, useRef, useState } from 'react';
import { exportPreferences, importPreferences, previewPreferences } from '#contract/preferences.ts';
import { type BodyOf, call, type ReplyOf } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { saveText } from '../../lib/save-text.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { preferenceText, preferenceWordOf } from './preference-words.ts';

type File = BodyOf<typeof previewPreferences>;
type Preview = ReplyOf<typeof previewPreferences>;
type Change = Preview['changes'][number];

const useStyles = makeStyles({
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
  value: { overflowWrap: 'anywhere' },
});

const parts: Readonly<Record<Change['part'], string>> = {
  settings: 'Setting',
  billingExceptions: 'Billed otherwise',
  rules: 'Rule',
  schedules: 'Schedule',
};

/** Settings, exceptions, rules and schedules as one file: downloaded, and imported with a preview. */
export function PreferencesCard() {
  const styles = useStyles();
  const toast = useToast();
  const client = useQueryClient();
  const proved = useProved();
  const [may, mayPreview] = [useMay('connections:write'), useMay('corrections:propose')];
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const download = useMutation({
    mutationFn: () => call(exportPreferences, {}),
    onSuccess: (held) => {
      saveText('concord-preferences.json', `${JSON.stringify(held, undefined, 2)}\n`, 'application/json');
    },
  });
  const preview = useMutation({
    mutationFn: async (given: Blob) => {
      const read = JSON.parse(await given.text()) as File; // the server checks it, and names the field of a mistake
      setFile(read);
      return call(previewPreferences, { body: read });
    },
  });
  const keep = useMutation({
    mutationFn: ({ given, mark }: { readonly given: File; readonly mark: string }) =>
      proved(() => call(importPreferences, { body: { file: given, mark } })),
    onSuccess: async ({ changes }) => {
      toast(`${plural(changes.length, 'preference')} changed`);
      preview.reset();
      await client.invalidateQueries();
    },
  });
  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const [given] = target.files ?? [];
    if (given !== undefined) preview.mutate(given);
    target.value = ''; // the same file again is a choice too
  };
  return (
    <Card title="As a file">
      <p className={styles.text}>
        Everything on this page, what is billed otherwise, the rules and the schedules as one file: to keep, to compare, or for another
        installation. A file may name only a part; the rest stays.
      </p>
      <div className={styles.acts}>
        <Button
          disabledFocusable={download.isPending}
          onClick={() => {
            if (!download.isPending) download.mutate();
          }}
        >
          Download
        </Button>
        {may && mayPreview && (
          <Button
            disabledFocusable={preview.isPending}
            onClick={() => {
              input.current?.click();
            }}
          >
            Import a file…
          </Button>
        )}
        <input ref={input} type="file" accept="application/json,.json" hidden aria-label="File of preferences" onChange={choose} />
      </div>
      {download.isError && <ProblemMessage error={download.error} title="Not downloaded" />}
      {preview.error instanceof SyntaxError ? (
        <p role="alert">The file is no JSON. YAML is imported with: concord settings import --file</p>
      ) : (
        preview.isError && <ProblemMessage error={preview.error} title="The file cannot be imported" />
      )}
      {keep.isError && <ProblemMessage error={keep.error} title="Nothing was imported" />}
      {preview.data !== undefined && file !== undefined && (
        <Previewed
          preview={preview.data}
          isBusy={keep.isPending}
          onImport={(mark) => {
            keep.mutate({ given: file, mark });
          }}
          onLeave={preview.reset}
        />
      )}
    </Card>
  );
}

type PreviewedProps = {
  readonly preview: Preview;
  readonly isBusy: boolean;
  readonly onImport: (mark: string) => void;
  readonly onLeave: () => void;
};

function Previewed({ preview: { changes, unknownCustomers, unknownConnections, mark }, isBusy, onImport, onLeave }: PreviewedProps) {
  const styles = useStyles();
  const mayImport = changes.length > 0 && unknownCustomers.length === 0 && unknownConnections.length === 0;
  return (
    <>
      <p role="status" className={styles.text}>
        {changes.length === 0
          ? 'The file changes nothing.'
          : `The file changes ${plural(changes.length, 'preference')}. Nothing is changed yet.`}
      </p>
      {unknownConnections.length > 0 && (
        <p className={styles.text}>No connection here is called {unknownConnections.join(', ')}. Leave its schedules out first.</p>
      )}
      {unknownCustomers.length > 0 && (
        <p role="alert">
          No customer here has the tenant {unknownCustomers.map(({ tenantId }) => tenantId).join(', ')}. Leave these lines out first.
        </p>
      )}
      {changes.length > 0 && (
        <SmallTable
          label="What the file changes"
          rows={changes}
          rowId={({ part, name }) => `${part} ${name}`}
          columns={[
            { title: 'Part', cell: ({ part }) => parts[part] },
            { title: 'What', cell: ({ name }) => preferenceWordOf(name) },
            { title: 'Now', cell: ({ before }) => <span className={styles.value}>{preferenceText(before)}</span> },
            { title: 'Then', cell: ({ after }) => <span className={styles.value}>{preferenceText(after)}</span> },
          ]}
        />
      )}
      <div className={styles.acts}>
        {mayImport && (
          <Button
            appearance="primary"
            disabledFocusable={isBusy}
            onClick={() => {
              if (!isBusy) onImport(mark);
            }}
          >
            {isBusy ? 'Importing…' : `Import ${plural(changes.length, 'change')}`}
          </Button>
        )}
        <Button onClick={onLeave}>Cancel</Button>
      </div>
    </>
  );
}
