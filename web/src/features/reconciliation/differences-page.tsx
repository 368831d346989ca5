import { Button, makeStyles, Tab as TabItem, TabList, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listDifferences } from '#contract/reconciliation.ts';
import { formatNumber } from '../../lib/format.ts';
import { type ChangeSearch, type Search, useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { useMay } from '../../lib/use-me.ts';
import { ListTable } from '../../ui/list-table.tsx';
import { Money } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ComparedAgo, CompareNow, ComparisonState, useCompareNow } from './compare-now.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { differenceColumns } from './difference-columns.tsx';
import { DifferenceFilters } from './difference-filters.tsx';
import { DifferencePanel } from './difference-panel.tsx';
import { countQuery, type Filter, listOf, overviewQuery, type Row, type Tab, tabs, usePreview } from './queries.ts';
import { kindWords } from './words.ts';

const useStyles = makeStyles({
  facts: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS, color: tokens.colorNeutralForeground2 },
  tabs: { overflowX: 'auto', flexShrink: 0 },
});

const tabWords: Readonly<Record<Tab, string>> = {
  todo: 'To do',
  waiting: 'Waiting',
  resolved: 'Resolved',
  dismissed: 'Dismissed',
  all: 'All',
};

const tabOf = (search: Search): Tab => tabs.find((tab) => tab === search['tab']) ?? 'todo';
const filterOf = (search: Search): Filter => ({ q: search['q'], kind: search['kind'], customerId: search['customerId'] });

/** The workbench: every difference between the three books, most money first, each with one decision. */
export function DifferencesPage() {
  const [search, change] = useUrlState();
  const tab = tabOf(search);
  const filter = filterOf(search);
  const compare = useCompareNow();
  const overview = useQuery(overviewQuery).data;
  return (
    <Page
      title="Reconciliation"
      fill
      facts={<Facts />}
      actions={<CompareNow compare={compare} />}
      panel={<OpenPanel search={search} tab={tab} filter={filter} change={change} />}
    >
      <ComparisonState compare={compare} />
      <Tabs
        tab={tab}
        filter={filter}
        onTab={(next) => {
          change({ tab: next === 'todo' ? undefined : next, panel: undefined });
        }}
      />
      <DifferenceFilters filter={filter} openByKind={overview?.differences.byKind ?? {}} onChange={change} />
      <Differences key={tab + JSON.stringify(filter)} tab={tab} filter={filter} search={search} change={change} />
    </Page>
  );
}

/** "12 to do · USD 1,184.20 a month at stake · compared 4 min ago". */
function Facts() {
  const styles = useStyles();
  const overview = useQuery(overviewQuery).data;
  const todo = useQuery(countQuery('todo', noFilter)).data;
  return (
    <div className={styles.facts} role="status">
      {todo !== undefined && <strong>{formatNumber(todo.rows)} to do</strong>}
      {overview !== undefined && (
        <span>
          · <Money value={overview.monthly} per="month" /> at stake ·
        </span>
      )}
      <ComparedAgo />
    </div>
  );
}

/** The header tells of everything; the tabs tell of what the filters leave. */
const noFilter: Filter = {};
const isFiltered = ({ q, kind, customerId }: Filter): boolean => q !== undefined || kind !== undefined || customerId !== undefined;

type TabsProps = { readonly tab: Tab; readonly filter: Filter; readonly onTab: (tab: Tab) => void };

function Tabs({ tab, filter, onTab }: TabsProps) {
  const styles = useStyles();
  return (
    <TabList
      className={styles.tabs}
      selectedValue={tab}
      aria-label="State of the differences"
      onTabSelect={(_, { value }) => {
        onTab(tabs.find((each) => each === value) ?? 'todo');
      }}
    >
      {tabs.map((each) => (
        <CountedTab key={each} tab={each} filter={filter} />
      ))}
    </TabList>
  );
}

function CountedTab({ tab, filter }: { readonly tab: Tab; readonly filter: Filter }) {
  const { data } = useQuery(countQuery(tab, filter));
  const count = data === undefined ? '' : ` ${data.exact ? '' : 'over '}${formatNumber(data.rows)}`;
  return <TabItem value={tab}>{tabWords[tab] + count}</TabItem>;
}

type Place = { readonly search: Search; readonly tab: Tab; readonly filter: Filter; readonly change: ChangeSearch };
const defaultSort = '-impact';

const useDifferences = ({ search, tab, filter }: Omit<Place, 'change'>) =>
  useList(listDifferences, listOf(tab, filter, search['sort'] ?? defaultSort));

/** The panel knows its neighbours in the list, which it reads from the same cache. */
function OpenPanel(place: Place) {
  const { rows } = useDifferences(place);
  const id = place.search['panel'];
  if (id === undefined) return null;
  const at = rows.findIndex((row) => row.id === id);
  const open = (row: Row | undefined) => () => {
    place.change({ panel: row?.id }, 'replace');
  };
  return (
    <DifferencePanel
      id={id}
      onClose={open(undefined)}
      onNext={at >= 0 && at < rows.length - 1 ? open(rows[at + 1]) : undefined}
      onPrevious={at > 0 ? open(rows[at - 1]) : undefined}
    />
  );
}

function Differences({ search, tab, filter, change }: Place) {
  const list = useDifferences({ search, tab, filter });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [dismissing, setDismissing] = useState<Row>();
  const may = useMay('corrections:propose');
  const preview = usePreview();
  const previewRow = (row: Row) => {
    if (may && row.correctable && row.state !== 'applying' && !preview.isPending) preview.mutate({ differenceIds: [row.id] });
  };
  if (list.isLoading) return <Loading rows={10} />;
  if (list.rows.length === 0)
    return list.problem === undefined ? (
      <NothingHere tab={tab} filter={filter} change={change} />
    ) : (
      <ProblemMessage error={list.problem} onRetry={list.again} />
    );
  const chosen = list.rows.filter((row) => selected.has(row.id));
  return (
    <>
      {list.problem !== undefined && <ProblemMessage error={list.problem} title="The list could not be refreshed" onRetry={list.again} />}
      {preview.error !== null && <ProblemMessage error={preview.error} title="No preview could be made" onDismiss={preview.reset} />}
      <ListTable
        label="Differences"
        rows={list.rows}
        columns={differenceColumns(tab !== 'todo')}
        rowHeight={56}
        rowId={(row) => row.id}
        rowName={(row) => `${row.customerName}, ${row.productName}, ${kindWords[row.kind].word}`}
        total={list.total?.rows}
        sort={search['sort'] ?? defaultSort}
        onSort={(sort) => {
          change({ sort: sort === defaultSort ? undefined : sort });
        }}
        hasMore={list.hasMore}
        isBusy={list.isRefreshing}
        onMore={list.more}
        openId={search['panel']}
        onOpen={(row) => {
          change({ panel: row.id }, search['panel'] === undefined ? 'push' : 'replace');
        }}
        selected={selected}
        onSelect={setSelected}
        keys={{
          a: previewRow,
          p: previewRow,
          d: (row) => {
            if (may && row.state === 'open') setDismissing(row);
          },
        }}
      />
      {chosen.length > 0 && (
        <BulkBar
          rows={chosen}
          onClear={() => {
            setSelected(new Set());
          }}
        />
      )}
      {dismissing !== undefined && (
        <DecideDialog
          act="accept"
          difference={dismissing}
          onClose={() => {
            setDismissing(undefined);
          }}
        />
      )}
    </>
  );
}

function NothingHere({ tab, filter, change }: Omit<Place, 'search'>) {
  const recovered = useQuery(overviewQuery).data?.recovered ?? [];
  if (isFiltered(filter))
    return (
      <Empty
        title="No difference matches these filters"
        actions={
          <Button
            appearance="primary"
            onClick={() => {
              change({ q: undefined, kind: undefined, customerId: undefined });
            }}
          >
            Clear filters
          </Button>
        }
      >
        Other tabs may have some.
      </Empty>
    );
  if (tab === 'todo')
    return (
      <Empty title="Nothing left to review">
        {recovered.length > 0 ? (
          <>
            <Money value={recovered} per="month" /> recovered so far.
          </>
        ) : (
          'Microsoft, distributor and PSA agree. The next comparison looks again.'
        )}
      </Empty>
    );
  return <Empty title={emptyTitles[tab]}>{emptyTexts[tab]}</Empty>;
}

const emptyTitles: Readonly<Record<Exclude<Tab, 'todo'>, string>> = {
  waiting: 'Nothing waits for approval',
  resolved: 'Nothing was resolved yet',
  dismissed: 'Nothing was dismissed',
  all: 'No differences were found yet',
};
const emptyTexts: Readonly<Record<Exclude<Tab, 'todo'>, string>> = {
  waiting: 'Plans above the approval limit stand here until a second person decides.',
  resolved: 'Corrected differences stand here, and those that went away by themselves.',
  dismissed: 'Differences that you accept as they are stand here with their reason.',
  all: 'Compare the books once the connections have been read.',
};
