import { Button } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { startReconciliation } from '#contract/reconciliation.ts';
import { call } from '../../lib/api.ts';
import { useMay } from '../../lib/use-me.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SyncMenu } from './sync-menu.tsx';

/** What can be started from here: a comparison, or a reading. */
export function Starts() {
  const client = useQueryClient();
  const mayCompare = useMay('reconciliation:run');
  const onSettled = () => client.invalidateQueries({ queryKey: ['listJobs'] });
  const compare = useMutation({ mutationFn: () => call(startReconciliation, { body: {} }), onSettled });
  return (
    <>
      {compare.isError && <ProblemMessage error={compare.error} title="It could not be started" />}
      {mayCompare && (
        <Button
          disabled={compare.isPending}
          onClick={() => {
            compare.mutate();
          }}
        >
          Compare now
        </Button>
      )}
      <SyncMenu />
    </>
  );
}
