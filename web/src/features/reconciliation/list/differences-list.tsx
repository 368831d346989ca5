import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { listDifferences } from '#contract/reconciliation.ts';
import { overviewQuery } from '../../../lib/overview-query.ts';
import type { ChangeSearch, Search } from '../../../lib/url-state.ts';
import { type List, useList } from '../../../lib/use-list.ts';
import { useMay } from '../../../lib/use-me.ts';
import { isForPage } from '../../../ui/list-keys.ts';
import { ListPage } from '../../../ui/list-page.tsx';
import { Money } from '../../../ui/money.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { Empty } from '../../../ui/states.tsx';
import { differenceKindWords } from '../../../ui/words.ts';
import { type Filter, listOf, type Row, type Tab, usePreview } from '../queries.ts';
import { BulkBar } from './bulk-bar.tsx';
import { differenceColumns } from './difference-columns.tsx';

const DecideDialog = lazy(async () => ({ default: (await import('./decide-dialog.tsx')).DecideDialog }));

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
  },
});

const defaultSort = '-impact';

export const useDifferences = (search: Search, tab: Tab, filter: Filter): List<Row> =>
  useList(listDifferences, listOf(tab, filter, search['sort'] ?? defaultSort));

export type DifferencesListProps = {
  readonly list: List<Row>;
  readonly search: Search;
  readonly tab: Tab;
  readonly isFiltered: boolean;
  readonly change: ChangeSearch;
};

/** The rows of one tab, with selection, keys and what can be done to one or many. */
export function DifferencesList({ list, search, tab, isFiltered, change }: DifferencesListProps) {
  const styles = useStyles();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [dismissing, setDismissing] = useState<Row>();
  const may = useMay('corrections:propose');
  const preview = usePreview();
  const clear = () => {
    setSelected(new Set());
  };
  useEscape(search['panel'] === undefined && selected.size > 0, clear);
  const previewRow = (row: Row) => {
    if (may && row.correctable && row.state !== 'applying' && !preview.isPending) preview.mutate({ differenceIds: [row.id] });
  };
  const chosen = list.rows.filter((row) => selected.has(row.id));
  return (
    <>
      {preview.error !== null && <ProblemMessage error={preview.error} title="No preview could be made" onDismiss={preview.reset} />}
      <div className={styles.box}>
        <ListPage
          list={list}
          isFiltered={isFiltered}
          things="differences"
          empty={<NothingHere tab={tab} />}
          onClearFilters={() => {
            change({ q: undefined, kind: undefined, customerId: undefined });
          }}
          label="Differences"
          columns={differenceColumns(tab !== 'todo')}
          rowHeight={56}
          rowId={(row) => row.id}
          rowName={(row) => `${row.customerName}, ${row.productName}, ${differenceKindWords[row.kind]}`}
          sort={search['sort'] ?? defaultSort}
          onSort={(sort) => {
            change({ sort: sort === defaultSort ? undefined : sort });
          }}
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
      </div>
      {chosen.length > 0 && <BulkBar rows={chosen} onClear={clear} />}
      {dismissing !== undefined && (
        <Suspense>
          <DecideDialog
            act="accept"
            difference={list.rows.find((row) => row.id === dismissing.id) ?? dismissing}
            onClose={() => {
              setDismissing(undefined);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** Esc clears the selection once no panel is left to close. */
function useEscape(active: boolean, act: () => void): void {
  useEffect(() => {
    if (!active) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && isForPage(event)) act();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  });
}

function NothingHere({ tab }: { readonly tab: Tab }) {
  const recovered = useQuery(overviewQuery).data?.recovered ?? [];
  const { title, text } = emptyWords[tab];
  return (
    <Empty title={title}>
      {tab === 'todo' && recovered.length > 0 ? (
        <>
          <Money value={recovered} per="month" /> recovered so far.
        </>
      ) : (
        text
      )}
    </Empty>
  );
}

const emptyWords: Readonly<Record<Tab, { readonly title: string; readonly text: string }>> = {
  todo: { title: 'Nothing left to review', text: 'Microsoft, distributor and PSA agree. The next comparison looks again.' },
  waiting: { title: 'Nothing waits for approval', text: 'Plans above the approval limit stand here until a second person decides.' },
  resolved: { title: 'Nothing was resolved yet', text: 'Corrected differences stand here, and those that went away by themselves.' },
  dismissed: { title: 'Nothing was dismissed', text: 'Differences that you accept as they are stand here with their reason.' },
  all: { title: 'No differences were found yet', text: 'Compare the books once the connections have been read.' },
};
