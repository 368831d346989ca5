import { makeStyles, Tab as TabItem, TabList, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { isProblem } from '../../lib/api.ts';
import { formatMoneys, formatNumber } from '../../lib/format.ts';
import { type ChangeSearch, useUrlState } from '../../lib/url-state.ts';
import { type List, useList } from '../../lib/use-list.ts';
import { lacksPermission, useMay, useMe } from '../../lib/use-me.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ListPage } from '../../ui/list-page.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink, useGo } from '../../ui/text-link.tsx';
import { mappingWords } from '../../ui/words.ts';
import { IgnoreDialog } from './ignore-dialog.tsx';
import { canAccept, canUnmap, mappingColumns, type RowActs } from './mapping-columns.tsx';
import { type BookKind, countsQuery, type Decision, listOf, listRouteOf, type MappingRow, rowIdOf, rowOf, sourceOf } from './queries.ts';
import { mostChoices } from './target-cell.tsx';
import { useDecisions } from './use-decisions.ts';
import { type Counts, countOf, emptyWords, type Stakes, stakesOf, type Tab, tabs, tabWords } from './words.ts';
import { WorkTools } from './work-tools.tsx';

// Comes when a row is opened.
const MappingPanel = lazy(async () => ({ default: (await import('./mapping-panel.tsx')).MappingPanel }));

const useStyles = makeStyles({
  tabs: { overflowX: 'auto', flexShrink: 0 },
});

const titles: Readonly<Record<BookKind, string>> = { accounts: 'Account mapping', products: 'Product mapping' };

/** Two workbenches with one behaviour: who is who (accounts) and what is what (products). */
export function MappingPage() {
  const { pathname } = useLocation();
  const kind: BookKind = pathname.endsWith('/products') ? 'products' : 'accounts';
  return <Workbench key={kind} kind={kind} />;
}

function Workbench({ kind }: { readonly kind: BookKind }) {
  const [search, change] = useUrlState();
  const tab = tabs.find((each) => each === search['tab']) ?? 'todo';
  const sort = search['sort'] ?? 'name';
  const found = useList(listRouteOf[kind], listOf(tab, search['q'], sort));
  const rows = useMemo(() => found.rows.flatMap(rowOf), [found.rows]);
  const list: List<MappingRow> = { ...found, rows };
  const decisions = useDecisions();
  const counts = useQuery(countsQuery).data?.[kind];
  const counted = { ...list, total: list.total ?? totalOf(tab, counts, search['q']) };
  const me = useMe();
  const may = useMay('mapping:write');
  return (
    <Page
      title={titles[kind]}
      area="Mapping"
      fill
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
      <Tabs kind={kind} tab={tab} counts={counts} change={change} />
      <FilterBar placeholder="Filter by name">
        {me !== undefined && !may && <Text>You can look. {lacksPermission('mapping:write')}</Text>}
      </FilterBar>
      <Deciding decisions={decisions} />
      <Rows kind={kind} tab={tab} list={counted} sort={sort} decisions={decisions} change={change} isFiltered={search['q'] !== undefined} />
    </Page>
  );
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
      {formatNumber(countOf('todo', known[kind]))} to do
      <AtStake stakes={kind === 'accounts' ? known.accountStakes : known.productStakes} />
    </Text>
  );
}

/** What is bought and cannot be billed before it is mapped; nothing for who may not see costs. */
function AtStake({ stakes }: { readonly stakes: Stakes | null | undefined }) {
  const money = stakesOf('todo', stakes ?? {});
  return money.length === 0 ? null : ` = ${formatMoneys(money)} a month at cost`;
}

type TabsProps = {
  readonly kind: BookKind;
  readonly tab: Tab;
  readonly counts: Counts | undefined;
  readonly change: ChangeSearch;
};

/** What is mapped, and in which state; states with their counts. */
function Tabs({ kind, tab, counts, change }: TabsProps) {
  const styles = useStyles();
  const go = useGo();
  return (
    <>
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
            {counts === undefined ? '' : ` ${formatNumber(countOf(each, counts))}`}
          </TabItem>
        ))}
      </TabList>
    </>
  );
}

/** These lists tell no total; without a filter the counts of the tabs do. */
const totalOf = (tab: Tab, counts: Counts | undefined, q: string | undefined) =>
  counts === undefined || q !== undefined ? undefined : { rows: countOf(tab, counts), exact: true };

type RowsProps = {
  readonly kind: BookKind;
  readonly tab: Tab;
  readonly list: List<MappingRow>;
  readonly sort: string;
  readonly decisions: ReturnType<typeof useDecisions>;
  readonly change: ChangeSearch;
  readonly isFiltered: boolean;
};

function Rows({ kind, tab, list, sort, decisions, change, isFiltered }: RowsProps) {
  const may = useMay('mapping:write');
  const [editingId, setEditing] = useState<string>();
  const [ignoring, setIgnoring] = useState<MappingRow>();
  const [openId, setOpen] = useState<string>();
  const opened = list.rows.find((row) => rowIdOf(row) === openId);
  // The decided row keeps the focus; when it leaves this tab, its neighbour gets it.
  const goOn = useRef<readonly string[]>([]);
  useEffect(() => {
    if (goOn.current.length > 0) focusRow(goOn.current);
    goOn.current = [];
  }, [list.rows]);
  const decideRow = (row: MappingRow, body: Decision) => {
    if (!may || decisions.isBusy) return;
    const at = list.rows.indexOf(row);
    const hasFocus = document.activeElement === document.body || document.activeElement?.closest('[data-row]') !== null;
    goOn.current = hasFocus ? [row, list.rows[at + 1], list.rows[at - 1]].flatMap((each) => (each === undefined ? [] : rowIdOf(each))) : [];
    decisions.act({ rows: [row], body }).catch(() => undefined); // shown by the page
  };
  const acts: RowActs = {
    canWrite: may,
    editingId,
    onEdit: (row) => {
      if (may) setEditing(row?.id);
      const edited = list.rows.find((each) => each.id === editingId);
      if (row === undefined && edited !== undefined) focusRow([rowIdOf(edited)]);
    },
    onMap: (row, targetId) => {
      decideRow(row, { decision: 'map', targetId });
    },
    onAccept: (row) => {
      if (canAccept(row)) decideRow(row, { decision: 'accept' });
    },
    onIgnore: (row) => {
      if (may) setIgnoring(row);
    },
    onUnmap: (row) => {
      if (canUnmap(row)) decideRow(row, { decision: 'unmap' });
    },
  };
  return (
    <>
      <ListPage
        list={list}
        isFiltered={isFiltered}
        things={kind === 'accounts' ? 'customers' : 'products'}
        empty={<NothingHere tab={tab} kind={kind} />}
        onClearFilters={() => {
          change({ q: undefined });
        }}
        label={`Mapping of ${kind}`}
        columns={mappingColumns(kind, acts, {
          withState: tab === 'todo' || tab === 'all',
          mayAccept: ['suggested', 'conflicts', 'all'].includes(tab),
        })}
        rowHeight={kind === 'accounts' ? 80 : 64}
        rowId={rowIdOf}
        openId={openId}
        onOpen={(row) => {
          setOpen(rowIdOf(row));
        }}
        rowName={(row) => `${sourceOf(row).name}, ${mappingWords[row.state].word}`}
        sort={sort}
        onSort={(next) => {
          change({ sort: next === 'name' ? undefined : next });
        }}
        keys={{
          a: acts.onAccept,
          e: acts.onEdit,
          x: acts.onIgnore,
          u: acts.onUnmap,
          n: (row) => {
            const [first] = row.candidates;
            if (first !== undefined) decideRow(row, { decision: 'reject', targetId: first.targetId });
          },
          ...Object.fromEntries(Array.from({ length: mostChoices }, (_, at) => [String(at + 1), chooser(acts, at)])),
        }}
      />
      {opened !== undefined && (
        <Suspense>
          <MappingPanel
            row={opened}
            onClose={() => {
              setOpen(undefined);
            }}
          />
        </Suspense>
      )}
      {ignoring !== undefined && (
        <IgnoreDialog
          row={ignoring}
          onClose={() => {
            setIgnoring(undefined);
          }}
          onIgnore={(body) => {
            setIgnoring(undefined);
            decideRow(ignoring, body);
          }}
        />
      )}
    </>
  );
}

/** Keys 1, 2, 3: the candidate of that number. */
const chooser = (acts: RowActs, at: number) => (row: MappingRow) => {
  const candidate = row.candidates[at];
  if (candidate !== undefined) acts.onMap(row, candidate.targetId);
};

/** The first of these rows that is drawn gets the focus. */
function focusRow(ids: readonly string[]): void {
  const rows = ids.map((id) => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`));
  rows.find((row) => row !== null)?.focus();
}

function NothingHere({ tab, kind }: { readonly tab: Tab; readonly kind: BookKind }) {
  const counts = useQuery(countsQuery).data?.[kind];
  const { title, text } = emptyWords[tab];
  const waiting = counts === undefined || tab !== 'todo' ? 0 : countOf('suggested', counts);
  return (
    <Empty title={title} actions={waiting > 0 && <TextLink to={`/mapping/${kind}?tab=suggested`}>Look at {waiting} suggested</TextLink>}>
      {text}
    </Empty>
  );
}
