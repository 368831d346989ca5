import { Button } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { readProblemAgain } from '#contract/lanes.ts';
import { requeueDeadLetter } from '#contract/sync-runs.ts';
import { call } from '../../lib/api.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { ProblemTable } from '../../ui/problem-table.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { When } from '../../ui/when.tsx';
import { deadLettersQuery, problemsQuery } from './queries.ts';

/** Records that could not be read, and work that failed for good until somebody tries it again. */
export function ProblemsTab() {
  const problems = useQuery(problemsQuery);
  const letters = useQuery(deadLettersQuery);
  const nothing = problems.data?.data.length === 0 && letters.data?.data.length === 0;
  if (nothing) return <Empty title="No problems">Every record could be read and every job came to its end.</Empty>;
  return (
    <>
      <QueryStates query={problems}>
        {({ data }) => <ProblemTable problems={data} act={(problem) => <ReadAgain problem={problem} />} />}
      </QueryStates>
      <QueryStates query={letters}>{({ data }) => (data.length === 0 ? null : <DeadLetters letters={data} />)}</QueryStates>
    </>
  );
}

/** Reads the kind once more, where the record belongs: what can be read now leaves by itself. */
function ReadAgain({ problem }: { readonly problem: { readonly id: string; readonly subject: string } }) {
  const client = useQueryClient();
  const toast = useToast();
  const may = useMay('sync:run');
  const again = useMutation({
    mutationFn: () => call(readProblemAgain, { params: { id: problem.id } }),
    onSuccess: () => {
      toast('It is being read again.');
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['listJobs'] }),
  });
  return (
    <>
      <Button
        size="small"
        disabled={!may || again.isPending}
        aria-label={`Read ${problem.subject} again`}
        onClick={() => {
          again.mutate();
        }}
      >
        Read again
      </Button>
      {again.isError && <ProblemMessage error={again.error} title="It could not be read again" />}
    </>
  );
}

type Letter = { readonly id: string; readonly queue: string; readonly reason: string; readonly at: string };

function DeadLetters({ letters }: { readonly letters: readonly Letter[] }) {
  const client = useQueryClient();
  const may = useMay('jobs:write');
  const retry = useMutation({
    mutationFn: (id: string) => call(requeueDeadLetter, { params: { id } }),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <Card title="Given up after three tries">
      {retry.isError && <ProblemMessage error={retry.error} title="It could not be tried again" />}
      <SmallTable
        label="Work that was given up"
        rows={letters}
        rowId={(row) => row.id}
        columns={[
          { title: 'Work', cell: (row) => row.queue },
          { title: 'Reason', cell: (row) => row.reason },
          { title: 'When', cell: (row) => <When at={row.at} /> },
          {
            title: 'Actions',
            cell: (row) => (
              <Button
                size="small"
                disabled={!may || retry.isPending}
                aria-label={`Try ${row.queue} again`}
                onClick={() => {
                  retry.mutate(row.id);
                }}
              >
                Try again
              </Button>
            ),
          },
        ]}
      />
    </Card>
  );
}
