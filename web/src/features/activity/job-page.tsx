import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { JobItem } from '#contract/jobs.ts';
import { formatNumber } from '../../lib/format.ts';
import { usePathPart, useUrlState, wordsIn } from '../../lib/url-state.ts';
import { type JobShape, useJob } from '../../lib/use-job.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Page } from '../../ui/page.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { jobKindWords, jobWords } from '../../ui/words.ts';
import { jobItemsQuery } from './queries.ts';
import { itemWords } from './words.ts';

type Item = z.infer<typeof JobItem>;
const outcomes = Object.keys(itemWords) as Item['outcome'][]; // keys of a record that is complete by type
const outcomeChoices = Object.fromEntries(outcomes.map((outcome) => [outcome, itemWords[outcome].word]));

/** One job: progress live, then what it did thing by thing. */
export function JobPage() {
  const jobId = usePathPart('jobId');
  const query = useJob(jobId);
  const items = useQuery({ ...jobItemsQuery(jobId), refetchInterval: query.data?.endedAt === null ? 2_000 : false });
  return (
    <Page
      title={query.data?.title ?? 'Job'}
      area="Activity"
      crumbs={[{ title: 'Activity', to: '/activity' }]}
      facts={query.data === undefined ? undefined : <StateBadge state={jobWords[query.data.status]} />}
    >
      <QueryStates query={query}>
        {(job) => (
          <>
            <Card title="Progress">
              <JobProgress jobId={job.id} />
              <JobFacts job={job} />
            </Card>
            {job.errors.length > 0 && (
              <Card title="What went wrong">
                <SmallTable
                  label="Errors by cause"
                  rows={job.errors}
                  rowId={(row) => row.code}
                  columns={[
                    { title: 'Reason', cell: (row) => row.sentence },
                    { title: 'Times', align: 'end', cell: (row) => formatNumber(row.count) },
                    { title: 'Code', cell: (row) => row.code },
                  ]}
                />
              </Card>
            )}
            <QueryStates query={items}>{({ data }) => <Items items={data} />}</QueryStates>
          </>
        )}
      </QueryStates>
    </Page>
  );
}

function JobFacts({ job }: { readonly job: JobShape }) {
  return (
    <Facts
      facts={[
        ['Kind', jobKindWords[job.kind]],
        ['Started by', job.startedBy],
        ['Started', <When key="start" at={job.startedAt ?? job.createdAt} />],
        ['Ended', job.endedAt === null ? undefined : <When key="end" at={job.endedAt} />],
        ...Object.entries(job.result ?? {}).flatMap(([name, value]) =>
          (typeof value === 'number' || typeof value === 'string') && !name.endsWith('Id')
            ? [[resultName(name), typeof value === 'number' ? formatNumber(value) : value] as const]
            : [],
        ),
      ]}
    />
  );
}

const resultName = (name: string): string => {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function Items({ items }: { readonly items: readonly Item[] }) {
  const [search] = useUrlState();
  const wanted = wordsIn(search['outcome'], outcomes);
  const shown = wanted.length === 0 ? items : items.filter((item) => wanted.includes(item.outcome));
  if (items.length === 0) return null;
  return (
    <Card title={`What it did (${formatNumber(shown.length)})`}>
      <FilterBar withText={false} choices={[{ name: 'outcome', title: 'Outcome', words: outcomeChoices }]} />
      <SmallTable
        label="What the job did"
        rows={shown.slice(0, 500)}
        rowId={(row) => row.id}
        columns={[
          { title: 'What', cell: (row) => row.subject },
          { title: 'Outcome', cell: (row) => <StateBadge state={itemWords[row.outcome]} /> },
          { title: 'Reason', cell: (row) => row.reason ?? '–' },
          { title: 'When', cell: (row) => <When at={row.at} /> },
        ]}
      />
      {shown.length > 500 && <p>The first 500 are shown. Filter by outcome to see others.</p>}
    </Card>
  );
}
