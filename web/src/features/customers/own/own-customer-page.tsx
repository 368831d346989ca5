import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { askForChange } from '#contract/change-requests.ts';
import { call } from '../../../lib/api.ts';
import { formatNumber } from '../../../lib/format.ts';
import { usePathPart } from '../../../lib/url-state.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { Card, Facts } from '../../../ui/card.tsx';
import { Page } from '../../../ui/page.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { When } from '../../../ui/when.tsx';
import type { Wanted } from './ask-words.ts';
import { OwnRequests } from './own-requests.tsx';
import { askableFields, type OwnCustomer, ownCustomerQuery } from './queries.ts';

const AskDialog = lazy(async () => ({ default: (await import('./ask-dialog.tsx')).AskDialog }));
const crumbs = [{ title: 'My customers', to: '/own-customers' }];

/** A customer as its reseller sees it: no costs, no connections. What should be otherwise is asked for here. */
export function OwnCustomerPage() {
  const id = usePathPart('customerId');
  const query = useQuery(ownCustomerQuery(id));
  const [wanted, setWanted] = useState<Wanted>();
  return (
    <Page title={query.data?.name ?? 'Customer'} area="My customers" crumbs={crumbs}>
      <QueryStates query={query}>
        {(customer) => (
          <>
            <Subscriptions customer={customer} onAsk={setWanted} />
            <Profiles customer={customer} onAsk={setWanted} />
            <OwnRequests customer={customer} />
          </>
        )}
      </QueryStates>
      {wanted !== undefined && (
        <Suspense>
          <AskDialog
            wanted={wanted}
            send={(asking) => call(askForChange, { body: { customerId: id, ...asking } })}
            onClose={() => {
              setWanted(undefined);
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}

type PartProps = { readonly customer: OwnCustomer; readonly onAsk: (wanted: Wanted) => void };

const Subscriptions = ({ customer: { subscriptions }, onAsk }: PartProps) => (
  <Card title="Subscriptions">
    {subscriptions.length === 0 ? (
      <p>It has no subscription.</p>
    ) : (
      <SmallTable
        label="Subscriptions"
        rows={subscriptions}
        rowId={(row) => row.id}
        columns={[
          { title: 'Product', cell: (row) => row.name },
          { title: 'Seats', align: 'end', cell: (row) => formatNumber(row.seats) },
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

function Profiles({ customer: { profiles }, onAsk }: PartProps) {
  if (profiles.length === 0)
    return (
      <Card title="Contact and address at Microsoft">
        <p>Your provider has not read them yet.</p>
      </Card>
    );
  return profiles.map((profile, place) => (
    <Card
      key={profile.connectionId}
      title={
        profiles.length === 1 ? 'Contact and address at Microsoft' : `Contact and address at Microsoft (${place + 1} of ${profiles.length})`
      }
      action={
        <Button
          size="small"
          onClick={() => {
            onAsk({ kind: 'billTo', profile });
          }}
        >
          Ask for a change
        </Button>
      }
    >
      <Facts
        facts={[
          ...askableFields.map((field) => [billToFieldWords[field], profile.billTo[field] || '–'] as const),
          ['Read', <When key="read" at={profile.readAt} age />] as const,
        ]}
      />
    </Card>
  ));
}
