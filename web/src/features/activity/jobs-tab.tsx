import type { z } from 'zod';
import { type Job, listJobs } from '#contract/jobs.ts';
import { isEnded } from '#model/job.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';
import { ListPage } from '../../ui/list-page.tsx';
import type { Column } from '../../ui/list-types.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink, useGo } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { jobKindWords, jobWords } from '../../ui/words.ts';
import { jobChoices } from './words.ts';

type Row = z.infer<typeof Job>;

const columns: readonly Column<Row>[] = [
  {
    id: 'title',
    title: 'Job',
    grow: 4,
    min: 200,
    card: 'heading',
    cell: (row) => (
      <TextLink to={`/activity/jobs/${row.id}`} tabIndex={-1}>
        {row.title}
      </TextLink>
    ),
  },
  { id: 'kind', title: 'Kind', grow: 1, min: 110, cell: (row) => jobKindWords[row.kind] },
  { id: 'status', title: 'Status', grow: 2, min: 150, cell: (row) => <StateBadge state={jobWords[row.status]} /> },
  { id: 'by', title: 'Started by', grow: 1, min: 110, cell: (row) => row.startedBy },
  { id: 'created', title: 'Started', grow: 2, min: 190, sort: 'createdAt', cell: (row) => <When at={row.startedAt ?? row.createdAt} /> },
  { id: 'ended', title: 'Ended', grow: 2, min: 190, cell: (row) => <When at={row.endedAt} /> },
];

export function JobsTab() {
  const [search, change] = useUrlState();
  const go = useGo();
  const sort = search['sort']?.replace(/^-/, '') === 'createdAt' ? search['sort'] : undefined;
  const list = useList(listJobs, { status: search['status'], kind: search['kind'], sort });
  const running = list.rows.filter((job) => !isEnded(job.status)).slice(0, 6);
  return (
    <>
      {running.length > 0 && (
        <Card title="Running now">
          {running.map((job) => (
            <JobProgress key={job.id} jobId={job.id} />
          ))}
        </Card>
      )}
      <FilterBar
        withText={false}
        choices={[
          { name: 'status', title: 'Status', words: jobChoices },
          { name: 'kind', title: 'Kind', words: jobKindWords },
        ]}
      />
      <ListPage
        label="Jobs"
        things="jobs"
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.title}
        sort={sort}
        onSort={(next) => {
          change({ sort: next });
        }}
        onOpen={(row) => {
          go(`/activity/jobs/${row.id}`);
        }}
        isFiltered={search['status'] !== undefined || search['kind'] !== undefined}
        onClearFilters={() => {
          change({ status: undefined, kind: undefined });
        }}
        empty={<Empty title="No jobs yet">Reading, comparing and correcting run as jobs and are listed here.</Empty>}
      />
    </>
  );
}
