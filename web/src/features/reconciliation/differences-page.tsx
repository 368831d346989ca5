import { Dropdown, makeStyles, Option } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { DifferenceKind } from '#model/difference.ts';
import { DifferenceTab, GroupBy } from '#model/worklist.ts';
import { formatNumber } from '../../lib/format.ts';
import { overviewQuery } from '../../lib/overview-query.ts';
import { type ChangeSearch, type Search } from '../../lib/url-state.ts';
import type { List } from '../../lib/use-list.ts';
import { CustomerFilter } from '../../ui/customer-filter.tsx';
import { differenceKindWords } from '../../ui/difference-words.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { groupWords } from '../../ui/group-words.ts';
import { Page } from '../../ui/page.tsx';
import { ReconciliationTabs } from '../../ui/reconciliation-tabs.tsx';
import { OpenLinkedView, SavedViews } from '../../ui/saved-views.tsx';
import type { ListOfViews } from '../../ui/view-fields.ts';
import { CompareNow, ComparisonState, useCompareNow } from './list/compare-now.tsx';
import { DifferencesList, useDifferences } from './list/differences-list.tsx';
import { ExportRows } from './list/export-rows.tsx';
import { type Filter, filterNames, filterOf, groupOf } from './list/filters.ts';
import { useGrouped } from './list/use-grouped.ts';
import { WorkFacts, WorkTabs } from './list/work-header.tsx';
import { directionWords } from './list/work-words.ts';
import type { Row } from './queries.ts';

const MissingBooksBar = lazy(async () => ({ default: (await import('../../ui/missing-books-bar.tsx')).MissingBooksBar }));
const DifferencePanel = lazy(async () => ({ default: (await import('./panel/difference-panel.tsx')).DifferencePanel }));

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', alignItems: 'center', flexShrink: 0 },
  group: { minWidth: '160px' },
});

const views: ListOfViews = { list: 'differences', path: '/reconciliation', fields: [...filterNames, 'tab', 'group', 'sort'] };

const tabOf = (search: Search): DifferenceTab => DifferenceTab.options.find((tab) => tab === search['tab']) ?? 'todo';

/** The workbench: every difference between the books, most money first, each with one decision. */
export function DifferencesPage() {
  const styles = useStyles();
  const [search, change] = useGrouped();
  const tab = tabOf(search);
  const filter = filterOf(search);
  const list = useDifferences(search, tab, filter);
  const compare = useCompareNow(filter.customerId);
  return (
    <Page
      title="Reconciliation"
      fill
      facts={<WorkFacts />}
      actions={
        <>
          <SavedViews of={views} />
          <ExportRows tab={tab} filter={filter} sort={search['sort']} />
          <CompareNow compare={compare} />
        </>
      }
      panel={search['panel'] !== undefined && <OpenPanel id={search['panel']} list={list} change={change} />}
    >
      <ReconciliationTabs />
      <ComparisonState compare={compare} />
      <Suspense>
        <MissingBooksBar of={['costs', 'invoices', 'prices']} />
      </Suspense>
      <OpenLinkedView of={views} />
      <div className={styles.line}>
        <WorkTabs
          tab={tab}
          filter={filter}
          onTab={(next) => {
            change({ tab: next === 'todo' ? undefined : next, panel: undefined });
          }}
        />
        <GroupChoice by={groupOf(search)} change={change} />
      </div>
      <Filters filter={filter} change={change} />
      <DifferencesList
        key={tab + JSON.stringify(filter) + (search['group'] ?? '')}
        list={list}
        search={search}
        tab={tab}
        filter={filter}
        change={change}
      />
    </Page>
  );
}

type GroupChoiceProps = { readonly by: GroupBy | undefined; readonly change: ChangeSearch };

/** By what the rows are gathered; the keys G G go through the same list. */
function GroupChoice({ by, change }: GroupChoiceProps) {
  const styles = useStyles();
  return (
    <Dropdown
      className={styles.group}
      aria-label="Group by"
      value={by === undefined ? 'Not grouped' : `By ${groupWords[by].toLowerCase()}`}
      selectedOptions={[by ?? '']}
      onOptionSelect={(_, { optionValue }) => {
        change({ group: optionValue === '' ? undefined : optionValue });
      }}
    >
      <Option value="">Not grouped</Option>
      {GroupBy.options.map((each) => (
        <Option key={each} value={each}>
          {groupWords[each]}
        </Option>
      ))}
    </Dropdown>
  );
}

type FiltersProps = { readonly filter: Filter; readonly change: ChangeSearch };

/** Text, kind (with how many are open), direction, whose, customer. */
function Filters({ filter, change }: FiltersProps) {
  const open: Readonly<Record<string, number>> = useQuery(overviewQuery).data?.differences.byKind ?? {};
  const kinds = DifferenceKind.options.map((kind) => {
    const count = open[kind];
    return [kind, count === undefined ? differenceKindWords[kind] : `${differenceKindWords[kind]} (${formatNumber(count)})`] as const;
  });
  return (
    <FilterBar
      placeholder="Customer or product"
      choices={[
        { name: 'kind', title: 'Kind', words: Object.fromEntries(kinds) },
        { name: 'direction', title: 'Direction', words: directionWords, single: true },
        { name: 'owner', title: 'Owner', words: { me: 'Mine', none: 'Nobody' }, single: true },
      ]}
    >
      <CustomerFilter
        customerId={filter.customerId}
        onChoose={(id) => {
          change({ customerId: id });
        }}
      />
    </FilterBar>
  );
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
