import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { ChangeSearch } from '../../lib/url-state.ts';
import type { List } from '../../lib/use-list.ts';
import { useMay } from '../../lib/use-me.ts';
import { ListPage } from '../../ui/list-page.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { mappingWords } from '../../ui/words.ts';
import { canAccept, canUnmap, mappingColumns, type RowActs } from './mapping-columns.tsx';
import { type BookKind, countsQuery, type Decision, type MappingRow, rowIdOf, sourceOf } from './queries.ts';
import { mostChoices } from './target-cell.tsx';
import type { useDecisions } from './use-decisions.ts';
import { emptyWords, heldBy, type Tab } from './words.ts';

// They come when a row is opened, selected or excluded.
const IgnoreDialog = lazy(async () => ({ default: (await import('./ignore-dialog.tsx')).IgnoreDialog }));
const MappingPanel = lazy(async () => ({ default: (await import('./mapping-panel.tsx')).MappingPanel }));
const BulkBar = lazy(async () => ({ default: (await import('./bulk-bar.tsx')).BulkBar }));

export type RowsProps = {
  readonly kind: BookKind;
  readonly tab: Tab;
  readonly list: List<MappingRow>;
  readonly sort: string;
  readonly decisions: ReturnType<typeof useDecisions>;
  readonly change: ChangeSearch;
  readonly isFiltered: boolean;
  readonly isInside: boolean;
};

/** The rows of a workbench: decided one by one with keys or buttons, or several together. */
export function Rows({ kind, tab, list, sort, decisions, change, isFiltered, isInside }: RowsProps) {
  const may = useMay('mapping:write');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [openId, setOpen] = useState<string>();
  const opened = list.rows.find((row) => rowIdOf(row) === openId);
  const chosen = list.rows.filter((row) => selected.has(rowIdOf(row)));
  const { acts, ignoring, keys } = useRowActs(list, decisions, may);
  return (
    <>
      <ListPage
        list={list}
        isFiltered={isFiltered}
        things={kind === 'accounts' ? 'customers' : 'products'}
        empty={<NothingHere tab={tab} kind={kind} />}
        onClearFilters={() => {
          change({ q: undefined, distributorId: undefined });
        }}
        label={`Mapping of ${kind}`}
        columns={mappingColumns(kind, acts, {
          withState: tab === 'todo' || tab === 'all',
          mayAccept: ['suggested', 'conflicts', 'all'].includes(tab),
          isInside,
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
        {...(may && { selected, onSelect: setSelected })}
        keys={keys}
      />
      <Suspense>
        {chosen.length > 0 && (
          <BulkBar
            kind={kind}
            rows={chosen}
            onDone={(batch) => {
              setSelected(new Set());
              decisions.remember(batch);
            }}
            onClear={() => {
              setSelected(new Set());
            }}
          />
        )}
        {opened !== undefined && (
          <MappingPanel
            row={opened}
            onChanged={decisions.refresh}
            onClose={() => {
              setOpen(undefined);
            }}
          />
        )}
        {ignoring !== undefined && <IgnoreDialog {...ignoring} />}
      </Suspense>
    </>
  );
}

/** What keys and buttons do with one row, and the question why it is left out. */
function useRowActs(list: List<MappingRow>, decisions: ReturnType<typeof useDecisions>, may: boolean) {
  const [editingId, setEditing] = useState<string>();
  const [ignoring, setIgnoring] = useState<MappingRow>();
  // The decided row keeps the focus; when it leaves this tab, its neighbour gets it.
  const goOn = useRef<readonly string[]>([]);
  useEffect(() => {
    if (goOn.current.length > 0) focusRow(goOn.current);
    goOn.current = [];
  }, [list.rows]);
  const decideRow = (row: MappingRow, body: Decision) => {
    if (!may) return;
    const at = list.rows.indexOf(row);
    const hasFocus = document.activeElement === document.body || document.activeElement?.closest('[data-row]') !== null;
    goOn.current = hasFocus ? [row, list.rows[at + 1], list.rows[at - 1]].flatMap((each) => (each === undefined ? [] : rowIdOf(each))) : [];
    decisions.act({ rows: [row], body });
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
  const keys: Readonly<Record<string, (row: MappingRow) => void>> = {
    a: acts.onAccept,
    e: acts.onEdit,
    x: acts.onIgnore,
    u: acts.onUnmap,
    n: (row) => {
      const [first] = row.candidates;
      if (first !== undefined) decideRow(row, { decision: 'reject', targetId: first.targetId });
    },
    ...Object.fromEntries(Array.from({ length: mostChoices }, (_, at) => [String(at + 1), chooser(acts, at)])),
  };
  const dialog =
    ignoring === undefined
      ? undefined
      : askWhy(ignoring, {
          decideRow,
          close: () => {
            setIgnoring(undefined);
          },
        });
  return { acts, keys, ignoring: dialog };
}

type AskWhy = { readonly decideRow: (row: MappingRow, body: Decision) => void; readonly close: () => void };

const askWhy = (row: MappingRow, { decideRow, close }: AskWhy) => ({
  name: sourceOf(row).name,
  where: row.connectionName,
  mayBeAbsent: 'customerId' in row,
  onClose: close,
  onIgnore: (body: Decision) => {
    close();
    decideRow(row, body);
  },
});

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
  const counts = useQuery(countsQuery).data;
  const { title, text } = emptyWords[tab];
  const waiting = counts === undefined || tab !== 'todo' ? 0 : heldBy('suggested', kind, counts);
  return (
    <Empty title={title} actions={waiting > 0 && <TextLink to={`/mapping/${kind}?tab=suggested`}>Look at {waiting} suggested</TextLink>}>
      {text}
    </Empty>
  );
}
