import { makeStyles, Tab as TabItem, TabList, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useMemo } from 'react';
import { isProblem } from '../../lib/api.ts';
import { formatMoneys, formatNumber } from '../../lib/format.ts';
import { type ChangeSearch, useUrlState } from '../../lib/url-state.ts';
import { type List, useList } from '../../lib/use-list.ts';
import { lacksPermission, useMay, useMe } from '../../lib/use-me.ts';
import { type Choice, FilterBar } from '../../ui/filter-bar.tsx';
import { Frame } from '../../ui/frame.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useGo } from '../../ui/text-link.tsx';
import { type BookKind, countsQuery, distributorsQuery, listOf, listRouteOf, type MappingRow, rowOf } from './queries.ts';
import { Rows } from './rows.tsx';
import { useDecisions } from './use-decisions.ts';
import { type AllCounts, countOf, heldBy, type Stakes, stakesOf, type Tab, tabs, tabWords } from './words.ts';
import { WorkTools } from './work-tools.tsx';

const useStyles = makeStyles({
  tabs: { flexWrap: 'wrap', flexShrink: 0 },
});

const titles: Readonly<Record<BookKind, string>> = { accounts: 'Account mapping', products: 'Product mapping' };

/** Two workbenches with one behaviour: who is who (accounts) and what is what (products). */
export function MappingPage() {
  const { pathname } = useLocation();
  const kind: BookKind = pathname.endsWith('/products') ? 'products' : 'accounts';
  return <Workbench key={kind} kind={kind} />;
}

/** `isInside`: a step of the set-up, which says itself what is mapped. */
export function Workbench({ kind, isInside = false }: { readonly kind: BookKind; readonly isInside?: boolean }) {
  const [search, change] = useUrlState();
  const tab = tabs.find((each) => each === search['tab']) ?? 'todo';
  const sort = search['sort'] ?? 'name';
  const found = useList(
    listRouteOf[kind],
    listOf(tab, { q: search['q'], sort, distributorId: kind === 'products' ? search['distributorId'] : undefined }),
  );
  const rows = useMemo(() => found.rows.flatMap(rowOf), [found.rows]);
  const list: List<MappingRow> = { ...found, rows };
  const decisions = useDecisions();
  const choices = useChoices(kind);
  const counts = useQuery(countsQuery).data;
  const isFiltered = ['q', ...choices.map(({ name }) => name)].some((name) => search[name] !== undefined);
  const counted = { ...list, total: list.total ?? (isFiltered ? undefined : totalOf(tab, kind, counts)) };
  const me = useMe();
  const may = useMay('mapping:write');
  return (
    <Frame
      title={titles[kind]}
      area="Mapping"
      isInside={isInside}
      facts={<ToDo kind={kind} />}
      actions={
        may && (
          <WorkTools
            kind={kind}
            rows={list.rows}
            busy={decisions.isBusy}
            onBatch={decisions.remember}
            onChanged={() => {
              void decisions.refresh();
            }}
          />
        )
      }
    >
      {!isInside && <KindTabs kind={kind} />}
      <Tabs kind={kind} tab={tab} counts={counts} change={change} />
      <FilterBar placeholder="Filter by name" choices={choices}>
        {me !== undefined && !may && <Text>You can look. {lacksPermission('mapping:write')}</Text>}
      </FilterBar>
      <Deciding decisions={decisions} />
      <Rows key={tab} {...{ kind, tab, sort, decisions, change, isFiltered, isInside }} list={counted} />
    </Frame>
  );
}

/** Products can be narrowed to what one distributor supplies, where there is more than one to tell apart. */
function useChoices(kind: BookKind): readonly Choice[] {
  const distributors = useQuery({ ...distributorsQuery, enabled: kind === 'products' }).data ?? [];
  return distributors.length === 0
    ? []
    : [
        {
          name: 'distributorId',
          title: 'Distributor',
          words: Object.fromEntries(distributors.map(({ id, name }) => [id, name])),
          single: true,
        },
      ];
}

/** How far several decisions are, and why one was refused. */
function Deciding({ decisions: { progress, error, dismiss } }: { readonly decisions: ReturnType<typeof useDecisions> }) {
  return (
    <>
      {progress !== undefined && (
        <Text role="status">
          Mapping {progress.at} of {progress.of}
        </Text>
      )}
      {error !== null && (
        <ProblemMessage
          error={error}
          title={isProblem(error, 'conflict') ? 'That does not fit any more' : 'The mapping was not changed'}
          onDismiss={dismiss}
        />
      )}
    </>
  );
}

/** How much is left to decide, with its money. */
function ToDo({ kind }: { readonly kind: BookKind }) {
  const known = useQuery(countsQuery).data;
  if (known === undefined) return null;
  return (
    <Text role="status">
      {formatNumber(countOf('all', known.waiting[kind]))} to decide
      <AtStake stakes={kind === 'accounts' ? known.accountStakes : known.productStakes} />
    </Text>
  );
}

/** What is bought and cannot be billed before it is mapped; nothing for who may not see costs. */
function AtStake({ stakes }: { readonly stakes: Stakes | null | undefined }) {
  const money = stakesOf(['todo', 'suggested', 'conflicts'], stakes ?? {});
  return money.length === 0 ? null : `, ${formatMoneys(money)} a month at cost`;
}

type TabsProps = {
  readonly kind: BookKind;
  readonly tab: Tab;
  readonly counts: AllCounts | undefined;
  readonly change: ChangeSearch;
};

/** What is mapped. */
function KindTabs({ kind }: { readonly kind: BookKind }) {
  const styles = useStyles();
  const go = useGo();
  return (
    <TabList
      className={styles.tabs}
      selectedValue={kind}
      aria-label="What is mapped"
      onTabSelect={(_, { value }) => {
        go(`/mapping/${value === 'products' ? 'products' : 'accounts'}`);
      }}
    >
      <TabItem value="accounts">Accounts</TabItem>
      <TabItem value="products">Products</TabItem>
    </TabList>
  );
}

/** In which state it is; states with their counts. */
function Tabs({ kind, tab, counts, change }: TabsProps) {
  const styles = useStyles();
  return (
    <TabList
      className={styles.tabs}
      size="small"
      selectedValue={tab}
      aria-label="State of the mapping"
      onTabSelect={(_, { value }) => {
        change({ tab: value === 'todo' ? undefined : String(value) });
      }}
    >
      {tabs.map((each) => (
        <TabItem key={each} value={each}>
          {tabWords[each]}
          {counts === undefined ? '' : ` ${formatNumber(heldBy(each, kind, counts))}`}
        </TabItem>
      ))}
    </TabList>
  );
}

/** These lists tell no total; without a filter the counts of the tabs do. */
const totalOf = (tab: Tab, kind: BookKind, counts: AllCounts | undefined) =>
  counts === undefined ? undefined : { rows: heldBy(tab, kind, counts), exact: true };
