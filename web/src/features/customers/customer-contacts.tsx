import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { type CustomerContacts as Contacts, getCustomerContacts } from '#contract/contacts.ts';
import { call } from '../../lib/api.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { billToFieldWords, billToProblemWords } from './words.ts';

type Account = z.infer<typeof Contacts>['accounts'][number];

/** Contacts and billing address: Microsoft's by account, with what keeps orders from being placed, and our own recipients. */
export function CustomerContacts({ customerId }: { readonly customerId: string }) {
  const query = useQuery({
    queryKey: [getCustomerContacts.id, customerId],
    queryFn: ({ signal }) => call(getCustomerContacts, { params: { id: customerId }, signal }),
  });
  return (
    <QueryStates query={query}>
      {({ accounts, primary, billing }) => (
        <>
          {accounts.length === 0 && <p>The billing profile was not read yet. It is read once a day, and with “Sync customer”.</p>}
          {accounts.map((account) => (
            <BillingProfile key={account.connectionId} account={account} />
          ))}
          <Card title="Who gets our bills">
            {billing.followsPrimary ? (
              <p>{primary === null ? 'Nobody yet.' : `The primary contact: ${primary.name}, ${primary.email}.`}</p>
            ) : (
              <SmallTable
                label="Who gets our bills"
                rows={billing.recipients}
                rowId={(row) => row.id}
                columns={[
                  { title: 'Name', cell: (row) => row.name },
                  { title: 'E-mail', cell: (row) => row.email },
                  { title: 'Cost centre', cell: (row) => (row.costCentre === '' ? 'Everything else' : row.costCentre) },
                  { title: 'Purchase order', cell: (row) => (row.purchaseOrder === '' ? '–' : row.purchaseOrder) },
                ]}
              />
            )}
          </Card>
        </>
      )}
    </QueryStates>
  );
}

function BillingProfile({ account }: { readonly account: Account }) {
  const { billTo, problems } = account;
  return (
    <Card title={`Billing profile at ${account.connectionName}`}>
      <p>Managed in Partner Center. A change is written there through a plan and read back.</p>
      <Facts
        facts={[
          [
            'Orders',
            problems.length === 0 ? (
              <StateBadge key="orders" state={{ word: 'Possible', intent: 'success' }} />
            ) : (
              <StateBadge key="orders" state={{ word: 'Not possible', intent: 'danger' }} />
            ),
          ],
          [
            'To do',
            problems.length === 0
              ? undefined
              : problems.map(({ field, problem }) => `${billToFieldWords[field]} ${billToProblemWords[problem]}`).join(', '),
          ],
          ['Company', billTo.companyName],
          ['Contact', `${billTo.firstName} ${billTo.lastName}`.trim()],
          ['E-mail', billTo.email],
          ['Phone', billTo.phone],
          [
            'Address',
            [billTo.addressLine1, billTo.addressLine2, `${billTo.postalCode} ${billTo.city}`.trim(), billTo.state, billTo.country]
              .filter((part) => part !== '')
              .join(', '),
          ],
          ['Domains', account.domains.join(', ')],
          ['Read', <When key="read" at={account.readAt} age />],
        ]}
      />
    </Card>
  );
}
