import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  ProgressBar,
  Select,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { importInvoice } from '#contract/invoices.ts';
import { plural } from '../../lib/format.ts';
import { upload } from '../../lib/upload.ts';
import type { JobShape } from '../../lib/use-job.ts';
import { FocusBack } from '../../ui/focus-back.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { chargingQuery, invoicesChanged } from './queries.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  list: { margin: 0, paddingInlineStart: '18px' },
});

/** Files of one invoice: sent with true progress, then imported as a job that goes on when this is closed. */
export function UploadDialog({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles();
  const form = useUpload();
  return (
    <Dialog
      open
      onOpenChange={(_, { open }) => {
        if (!open) onClose();
      }}
    >
      <DialogSurface>
        <FocusBack />
        <DialogBody>
          <DialogTitle>Upload the files of an invoice</DialogTitle>
          <DialogContent className={styles.content}>
            {form.jobId === undefined ? <Choose form={form} /> : <Import form={form} />}
          </DialogContent>
          <DialogActions>
            <Button
              onClick={() => {
                form.stop();
                onClose();
              }}
            >
              {form.isSending ? 'Stop' : 'Close'}
            </Button>
            {form.jobId === undefined && (
              <Button appearance="primary" disabledFocusable={form.isSending} onClick={form.send}>
                {form.isSending ? 'Uploading' : form.files.length === 0 ? 'Upload files' : `Upload ${plural(form.files.length, 'file')}`}
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

type Form = ReturnType<typeof useUpload>;

function useUpload() {
  const client = useQueryClient();
  const connections = useQuery(chargingQuery).data ?? [];
  const [chosen, setChosen] = useState<string>();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [share, setShare] = useState(0);
  const [tried, setTried] = useState(false);
  const [ended, setEnded] = useState<JobShape>();
  const stop = useRef<AbortController>(undefined);
  const connectionId = chosen ?? connections[0]?.id;
  const sending = useMutation({
    mutationFn: (id: string) => {
      stop.current = new AbortController();
      return upload(importInvoice, {
        query: { connectionId: id, source: 'upload' },
        files,
        onProgress: setShare,
        signal: stop.current.signal,
      });
    },
  });
  return {
    connections,
    connectionId,
    files,
    share,
    ended,
    isMissing: tried && files.length === 0,
    isSending: sending.isPending,
    error: sending.error instanceof DOMException ? null : sending.error,
    jobId: sending.data?.jobId,
    choose: setChosen,
    take: setFiles,
    send: () => {
      setTried(true);
      if (files.length > 0 && connectionId !== undefined && !sending.isPending) sending.mutate(connectionId);
    },
    stop: () => {
      stop.current?.abort();
    },
    end: (job: JobShape) => {
      setEnded(job);
      void invoicesChanged(client);
    },
  };
}

function Choose({ form }: { readonly form: Form }) {
  return (
    <>
      <Field label="Who charges it" hint="Files of another partner are refused, naming both.">
        <Select
          value={form.connectionId ?? ''}
          onChange={(_, { value }) => {
            form.choose(value);
          }}
        >
          {form.connections.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label="Files"
        hint="As they come: packed or not, with header and manifest when you have them."
        {...(form.isMissing && { validationMessage: 'Choose at least one file.' })}
      >
        <input
          type="file"
          multiple
          aria-label="Files"
          onChange={({ target }) => {
            form.take([...(target.files ?? [])]);
          }}
        />
      </Field>
      {form.isSending && (
        <Field label={`${Math.floor(form.share * 100)} % sent`}>
          <ProgressBar value={form.share} aria-label="Upload" />
        </Field>
      )}
      {form.error !== null && <ProblemMessage error={form.error} title="The files were not taken" />}
    </>
  );
}

/** The import as it goes, and what of the files could not be used. It takes the focus of the button that sent them, which is gone. */
function Import({ form }: { readonly form: Form }) {
  const styles = useStyles();
  const errors = form.ended?.errors ?? [];
  const self = useRef<HTMLDivElement>(null);
  useEffect(() => {
    self.current?.focus();
  }, []);
  return (
    <div ref={self} tabIndex={-1} role="group" aria-label="The import" className={styles.content}>
      <JobProgress jobId={form.jobId ?? ''} onEnd={form.end} />
      <div role="status">
        {form.ended !== undefined && errors.length === 0 && <span>Everything was read. The invoice stands in the list.</span>}
        {errors.length > 0 && (
          <ul className={styles.list} aria-label="What could not be used">
            {errors.map(({ sentence }) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
