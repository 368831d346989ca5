import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { Page } from '../../../ui/page.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { ownCustomersQuery } from './queries.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** The customers of a reseller: where its people begin. */
export function OwnCustomersPage() {
  const [search] = useUrlState();
  const query = useQuery(ownCustomersQuery);
  const letters = (search['q'] ?? '').toLowerCase();
  return (
    <Page title="My customers">
      <FilterBar placeholder="Filter by name or domain" />
      <QueryStates query={query}>
        {({ data }) => {
          const shown = data.filter(({ name, domain }) => `${name} ${domain}`.toLowerCase().includes(letters));
          if (data.length === 0)
            return (
              <Empty title="There is no customer of yours yet">Your provider gives you customers here. Ask it if one is missing.</Empty>
            );
          if (shown.length === 0) return <Empty title="No customer matches these letters" />;
          return (
            <SmallTable
              label="My customers"
              rows={shown}
              rowId={(row) => row.id}
              columns={[
                { title: 'Name', cell: (row) => <TextLink to={`/own-customers/${row.id}`}>{row.name}</TextLink> },
                { title: 'Domain', cell: (row) => row.domain || '–' },
                { title: 'Subscriptions', align: 'end', cell: (row) => formatNumber(row.subscriptions.length) },
                { title: 'Seats', align: 'end', cell: (row) => formatNumber(sum(row.subscriptions.map(({ seats }) => seats))) },
              ]}
            />
          );
        }}
      </QueryStates>
    </Page>
  );
}
