import { makeStyles, Tab as TabItem, TabList, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { DifferenceKind } from '#model/difference.ts';
import { formatNumber } from '../../lib/format.ts';
import { overviewQuery } from '../../lib/overview-query.ts';
import { type ChangeSearch, type Search, useUrlState } from '../../lib/url-state.ts';
import type { List } from '../../lib/use-list.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { Money } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { differenceKindWords } from '../../ui/words.ts';
import { ComparedAgo, CompareNow, ComparisonState, useCompareNow } from './list/compare-now.tsx';
import { CustomerFilter } from './list/customer-filter.tsx';
import { DifferencesList, useDifferences } from './list/differences-list.tsx';
import { countQuery, type Filter, type Row, type Tab, tabs } from './queries.ts';

const DifferencePanel = lazy(async () => ({ default: (await import('./panel/difference-panel.tsx')).DifferencePanel }));

const useStyles = makeStyles({
  facts: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground2 },
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
const isFiltered = ({ q, kind, customerId }: Filter): boolean => q !== undefined || kind !== undefined || customerId !== undefined;
/** The header tells of everything; the tabs tell of what the filters leave. */
const noFilter: Filter = {};

/** The workbench: every difference between the three books, most money first, each with one decision. */
export function DifferencesPage() {
  const [search, change] = useUrlState();
  const tab = tabOf(search);
  const filter = filterOf(search);
  const list = useDifferences(search, tab, filter);
  const compare = useCompareNow();
  return (
    <Page
      title="Reconciliation"
      fill
      facts={<Facts />}
      actions={<CompareNow compare={compare} />}
      panel={search['panel'] !== undefined && <OpenPanel id={search['panel']} list={list} change={change} />}
    >
      <ComparisonState compare={compare} />
      <Tabs
        tab={tab}
        filter={filter}
        onTab={(next) => {
          change({ tab: next === 'todo' ? undefined : next, panel: undefined });
        }}
      />
      <Filters customerId={filter.customerId} change={change} />
      <DifferencesList
        key={tab + JSON.stringify(filter)}
        list={list}
        search={search}
        tab={tab}
        isFiltered={isFiltered(filter)}
        change={change}
      />
    </Page>
  );
}

/** "12 to do", "USD 1,184.20 a month at stake", "compared 4 min ago". */
function Facts() {
  const styles = useStyles();
  const overview = useQuery(overviewQuery).data;
  const todo = useQuery(countQuery('todo', noFilter)).data;
  return (
    <div className={styles.facts} role="status">
      {todo !== undefined && <strong>{formatNumber(todo.rows)} to do</strong>}
      {overview !== undefined && (
        <span>
          <Money value={overview.monthly} per="month" /> at stake
        </span>
      )}
      <ComparedAgo />
    </div>
  );
}

type FiltersProps = { readonly customerId: string | undefined; readonly change: ChangeSearch };

/** Text, kind (with how many are open) and customer. */
function Filters({ customerId, change }: FiltersProps) {
  const open: Readonly<Record<string, number>> = useQuery(overviewQuery).data?.differences.byKind ?? {};
  const kinds = DifferenceKind.options.map((kind) => {
    const count = open[kind];
    return [kind, count === undefined ? differenceKindWords[kind] : `${differenceKindWords[kind]} (${formatNumber(count)})`] as const;
  });
  return (
    <FilterBar placeholder="Customer or product" choices={[{ name: 'kind', title: 'Kind', words: Object.fromEntries(kinds) }]}>
      <CustomerFilter
        customerId={customerId}
        onChoose={(id) => {
          change({ customerId: id });
        }}
      />
    </FilterBar>
  );
}

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

type OpenPanelProps = { readonly id: string; readonly list: List<Row>; readonly change: ChangeSearch };

/** The panel knows its neighbours in the list. */
function OpenPanel({ id, list: { rows }, change }: OpenPanelProps) {
  const at = rows.findIndex((row) => row.id === id);
  const show = (row: Row | undefined) => () => {
    change({ panel: row?.id }, 'replace');
  };
  return (
    <Suspense>
      <DifferencePanel
        id={id}
        onClose={show(undefined)}
        onNext={at >= 0 && at < rows.length - 1 ? show(rows[at + 1]) : undefined}
        onPrevious={at > 0 ? show(rows[at - 1]) : undefined}
      />
    </Suspense>
  );
}
