import { useQuery } from '@tanstack/react-query';
import { formatMonth, formatNumber } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { ReconciliationTabs } from '../../ui/reconciliation-tabs.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { periodsQuery } from './queries.ts';
import { periodStates } from './words.ts';

/** The months with what is left to do in each, newest first. */
export function PeriodsPage() {
  const query = useQuery(periodsQuery);
  return (
    <Page title="Months" area="Reconciliation">
      <ReconciliationTabs />
      <QueryStates query={query}>
        {(months) =>
          months.length === 0 ? (
            <Empty title="No month yet">A month stands here once its invoices are there or its differences were found.</Empty>
          ) : (
            <Card>
              <SmallTable
                label="Months"
                rows={months}
                rowId={(row) => row.month}
                columns={[
                  {
                    title: 'Month',
                    cell: (row) => <TextLink to={`/reconciliation/periods/${row.month}`}>{formatMonth(row.month)}</TextLink>,
                  },
                  { title: 'State', cell: (row) => <StateBadge state={periodStates[row.state]} /> },
                  { title: 'To do', align: 'end', cell: (row) => formatNumber(row.todo) },
                  { title: 'Waiting', align: 'end', cell: (row) => formatNumber(row.waiting) },
                  { title: 'Resolved', align: 'end', cell: (row) => formatNumber(row.resolved) },
                  { title: 'Dismissed', align: 'end', cell: (row) => formatNumber(row.dismissed) },
                  {
                    title: 'Signed off',
                    cell: (row) =>
                      row.signedOffBy === null ? (
                        '–'
                      ) : (
                        <>
                          {row.signedOffBy}, <When at={row.signedOffAt} />
                        </>
                      ),
                  },
                ]}
              />
            </Card>
          )
        }
      </QueryStates>
    </Page>
  );
}
