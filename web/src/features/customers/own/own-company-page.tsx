import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { getOwnCompany } from '#contract/own-company.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { formatDate, formatNumber } from '../../../lib/format.ts';
import { Card } from '../../../ui/card.tsx';
import { Page } from '../../../ui/page.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { When } from '../../../ui/when.tsx';
import { accessWords, subscriptionWords } from '../../../ui/words.ts';
import type { Wanted } from './ask-words.ts';

const CompanyAsking = lazy(async () => ({ default: (await import('./company-requests.tsx')).CompanyAsking }));
const OwnAskDialog = lazy(async () => ({ default: (await import('./own-ask-dialog.tsx')).OwnAskDialog }));

type Company = ReplyOf<typeof getOwnCompany>;
type OnAsk = { readonly onAsk: (wanted: Wanted) => void };

/** What people of a customer see: what their company has, who may act in its tenant, and its contact. What should be otherwise is asked for. */
export function OwnCompanyPage() {
  const [wanted, setWanted] = useState<Wanted>();
  const query = useQuery({ queryKey: [getOwnCompany.id], queryFn: ({ signal }) => call(getOwnCompany, { signal }) });
  return (
    <Page title={query.data?.name ?? 'My company'} area="My company">
      <QueryStates query={query}>
        {(company) => (
          <>
            <Subscriptions subscriptions={company.subscriptions} onAsk={setWanted} />
            <Access access={company.access} />
            <Suspense>
              <CompanyAsking company={company} onAsk={setWanted} />
            </Suspense>
          </>
        )}
      </QueryStates>
      {wanted !== undefined && (
        <Suspense>
          <OwnAskDialog
            wanted={wanted}
            onClose={() => {
              setWanted(undefined);
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}

const Subscriptions = ({ subscriptions, onAsk }: Pick<Company, 'subscriptions'> & OnAsk) => (
  <Card title="Subscriptions">
    {subscriptions.length === 0 ? (
      <p>Your company has no subscription.</p>
    ) : (
      <SmallTable
        label="Subscriptions"
        rows={subscriptions}
        rowId={(row) => row.id}
        columns={[
          { title: 'Product', cell: (row) => row.name },
          { title: 'Seats', align: 'end', cell: (row) => formatNumber(row.seats) },
          { title: 'State', cell: (row) => <StateBadge state={subscriptionWords[row.status]} /> },
          { title: 'Term ends', cell: (row) => (row.endsOn === null ? '–' : formatDate(row.endsOn)) },
          { title: 'Renews by itself', cell: (row) => (row.autoRenew ? 'Yes' : 'No') },
          {
            title: 'Actions',
            cell: (row) => (
              <Button
                size="small"
                aria-label={`Ask for other seats of ${row.name}`}
                onClick={() => {
                  onAsk({ kind: 'seats', subscription: row });
                }}
              >
                Ask for other seats
              </Button>
            ),
          },
        ]}
      />
    )}
  </Card>
);

const Access = ({ access }: Pick<Company, 'access'>) => (
  <Card title="Access of your provider">
    <p style={{ margin: 0 }}>What your provider may do in your Microsoft tenant.</p>
    {access.length === 0 ? (
      <p>Your provider has no access.</p>
    ) : (
      <SmallTable
        label="Access of your provider"
        rows={access}
        rowId={(row) => row.name}
        columns={[
          { title: 'Name', cell: (row) => row.name },
          { title: 'State', cell: (row) => <StateBadge state={accessWords[row.state]} /> },
          { title: 'Ends', cell: (row) => <When at={row.endsAt} /> },
          { title: 'Extends itself', cell: (row) => (row.autoExtends ? 'Yes' : 'No') },
          { title: 'Roles', cell: (row) => row.roles.join(', ') || '–' },
        ]}
      />
    )}
  </Card>
);
