import { Button } from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { startSync } from '#contract/jobs.ts';
import { call } from '../../lib/api.ts';
import { formatNumber } from '../../lib/format.ts';
import { useJob } from '../../lib/use-job.ts';
import { useMay } from '../../lib/use-me.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { TextLink } from '../../ui/text-link.tsx';

/** Reads one connection now. The page stays usable; the job goes on when it is left. */
export function SyncConnection({ connectionId }: { readonly connectionId: string }) {
  const client = useQueryClient();
  const may = useMay('sync:run');
  const [jobId, setJobId] = useState<string>();
  const start = useMutation({
    mutationFn: () => call(startSync, { body: { connectionId } }),
    onSuccess: ({ jobIds }) => {
      setJobId(jobIds[0]);
    },
  });
  const job = useJob(jobId, () => {
    setJobId(undefined);
    void client.invalidateQueries();
  });
  const progress = job.data?.progress;
  const busy = start.isPending || jobId !== undefined;
  return (
    <>
      {start.isError && <ProblemMessage error={start.error} title="The sync could not be started" />}
      {jobId !== undefined && (
        <TextLink to={`/activity/jobs/${jobId}`}>
          {progress === undefined ? 'Job' : `${formatNumber(progress.done)} ${progress.unit}`}
        </TextLink>
      )}
      {may && (
        <Button
          icon={<ArrowSync20Regular />}
          disabled={busy}
          onClick={() => {
            start.mutate();
          }}
        >
          {busy ? 'Syncing…' : 'Sync now'}
        </Button>
      )}
    </>
  );
}
