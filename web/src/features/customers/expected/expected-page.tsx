import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { ExpectedState } from '#model/expected-customer.ts';
import { plural } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { CustomersTabs } from '../../../ui/customers-tabs.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { ListTable } from '../../../ui/list-table.tsx';
import type { Column } from '../../../ui/list-types.ts';
import { Page } from '../../../ui/page.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { When } from '../../../ui/when.tsx';
import { AddCustomer } from '../add-customer.tsx';
import { type Expected, expectedQuery } from './queries.ts';
import { expectedWords } from './words.ts';

const ExpectedPanel = lazy(async () => ({ default: (await import('./expected-panel.tsx')).ExpectedPanel }));

const choices = [
  { name: 'state', title: 'State', words: Object.fromEntries(ExpectedState.options.map((state) => [state, expectedWords[state].word])) },
] as const;

const columns: readonly Column<Expected>[] = [
  { id: 'name', title: 'Customer', grow: 3, min: 170, card: 'heading', cell: (row) => row.name },
  { id: 'domain', title: 'Domain', grow: 3, min: 140, cell: (row) => (row.domain === '' ? row.tenantId : row.domain) },
  { id: 'state', title: 'State', grow: 2, min: 190, cell: (row) => <StateBadge state={expectedWords[row.state]} /> },
  { id: 'sent', title: 'Sent', grow: 2, min: 190, cell: (row) => <When at={row.sentAt} /> },
  { id: 'opened', title: 'Opened', grow: 2, min: 190, cell: (row) => <When at={row.openedAt} /> },
  {
    id: 'reminders',
    title: 'Reminders',
    grow: 1,
    min: 130,
    cell: (row) => (row.shouldRemind ? `${row.reminders}, one is due` : row.reminders),
  },
  { id: 'by', title: 'Added by', grow: 2, min: 120, card: 'hide', cell: (row) => row.createdBy },
];

/** Customers that were added, invited or registered themselves and are not at Partner Center yet; each joins when a sync brings it. */
export function ExpectedPage() {
  const [search, change] = useUrlState();
  const query = useQuery(expectedQuery(search['state']));
  const may = useMay('customers:write');
  const open = search['panel'];
  const q = search['q']?.toLowerCase() ?? '';
  const chosen = query.data?.find(({ id }) => id === open);
  const close = () => {
    change({ panel: undefined, ask: undefined });
  };
  return (
    <Page
      title="Expected customers"
      area="Customers"
      fill
      actions={<AddCustomer />}
      panel={
        chosen !== undefined && (
          <Suspense>
            <ExpectedPanel key={chosen.id} expected={chosen} onClose={close} />
          </Suspense>
        )
      }
    >
      <CustomersTabs />
      <FilterBar placeholder="Filter by name or domain" choices={choices} />
      <QueryStates query={query} rows={12}>
        {(data) => {
          const rows = data.filter(({ name, domain, tenantId }) => `${name} ${domain} ${tenantId}`.toLowerCase().includes(q));
          if (rows.length === 0) return <Nothing isFiltered={q !== '' || search['state'] !== undefined} may={may} />;
          return (
            <>
              <ListTable
                label="Expected customers"
                rows={rows}
                columns={columns}
                rowId={(row) => row.id}
                rowName={(row) => row.name}
                openId={open}
                onOpen={(row) => {
                  change({ panel: row.id, ask: undefined }, open === undefined ? 'push' : 'replace');
                }}
              />
              <span role="status">{plural(rows.length, 'expected customer')}</span>
            </>
          );
        }}
      </QueryStates>
    </Page>
  );
}

function Nothing({ isFiltered, may }: { readonly isFiltered: boolean; readonly may: boolean }) {
  const [, change] = useUrlState();
  if (isFiltered)
    return (
      <Empty
        title="Nobody who is expected matches these filters"
        actions={
          <Button
            onClick={() => {
              change({ q: undefined, state: undefined });
            }}
          >
            Clear filters
          </Button>
        }
      />
    );
  return (
    <Empty title="Nobody is expected">
      Add a customer that is not at Partner Center yet: it is invited by a link, and joins by itself when it accepted.
      {!may && ` ${lacksPermission('customers:write')}`}
    </Empty>
  );
}
