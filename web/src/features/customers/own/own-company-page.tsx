import { useQuery } from '@tanstack/react-query';
import { getOwnCompany } from '#contract/own-company.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { formatDate, formatNumber } from '../../../lib/format.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { Card, Facts } from '../../../ui/card.tsx';
import { Page } from '../../../ui/page.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { When } from '../../../ui/when.tsx';
import { accessWords, subscriptionWords } from '../../../ui/words.ts';
import { askableFields } from './queries.ts';

type Company = ReplyOf<typeof getOwnCompany>;

/** What people of a customer see: what their company has, who may act in its tenant, and its contact. They change nothing here. */
export function OwnCompanyPage() {
  const query = useQuery({ queryKey: [getOwnCompany.id], queryFn: ({ signal }) => call(getOwnCompany, { signal }) });
  return (
    <Page title={query.data?.name ?? 'My company'} area="My company">
      <QueryStates query={query}>
        {(company) => (
          <>
            <Subscriptions subscriptions={company.subscriptions} />
            <Access access={company.access} />
            <Contacts contacts={company.contacts} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}

const Subscriptions = ({ subscriptions }: Pick<Company, 'subscriptions'>) => (
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

function Contacts({ contacts }: Pick<Company, 'contacts'>) {
  if (contacts.length === 0)
    return (
      <Card title="Contact and address at Microsoft">
        <p>Your provider has not read them yet.</p>
      </Card>
    );
  return contacts.map(({ billTo, readAt }, place) => (
    <Card
      key={`${readAt} ${place}`}
      title={
        contacts.length === 1 ? 'Contact and address at Microsoft' : `Contact and address at Microsoft (${place + 1} of ${contacts.length})`
      }
    >
      <Facts
        facts={[
          ...askableFields.map((field) => [billToFieldWords[field], billTo[field] || '–'] as const),
          ['Read', <When key="read" at={readAt} age />] as const,
        ]}
      />
    </Card>
  ));
}
