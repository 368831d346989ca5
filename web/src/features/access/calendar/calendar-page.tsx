import { useQuery } from '@tanstack/react-query';
import { formatMonth, formatNumber } from '../../../lib/format.ts';
import { Card } from '../../../ui/card.tsx';
import { Money } from '../../../ui/money.tsx';
import { Page } from '../../../ui/page.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { CalendarFeed } from './calendar-feed.tsx';
import { endsQuery } from './queries.ts';

/** When accesses end, and the money that rests on those that do not extend themselves. */
export function CalendarPage() {
  const query = useQuery(endsQuery);
  return (
    <Page title="Calendar of access" area="Customers" crumbs={[{ title: 'Access (GDAP)', to: '/customers/access' }]}>
      <Card title="Ends by month">
        <QueryStates query={query}>
          {(months) =>
            months.length === 0 ? (
              <Empty title="No access ends">No customer has an active access with an end.</Empty>
            ) : (
              <SmallTable
                label="Ends of access by month"
                rows={months}
                rowId={(row) => row.month}
                columns={[
                  {
                    title: 'Month',
                    cell: (row) => <TextLink to={`/customers/access?endsIn=${row.month}&sort=endsAt`}>{formatMonth(row.month)}</TextLink>,
                  },
                  { title: 'Customers', align: 'end', cell: (row) => formatNumber(row.customers) },
                  { title: 'Extend themselves', align: 'end', cell: (row) => formatNumber(row.extending) },
                  { title: 'To replace', align: 'end', cell: (row) => formatNumber(row.customers - row.extending) },
                  { title: 'Billed a month to those to replace', align: 'end', cell: (row) => <Money value={row.atRisk} /> },
                ]}
              />
            )
          }
        </QueryStates>
      </Card>
      <CalendarFeed />
    </Page>
  );
}
