import type { z } from 'zod';
import { type Conflict, exportConflicts, listConflicts } from '#contract/conflicts.ts';
import { addressOf } from '../../lib/api.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { Facts } from '../../ui/card.tsx';
import { Download } from '../../ui/download.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ListPage } from '../../ui/list-page.tsx';
import type { Column } from '../../ui/list-types.ts';
import { Panel } from '../../ui/panel.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { conflictFieldWordOf, conflictKindWords, conflictWinnerWords } from './conflict-words.ts';

type Row = z.infer<typeof Conflict>;

const valueOf = (text: string | null): string => (text === null || text === '' ? '–' : text);

const columns: readonly Column<Row>[] = [
  { id: 'at', title: 'When', grow: 2, min: 180, sort: 'at', cell: (row) => <When at={row.at} /> },
  { id: 'customer', title: 'Customer', grow: 2, min: 140, card: 'heading', cell: (row) => row.customerName },
  { id: 'subject', title: 'About', grow: 3, min: 180, cell: (row) => row.subject },
  { id: 'field', title: 'Field', grow: 1, min: 110, cell: (row) => conflictFieldWordOf(row.field) },
  { id: 'ours', title: 'Ours', grow: 2, min: 110, cell: (row) => valueOf(row.ours) },
  { id: 'theirs', title: 'Theirs', grow: 2, min: 110, cell: (row) => valueOf(row.theirs) },
  { id: 'winner', title: 'What counts', grow: 1, min: 110, cell: (row) => conflictWinnerWords[row.winner] },
];

/** Each time two sides changed the same thing: both values, whose counts, and the rule that decided. */
export function ConflictsTab() {
  const [search, change] = useUrlState();
  const names = ['q', 'kind', 'winner', 'customer'] as const;
  const asked = Object.fromEntries(
    names.flatMap((name) => (search[name] === undefined ? [] : [[name === 'customer' ? 'customerId' : name, search[name]]])),
  );
  const sort = search['sort']?.replace(/^-/, '') === 'at' ? search['sort'] : undefined;
  const list = useList(listConflicts, { ...asked, sort });
  const open = list.rows.find((row) => row.id === search['panel']);
  const clear = () => {
    change(Object.fromEntries(names.map((name) => [name, undefined])));
  };
  return (
    <>
      <FilterBar
        placeholder="Filter by customer, field or value"
        choices={[
          { name: 'kind', title: 'What happened', words: conflictKindWords },
          { name: 'winner', title: 'What counts', words: conflictWinnerWords },
        ]}
      >
        <Download text="Export" files={[{ word: 'CSV', href: addressOf(exportConflicts, { query: asked }) }]} />
      </FilterBar>
      {search['customer'] !== undefined && (
        <span>
          Of one customer only. <TextLink to="/activity?tab=conflicts">Show those of all</TextLink>
        </span>
      )}
      <ListPage
        label="Conflicts"
        things="conflicts"
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => `${conflictFieldWordOf(row.field)} of ${row.customerName}`}
        sort={sort}
        onSort={(next) => {
          change({ sort: next });
        }}
        openId={search['panel']}
        onOpen={(row) => {
          change({ panel: row.id }, search['panel'] === undefined ? 'push' : 'replace');
        }}
        isFiltered={Object.keys(asked).length > 0}
        onClearFilters={clear}
        empty={
          <Empty title="No conflicts yet">
            When a plan meets something that changed meanwhile, or two sides say different things of one field, both values appear here.
          </Empty>
        }
      />
      {open !== undefined && (
        <ConflictPanel
          conflict={open}
          onClose={() => {
            change({ panel: undefined });
          }}
        />
      )}
    </>
  );
}

function ConflictPanel({ conflict, onClose }: { readonly conflict: Row; readonly onClose: () => void }) {
  return (
    <Panel title={conflictKindWords[conflict.kind]} onClose={onClose} isFloating>
      <p>{conflict.rule}</p>
      <Facts
        facts={[
          ['When', <When key="at" at={conflict.at} />],
          [
            'Customer',
            <TextLink key="customer" to={`/customers/${conflict.customerId}`}>
              {conflict.customerName}
            </TextLink>,
          ],
          ['About', conflict.subject],
          ['Field', conflictFieldWordOf(conflict.field)],
          ['Before', conflict.base ?? undefined],
          ['Ours', valueOf(conflict.ours)],
          ['Theirs', valueOf(conflict.theirs)],
          ['What counts', conflictWinnerWords[conflict.winner]],
          ['System', conflict.system ?? undefined],
          [
            'Plan',
            conflict.planId === null ? undefined : (
              <TextLink key="plan" to={`/plans/${conflict.planId}`}>
                Open the plan
              </TextLink>
            ),
          ],
        ]}
      />
    </Panel>
  );
}
