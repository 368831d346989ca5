import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { z } from 'zod';
import type { CustomerDetail } from '#contract/customers.ts';
import { usePathPart, useUrlState } from '../../lib/url-state.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Loading, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { accessWords } from '../../ui/words.ts';
import { AccountsTable } from './accounts-table.tsx';
import { CustomerDifferences } from './customer-differences.tsx';
import { CustomerFacts } from './customer-facts.tsx';
import { CustomerSubscriptions } from './customer-subscriptions.tsx';
import { customerQuery } from './queries.ts';
import { SyncCustomer } from './sync-customer.tsx';
import { relationshipWordOf } from './words.ts';

// Few look at it, and it brings the rules of billing profiles along.
const CustomerContacts = lazy(async () => ({ default: (await import('./customer-contacts.tsx')).CustomerContacts }));

const CustomerTimeline = lazy(async () => ({ default: (await import('./customer-timeline.tsx')).CustomerTimeline }));

/** Comes after the facts, so that they are there first. */
const FormCard = lazy(async () => ({ default: (await import('./requests/form-card.tsx')).FormCard }));
const LabelsCard = lazy(async () => ({ default: (await import('./labels/labels-card.tsx')).LabelsCard }));

type Customer = z.infer<typeof CustomerDetail>;

const tabs = {
  overview: 'Overview',
  subscriptions: 'Subscriptions',
  differences: 'Differences',
  accounts: 'Accounts',
  access: 'Access (GDAP)',
  contacts: 'Contacts',
  activity: 'Activity',
};
type TabName = keyof typeof tabs;
const isTab = (text: string | undefined): text is TabName => text !== undefined && text in tabs;

const useStyles = makeStyles({
  tabs: { flexWrap: 'wrap' },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
  },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
});

export function CustomerPage() {
  const customerId = usePathPart('customerId');
  const [search, change] = useUrlState();
  const query = useQuery(customerQuery(customerId));
  const tab = isTab(search['tab']) ? search['tab'] : 'overview';
  const styles = useStyles();
  return (
    <Page
      title={query.data?.name ?? 'Customer'}
      area="Customers"
      crumbs={[{ title: 'Customers', to: '/customers' }]}
      facts={query.data?.retired === true ? <StateBadge state={{ word: 'Gone from Partner Center', intent: 'neutral' }} /> : undefined}
      actions={<SyncCustomer customerId={customerId} />}
    >
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_, { value }) => {
          change({ tab: value === 'overview' ? undefined : String(value) });
        }}
      >
        {Object.entries(tabs).map(([name, title]) => (
          <Tab key={name} value={name}>
            {title}
          </Tab>
        ))}
      </TabList>
      <QueryStates query={query}>{(customer) => <TabBody tab={tab} customer={customer} />}</QueryStates>
    </Page>
  );
}

function TabBody({ tab, customer }: { readonly tab: TabName; readonly customer: Customer }) {
  const styles = useStyles();
  switch (tab) {
    case 'overview':
      return (
        <div className={styles.columns}>
          <Card title="Key facts">
            <CustomerFacts customer={customer} />
          </Card>
          <div className={styles.column}>
            <PartnerAccounts customer={customer} />
            <Suspense fallback={<Loading rows={3} label="Loading labels" />}>
              <LabelsCard customerId={customer.id} />
            </Suspense>
          </div>
        </div>
      );
    case 'subscriptions':
      return <CustomerSubscriptions customerId={customer.id} />;
    case 'differences':
      return <CustomerDifferences customerId={customer.id} />;
    case 'accounts':
      return <AccountsTable accounts={customer.accounts} />;
    case 'access':
      return <AccessTable relationships={customer.accessRelationships} />;
    case 'contacts':
      return (
        <Suspense fallback={<Loading rows={6} label="Loading contacts" />}>
          <CustomerContacts customerId={customer.id} />
          <FormCard customerId={customer.id} />
        </Suspense>
      );
    case 'activity':
      return (
        <Suspense fallback={<Loading rows={6} label="Loading activity" />}>
          <CustomerTimeline customerId={customer.id} />
        </Suspense>
      );
  }
}

function PartnerAccounts({ customer }: { readonly customer: Customer }) {
  return (
    <Card title="Partner Center accounts">
      <SmallTable
        label="Partner Center accounts that serve this customer"
        rows={customer.connections}
        rowId={(row) => row.connectionId}
        columns={[
          { title: 'Account', cell: (row) => <TextLink to={`/settings/connections/${row.connectionId}`}>{row.name}</TextLink> },
          { title: 'Relationship', cell: (row) => relationshipWordOf(row.relationship) },
          { title: 'Read', cell: (row) => <AsOf of={row} /> },
        ]}
      />
    </Card>
  );
}

function AccessTable({ relationships }: { readonly relationships: Customer['accessRelationships'] }) {
  return (
    <Card title="Access relationships">
      {relationships.length === 0 ? (
        <p>There is no GDAP relationship with this customer. Request one in Partner Center; it appears here after the next sync.</p>
      ) : (
        <SmallTable
          label="Access relationships"
          rows={relationships}
          rowId={(row) => row.id}
          columns={[
            { title: 'Relationship', cell: (row) => row.name },
            { title: 'State', cell: (row) => <StateBadge state={accessWords[row.state]} /> },
            { title: 'Roles', align: 'end', cell: (row) => row.roles },
            { title: 'Ends', cell: (row) => <When at={row.endsAt} /> },
            { title: 'Extends itself', cell: (row) => (row.autoExtends ? 'Yes' : 'No') },
            { title: 'What follows', cell: ({ replacement }) => [replacement?.sentence, replacement?.hint].filter(Boolean).join(' ') },
            { title: 'Read', cell: (row) => <AsOf of={row} /> },
          ]}
        />
      )}
    </Card>
  );
}
