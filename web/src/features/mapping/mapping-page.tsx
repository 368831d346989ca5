import { makeStyles, Tab as TabItem, TabList, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { isProblem } from '../../lib/api.ts';
import { formatNumber } from '../../lib/format.ts';
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
import { AcceptStrong } from './accept-strong.tsx';
import { IgnoreDialog } from './ignore-dialog.tsx';
import { canAccept, canUnmap, mappingColumns, type RowActs } from './mapping-columns.tsx';
import { type BookKind, countsQuery, type Decision, listOf, listRouteOf, type MappingRow, sourceOf } from './queries.ts';
import { mostChoices } from './target-cell.tsx';
import { useDecisions } from './use-decisions.ts';
import { countOf, emptyWords, type Tab, tabs, tabWords } from './words.ts';

const useStyles = makeStyles({
  tabs: { overflowX: 'auto', flexShrink: 0 },
});

const kindWords: Readonly<Record<BookKind, string>> = { accounts: 'Accounts', products: 'Products' };

/** Two workbenches with one behaviour: who is who (accounts) and what is what (products). */
export function MappingPage() {
  const { pathname } = useLocation();
  const kind: BookKind = pathname.endsWith('/products') ? 'products' : 'accounts';
  return <Workbench key={kind} kind={kind} />;
}

function Workbench({ kind }: { readonly kind: BookKind }) {
  const styles = useStyles();
  const go = useGo();
  const [search, change] = useUrlState();
  const tab = tabs.find((each) => each === search['tab']) ?? 'todo';
  const sort = search['sort'] ?? 'name';
  const list: List<MappingRow> = useList(listRouteOf[kind], listOf(tab, search['q'], sort));
  const decisions = useDecisions();
  const counts = useQuery(countsQuery).data?.[kind];
  const me = useMe();
  const may = useMay('mapping:write');
  return (
    <Page
      title={`Mapping, ${kindWords[kind].toLowerCase()}`}
      area="Mapping"
      fill
      facts={counts !== undefined && <Text role="status">{formatNumber(countOf('todo', counts))} to do</Text>}
      actions={
        <AcceptStrong
          rows={list.rows}
          busy={decisions.isBusy}
          onAccept={(rows) => {
            decisions.act({ rows, body: { decision: 'accept' } }).catch(() => undefined); // shown by the page
          }}
        />
      }
    >
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
      <FilterBar placeholder="Filter by name">
        {me !== undefined && !may && <Text>You can look. {lacksPermission('mapping:write')}</Text>}
      </FilterBar>
      {decisions.progress !== undefined && (
        <Text role="status">
          Mapping {decisions.progress.at} of {decisions.progress.of}
        </Text>
      )}
      {decisions.error !== null && (
        <ProblemMessage
          error={decisions.error}
          title={isProblem(decisions.error, 'conflict') ? 'That does not fit any more' : 'The mapping was not changed'}
          onDismiss={decisions.dismiss}
        />
      )}
      <Rows kind={kind} tab={tab} list={list} sort={sort} decisions={decisions} change={change} isFiltered={search['q'] !== undefined} />
    </Page>
  );
}

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
  const decideRow = (row: MappingRow, body: Decision) => {
    if (!may || decisions.isBusy) return;
    const next = list.rows[list.rows.indexOf(row) + 1] ?? list.rows[list.rows.indexOf(row) - 1];
    const hadFocus = document.activeElement?.closest('[data-row]') !== null || document.activeElement === document.body;
    decisions
      .act({ rows: [row], body })
      .then(() => {
        if (hadFocus) focusRow(row.id, next?.id);
      })
      .catch(() => undefined); // shown by the page
  };
  const acts: RowActs = {
    canWrite: may,
    editingId,
    onEdit: (row) => {
      if (may) setEditing(row?.id);
      if (row === undefined && editingId !== undefined) focusRow(editingId, undefined);
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
        things={kind === 'accounts' ? 'accounts' : 'products'}
        empty={<NothingHere tab={tab} kind={kind} />}
        onClearFilters={() => {
          change({ q: undefined });
        }}
        label={`Mapping of ${kind}`}
        columns={mappingColumns(kind, acts)}
        rowHeight={64}
        rowId={(row) => row.id}
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
          ...Object.fromEntries(Array.from({ length: mostChoices }, (_, at) => [String(at + 1), chooser(acts, at)])),
        }}
      />
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

/** The decided row keeps the focus; when it left this tab, its neighbour gets it. */
function focusRow(id: string, otherwise: string | undefined): void {
  requestAnimationFrame(() => {
    const find = (row: string) => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`);
    (find(id) ?? (otherwise === undefined ? null : find(otherwise)))?.focus();
  });
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
