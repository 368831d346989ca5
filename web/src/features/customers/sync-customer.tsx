import { Button } from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { startSync } from '#contract/jobs.ts';
import { call } from '../../lib/api.ts';
import { useJob } from '../../lib/use-job.ts';
import { useMay } from '../../lib/use-me.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';

/** Reads one customer from the remotes now, and shows its data again when that is done. */
export function SyncCustomer({ customerId }: { readonly customerId: string }) {
  const client = useQueryClient();
  const may = useMay('sync:run');
  const [jobId, setJobId] = useState<string>();
  const start = useMutation({
    mutationFn: () => call(startSync, { body: { customerId } }),
    onSuccess: ({ jobIds }) => {
      setJobId(jobIds[0]);
    },
  });
  useJob(jobId, () => {
    setJobId(undefined);
    void client.invalidateQueries();
  });
  const busy = start.isPending || jobId !== undefined;
  return (
    <>
      {may && (
        <Button
          icon={<ArrowSync20Regular />}
          disabled={busy}
          onClick={() => {
            start.mutate();
          }}
        >
          {busy ? 'Syncing…' : 'Sync customer'}
        </Button>
      )}
      {start.isError && <ProblemMessage error={start.error} title="The sync could not be started" />}
    </>
  );
}
