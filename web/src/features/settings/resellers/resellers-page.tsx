import { Button, Link } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { actingAddress } from '../../../lib/acting.ts';
import { formatNumber } from '../../../lib/format.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { CustomersTabs } from '../../../ui/customers-tabs.tsx';
import { Page } from '../../../ui/page.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { TextLink, useGo } from '../../../ui/text-link.tsx';
import { type Reseller, resellersQuery } from './queries.ts';
import { resellerWords, signInWords } from './words.ts';

const ResellerDialog = lazy(async () => ({ default: (await import('./reseller-dialog.tsx')).ResellerDialog }));

/** The resellers below us: whose people sign in here, see their own customers only and ask us for changes. */
export function ResellersPage() {
  const query = useQuery(resellersQuery);
  const go = useGo();
  const may = useMay('people:write');
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button
      appearance="primary"
      disabledFocusable={!may}
      {...(!may && { title: lacksPermission('people:write') })}
      onClick={() => {
        if (may) setAdding(true);
      }}
    >
      Add a reseller
    </Button>
  );
  return (
    <Page title="Resellers" area="Customers" actions={query.data !== undefined && query.data.data.length > 0 && add}>
      <CustomersTabs />
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="There is no reseller yet" actions={add}>
              A reseller is a company that sells your subscriptions on. Its people sign in here, see their own customers without your costs,
              and ask you for changes.
            </Empty>
          ) : (
            <Resellers resellers={data} />
          )
        }
      </QueryStates>
      {isAdding && (
        <Suspense>
          <ResellerDialog
            onKept={({ id }) => {
              go(`/customers/resellers/${id}`);
            }}
            onClose={() => {
              setAdding(false);
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}

function Resellers({ resellers }: { readonly resellers: readonly Reseller[] }) {
  const mayAct = useMay('customers:write');
  return (
    <SmallTable
      label="Resellers"
      rows={resellers}
      rowId={(row) => row.id}
      columns={[
        { title: 'Name', cell: (row) => <TextLink to={`/customers/resellers/${row.id}`}>{row.name}</TextLink> },
        { title: 'Partner id (MPN)', cell: (row) => row.mpn || '–' },
        { title: 'State', cell: (row) => <StateBadge state={resellerWords[row.state]} /> },
        { title: 'Its people sign in', cell: (row) => signInWords[row.signIn] },
        { title: 'Customers', align: 'end', cell: (row) => formatNumber(row.customers) },
        { title: 'People', align: 'end', cell: (row) => formatNumber(row.people) },
        ...(mayAct ? [{ title: 'Actions', cell: (row: Reseller) => (row.state === 'active' ? <ActFor reseller={row} /> : '–') }] : []),
      ]}
    />
  );
}

/** A real address, not a change within the page: see `lib/acting.ts`. */
const ActFor = ({ reseller: { id, name } }: { readonly reseller: Reseller }) => <Link href={actingAddress(id)}>Act for {name}</Link>;
