import { Button, MessageBar, MessageBarBody, MessageBarTitle, Tooltip } from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { startReconciliation } from '#contract/reconciliation.ts';
import { isEnded } from '#model/job.ts';
import { call } from '../../../lib/api.ts';
import { formatNumber, plural } from '../../../lib/format.ts';
import { type JobShape, useJob } from '../../../lib/use-job.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { When } from '../../../ui/when.tsx';
import { differencesChanged, runsQuery } from '../queries.ts';
import { verdictSentence } from '../words.ts';

/** Compares the books that changed, or (with a customer) those of one, as a job. A second click joins the one that runs. */
export function useCompareNow(customerId?: string) {
  const client = useQueryClient();
  const toast = useToast();
  const start = useMutation({ mutationFn: () => call(startReconciliation, customerId === undefined ? {} : { body: { customerId } }) });
  const job = useJob(start.data?.jobId, (ended) => {
    void Promise.all([differencesChanged(client), client.invalidateQueries({ queryKey: runsQuery.queryKey })]);
    if (ended.status === 'completed') toast(comparedSentence(ended.result));
  });
  const { data } = job;
  const isRunning = start.isPending || (start.data !== undefined && (data === undefined || !isEnded(data.status)));
  const failed = data?.status === 'failed' ? (data.errors[0]?.sentence ?? 'It ended with an error.') : undefined;
  return { start: start.mutate, isOfOne: customerId !== undefined, error: start.error, isRunning, failed, jobId: start.data?.jobId };
}

/** "Compared 3 customers again; nothing changed at 9,997." */
function comparedSentence(result: JobShape['result']): string {
  const { customers, unchanged = 0 } = result ?? {};
  if (typeof customers !== 'number' || typeof unchanged !== 'number') return 'The books were compared again.';
  return `Compared ${plural(customers, 'customer')} again${unchanged === 0 ? '' : `; nothing changed at ${formatNumber(unchanged)}`}.`;
}

export function CompareNow({ compare }: { readonly compare: ReturnType<typeof useCompareNow> }) {
  const may = useMay('reconciliation:run');
  const button = (
    <Button
      icon={<ArrowSync20Regular />}
      disabledFocusable={!may || compare.isRunning}
      onClick={() => {
        if (may) compare.start();
      }}
    >
      {compare.isRunning ? 'Comparing' : compare.isOfOne ? 'Compare this customer' : 'Compare now'}
    </Button>
  );
  return may ? (
    button
  ) : (
    <Tooltip content={lacksPermission('reconciliation:run')} relationship="description">
      {button}
    </Tooltip>
  );
}

/** Which sources the comparison could not rest on, and whether it ended at all. */
export function ComparisonState({ compare }: { readonly compare: ReturnType<typeof useCompareNow> }) {
  const runs = useQuery(runsQuery).data ?? [];
  const last = runs.find((run) => run.state !== 'running');
  const gaps = (last?.sources ?? []).filter((source) => source.verdict !== 'complete');
  return (
    <>
      {compare.error !== null && <ProblemMessage error={compare.error} title="The comparison could not be started" />}
      {compare.failed !== undefined && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>The comparison failed</MessageBarTitle> {compare.failed}{' '}
            <TextLink to={`/activity/jobs/${compare.jobId ?? ''}`} inline>
              Open the job
            </TextLink>
          </MessageBarBody>
        </MessageBar>
      )}
      {last?.state === 'failed' && compare.failed === undefined && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>The last comparison did not end</MessageBarTitle> What is listed is from the one before.
          </MessageBarBody>
        </MessageBar>
      )}
      {gaps.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>Some differences may be missing</MessageBarTitle>{' '}
            {gaps.map((source) => verdictSentence(source.name, source.verdict)).join(' ')}
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}

/** "compared 4 min ago". */
export function ComparedAgo() {
  const last = (useQuery(runsQuery).data ?? []).find((run) => run.state === 'completed' && run.endedAt !== null);
  return last === undefined ? null : (
    <span>
      compared <When at={last.endedAt} age />
    </span>
  );
}
