import { makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useState } from 'react';
import { listDifferences } from '#contract/reconciliation.ts';
import type { DifferenceTab } from '#model/worklist.ts';
import type { ChangeSearch, Search } from '../../../lib/url-state.ts';
import { type List, useList } from '../../../lib/use-list.ts';
import { useMay } from '../../../lib/use-me.ts';
import { differenceKindWords } from '../../../ui/difference-words.ts';
import { ListPage } from '../../../ui/list-page.tsx';
import type { Column } from '../../../ui/list-types.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import type { Row } from '../queries.ts';
import { BulkBar } from './bulk-bar.tsx';
import { differenceColumns } from './difference-columns.tsx';
import { type Filter, groupOf, isFiltered, noFilters, statesIn } from './filters.ts';
import { GroupHeading } from './group-heading.tsx';
import { NothingHere } from './nothing-here.tsx';
import { useActs } from './use-acts.ts';
import { type Item, itemsOf, useGroups } from './use-items.ts';
import { useEscape, useGroupKey } from './use-keys.ts';
import { useSelection } from './use-selection.ts';

const WorkDialog = lazy(async () => ({ default: (await import('./work-dialog.tsx')).WorkDialog }));

const useStyles = makeStyles({
  /** Cells ask how much room the list has. */
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    flex: '1 1 0',
    minWidth: 0,
    minHeight: 0,
    containerType: 'inline-size',
    '@media (max-width: 719px)': { flex: '0 0 auto' },
  },
  rest: { paddingInline: tokens.spacingHorizontalXXL, color: tokens.colorNeutralForeground2 },
});

const defaultSort = '-impact';

/** The rows of a tab, page by page; while they are gathered the page reads only the first. */
export const useDifferences = (search: Search, tab: DifferenceTab, filter: Filter): List<Row> =>
  useList(listDifferences, { ...filter, state: statesIn(tab), sort: search['sort'] ?? defaultSort });

export type DifferencesListProps = {
  readonly list: List<Row>;
  readonly search: Search;
  readonly tab: DifferenceTab;
  readonly filter: Filter;
  readonly change: ChangeSearch;
};

/** The rows of one tab, gathered or not, with selection, keys and what can be done to one, to a group or to many. */
export function DifferencesList({ list, search, tab, filter, change }: DifferencesListProps) {
  const styles = useStyles();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const mayAll = useMay('corrections:propose') && tab === 'todo';
  const sort = search['sort'] ?? defaultSort;
  const by = groupOf(search);
  const groups = useGroups(by, tab, filter, sort, open);
  const shown: List<Item> = by === undefined ? { ...list, rows: itemsOf(list.rows) } : groups;
  const acts = useActs(tab);
  const selection = useSelection(
    shown.rows.flatMap((item) => (item.type === 'row' ? [item.row] : [])),
    tab,
  );
  useEscape(search['panel'] === undefined && selection.rows.length > 0, selection.clear);
  useGroupKey(by, change);
  const toggle = (key: string) => {
    setOpen((before) => (before.has(key) ? before.difference(new Set([key])) : before.union(new Set([key]))));
  };
  const onRow = (act: (row: Row) => void) => (item: Item) => {
    if (item.type === 'row') act(item.row);
  };
  const previewItem = (item: Item) => {
    if (item.type === 'row') acts.preview([item.row]);
    if (item.type === 'group') acts.previewAll(item.filter);
  };
  return (
    <>
      {acts.problem !== null && <ProblemMessage error={acts.problem} title="No preview could be made" onDismiss={acts.forget} />}
      <div className={styles.box}>
        <ListPage<Item>
          list={shown}
          isFiltered={isFiltered(filter)}
          things={by === undefined ? 'differences' : 'groups'}
          empty={<NothingHere tab={tab} />}
          onClearFilters={() => {
            change(noFilters);
          }}
          label="Differences"
          columns={columnsOfItems(tab !== 'todo', search['panel'] !== undefined)}
          rowHeight={56}
          rowId={(item) => item.id}
          rowName={nameOf}
          heading={(item) =>
            item.type === 'row' ? undefined : item.type === 'rest' ? (
              <span className={styles.rest}>{item.text}</span>
            ) : (
              <GroupHeading
                label={item.label}
                group={item.group}
                isOpen={open.has(item.group.key)}
                onToggle={() => {
                  toggle(item.group.key);
                }}
                onPreview={
                  mayAll
                    ? () => {
                        acts.previewAll(item.filter);
                      }
                    : undefined
                }
                onDismiss={
                  mayAll
                    ? () => {
                        acts.dismissAll(item.filter, item.group.count, item.label);
                      }
                    : undefined
                }
              />
            )
          }
          selects={(item) => idsBelow(item, shown.rows)}
          sort={sort}
          onSort={(next) => {
            change({ sort: next === defaultSort ? undefined : next });
          }}
          openId={search['panel']}
          onOpen={(item) => {
            if (item.type === 'group') toggle(item.group.key);
            if (item.type === 'row') change({ panel: item.id }, search['panel'] === undefined ? 'push' : 'replace');
          }}
          selected={selection.ids}
          onSelect={selection.select}
          keys={{
            a: previewItem,
            p: previewItem,
            d: (item) => {
              if (item.type === 'row') acts.dismiss([item.row]);
              if (item.type === 'group' && tab === 'todo') acts.dismissAll(item.filter, item.group.count, item.label);
            },
            s: onRow((row) => {
              acts.dismiss([row], 'until');
            }),
            n: onRow(acts.note),
            o: onRow((row) => {
              acts.own([row]);
            }),
          }}
        />
      </div>
      {selection.rows.length > 0 && <BulkBar selection={selection} acts={acts} />}
      {acts.asked !== undefined && (
        <Suspense>
          <WorkDialog asked={acts.asked} onClose={acts.close} />
        </Suspense>
      )}
    </>
  );
}

const nameOf = (item: Item): string => {
  if (item.type === 'rest') return item.text;
  if (item.type === 'group') return item.label;
  return `${item.row.customerName}, ${item.row.productName}, ${differenceKindWords[item.row.kind]}`;
};

/** Selecting a heading takes the rows that stand below it. */
function idsBelow(item: Item, items: readonly Item[]): readonly string[] {
  if (item.type === 'row') return [item.id];
  if (item.type === 'rest') return [];
  const at = items.indexOf(item) + 1;
  const end = items.findIndex((each, index) => index >= at && each.type !== 'row');
  return items.slice(at, end === -1 ? undefined : end).map(({ id }) => id);
}

/** The columns of a difference; a heading has none. */
const columnsOfItems = (withState: boolean, isBesidePanel: boolean): Column<Item>[] =>
  differenceColumns(withState, isBesidePanel).map((column) => ({
    ...column,
    cell: (item) => (item.type === 'row' ? column.cell(item.row) : null),
  }));
