import { Field, Input, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import {
  applyDistributorFile,
  type DistributorFilePreview,
  previewDistributorFile,
  uploadDistributorFile,
} from '#contract/distributor-files.ts';
import type { DistributorFileKind } from '#model/distributor-file.ts';
import { call } from '../../lib/api.ts';
import { upload } from '../../lib/upload.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { FilePreview } from './file-preview.tsx';
import type { FileWish } from './file-words.ts';

const useStyles = makeStyles({ text: { margin: 0, color: tokens.colorNeutralForeground2 } });

type Props = {
  readonly connectionId: string;
  readonly onClose: () => void;
  /** `jobId` undefined: the same file is in use already. */
  readonly onApplied: (jobId: string | undefined) => void;
};

/** A file is sent, looked at, and only then taken. */
export function FileDialog({ connectionId, onClose, onApplied }: Props) {
  const styles = useStyles();
  const form = useFile(connectionId, onApplied);
  const { preview } = form;
  return (
    <FormDialog
      title={preview === undefined ? 'Upload a file of the distributor' : `${actOf(preview)} ${preview.file.name}?`}
      submit={preview === undefined ? 'Upload and look' : preview.isInUse ? 'Close' : `${actOf(preview)} the file`}
      isBusy={form.isBusy || (preview !== undefined && !preview.isInUse && !form.canApply)}
      error={form.error}
      errorTitle={preview === undefined ? 'The file was not taken' : 'It was not applied'}
      onSubmit={() => {
        if (preview === undefined) form.send();
        else if (preview.isInUse) onClose();
        else form.apply();
      }}
      onClose={onClose}
    >
      {preview === undefined ? (
        <>
          <p className={styles.text}>
            A CSV with a line of headings, as the distributor exports it. It is kept as it is; nothing of it counts before you have seen
            what it does.
          </p>
          <Field label="File" {...(form.isMissing && { validationMessage: 'Choose a file.' })}>
            <input
              type="file"
              accept=".csv,.txt,text/csv"
              aria-label="File"
              onChange={({ target }) => {
                form.choose(target.files?.[0]);
              }}
            />
          </Field>
          <Field label="Of which day (optional)" hint="When the export was made; today if left out.">
            <Input
              type="date"
              value={form.asOf}
              onChange={(_, { value }) => {
                form.setAsOf(value);
              }}
            />
          </Field>
          {form.isBusy && <ProgressBar value={form.share} aria-label="Upload" />}
        </>
      ) : (
        <FilePreview
          preview={preview}
          isBusy={form.isBusy}
          acceptGone={form.acceptGone}
          onAcceptGone={form.setAcceptGone}
          onWish={form.look}
        />
      )}
    </FormDialog>
  );
}

/** Books are applied as a whole; invoices are imported beside the others. */
const actOf = ({ kind }: { readonly kind: DistributorFileKind }): string => (kind === 'charges' ? 'Import' : 'Apply');

function useFile(connectionId: string, onApplied: Props['onApplied']) {
  const [file, setFile] = useState<File>();
  const [asOf, setAsOf] = useState('');
  const [share, setShare] = useState(0);
  const [tried, setTried] = useState(false);
  const [acceptGone, setAcceptGone] = useState(false);
  const [wish, setWish] = useState<FileWish>({});
  // What was seen stays until it was looked at again: fields that went and came back would lose the focus of whoever is in them.
  const [preview, setPreview] = useState<z.output<typeof DistributorFilePreview>>();
  const look = useMutation({
    mutationFn: ({ id, body }: { readonly id: string; readonly body: FileWish }) => call(previewDistributorFile, { params: { id }, body }),
    onSuccess: setPreview,
  });
  const send = useMutation({
    mutationFn: async (chosen: File) => {
      const signal = new AbortController().signal;
      const { id } = await upload(uploadDistributorFile, { query: { connectionId }, files: [chosen], onProgress: setShare, signal });
      const first: FileWish = asOf === '' ? {} : { asOf };
      setWish(first);
      await look.mutateAsync({ id, body: first });
    },
  });
  const apply = useMutation({
    mutationFn: ({ id, token }: { readonly id: string; readonly token: string }) =>
      call(applyDistributorFile, { params: { id }, body: { ...wish, token, acceptGone } }),
    onSuccess: ({ jobId }) => {
      onApplied(jobId ?? undefined);
    },
  });
  return {
    ...{ asOf, setAsOf, share, acceptGone, setAcceptGone, preview },
    isMissing: tried && file === undefined,
    isBusy: send.isPending || look.isPending || apply.isPending,
    canApply: !look.isError && preview?.missing.length === 0 && (acceptGone || !preview.losesMany),
    error: apply.error ?? look.error ?? send.error,
    choose: setFile,
    send: () => {
      setTried(true);
      if (file !== undefined) send.mutate(file);
    },
    /** Looks again, with another kind or other columns. */
    look: (change: FileWish) => {
      if (preview === undefined) return;
      const next = { ...wish, ...change };
      setWish(next);
      look.mutate({ id: preview.file.id, body: next });
    },
    apply: () => {
      if (preview !== undefined) apply.mutate({ id: preview.file.id, token: preview.token });
    },
  };
}
