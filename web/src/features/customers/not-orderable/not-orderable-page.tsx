import { Button } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { listNotOrderable } from '#contract/contacts.ts';
import { csvRecord } from '#lib/csv.ts';
import { call } from '../../../lib/api.ts';
import { plural } from '../../../lib/format.ts';
import { readFields, readHead } from '../../../lib/read-fields.ts';
import { saveText } from '../../../lib/save-text.ts';
import { useScope } from '../../../lib/scope.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { AsOf } from '../../../ui/as-of.tsx';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { CustomersTabs } from '../../../ui/customers-tabs.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { ListTable } from '../../../ui/list-table.tsx';
import type { Column } from '../../../ui/list-types.ts';
import { Page } from '../../../ui/page.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { TextLink, useGo } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { problemWords } from '../words.ts';

type Row = z.infer<NonNullable<typeof listNotOrderable.reply>>['data'][number];

const notOrderableQuery = {
  queryKey: [listNotOrderable.id],
  queryFn: async ({ signal }: { readonly signal: AbortSignal }) => (await call(listNotOrderable, { signal })).data,
};

/** Where the fields are put right. */
const fixOf = (row: Row): string => `/customers/${row.customerId}?tab=contacts&edit=${row.connectionId}`;

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    title: 'Customer',
    grow: 3,
    min: 170,
    card: 'heading',
    cell: (row) => (
      <TextLink to={fixOf(row)} tabIndex={-1}>
        {row.customerName}
      </TextLink>
    ),
  },
  { id: 'missing', title: 'To put right', grow: 5, min: 240, card: 'bare', cell: (row) => problemWords(row.problems) },
  { id: 'account', title: 'Account', grow: 2, min: 130, cell: (row) => row.connectionName },
  { id: 'since', title: 'Since', grow: 1, min: 190, cell: (row) => <When at={row.since} /> },
  { id: 'read', title: 'Read', grow: 1, min: 124, card: 'hide', cell: (row) => <AsOf of={row} /> },
];

/** Customers for whom nothing can be ordered, and why; a row goes by itself when a reading finds its billing profile whole. */
export function NotOrderablePage() {
  const [search, change] = useUrlState();
  const go = useGo();
  const scope = useScope();
  const query = useQuery(notOrderableQuery);
  const { q = '', field } = search;
  const isShown = (row: Row): boolean =>
    row.customerName.toLowerCase().includes(q.toLowerCase()) &&
    (scope === undefined || row.connectionId === scope) &&
    (field === undefined || row.problems.some((each) => field.split(',').includes(each.field)));
  const rows = query.data?.filter(isShown) ?? [];
  return (
    <Page title="Not orderable" area="Customers" fill actions={rows.length > 0 && <Export rows={rows} />}>
      <CustomersTabs />
      <FilterBar placeholder="Filter by name" choices={[{ name: 'field', title: 'Field', words: billToFieldWords }]} />
      <QueryStates query={query} rows={12}>
        {(data) =>
          data.length === 0 ? (
            <Empty title="Everybody can be ordered for">
              Billing profiles are read once a day and held against Microsoft’s rules for the country. What is missing in one appears here.
            </Empty>
          ) : rows.length === 0 ? (
            <Empty
              title="Nobody matches these filters"
              actions={
                <Button
                  onClick={() => {
                    change({ q: undefined, field: undefined, scope: undefined });
                  }}
                >
                  Clear filters
                </Button>
              }
            />
          ) : (
            <>
              <ListTable
                label="Customers for whom nothing can be ordered"
                rows={rows}
                columns={columns}
                rowId={(row) => `${row.customerId} ${row.connectionId}`}
                rowName={(row) => row.customerName}
                onOpen={(row) => {
                  go(fixOf(row));
                }}
              />
              <span role="status">{plural(rows.length, 'customer')} for whom nothing can be ordered</span>
            </>
          )
        }
      </QueryStates>
    </Page>
  );
}

const fileHead = ['Customer id', 'Customer', 'Account', 'To put right', 'Since', ...readHead];

/** The rows that are shown, as CSV; what a spreadsheet would run as a formula is made harmless. */
function Export({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <Button
      icon={<ArrowDownload20Regular />}
      onClick={() => {
        const lines = rows.map((row) =>
          csvRecord([row.customerId, row.customerName, row.connectionName, problemWords(row.problems), row.since, ...readFields(row)]),
        );
        saveText('not-orderable.csv', `\uFEFF${csvRecord(fileHead)}${lines.join('')}`);
      }}
    >
      Export {plural(rows.length, 'row')}
    </Button>
  );
}
