import type { z } from 'zod';
import type { CustomerDetail } from '#contract/customers.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { Card } from '../../ui/card.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { mappingWords, sideWordOf } from '../../ui/words.ts';

type Account = z.infer<typeof CustomerDetail>['accounts'][number];

/** Which account the customer is at the distributor and in the PSA. */
export function AccountsTable({ accounts }: { readonly accounts: readonly Account[] }) {
  return (
    <Card title="Accounts" action={<TextLink to="/mapping/accounts">Change mapping</TextLink>}>
      {accounts.length === 0 ? (
        <p>No distributor or PSA is connected yet.</p>
      ) : (
        <SmallTable
          label="Accounts of this customer"
          rows={accounts}
          rowId={(row) => row.mappingId}
          columns={[
            { title: 'Where', cell: (row) => `${row.connectionName} (${sideWordOf(row.side)})` },
            { title: 'Account', cell: (row) => row.accountName ?? '–' },
            { title: 'Mapping', cell: (row) => <StateBadge state={mappingWords[row.state]} /> },
            { title: 'Read', cell: (row) => <AsOf of={row} /> },
          ]}
        />
      )}
    </Card>
  );
}
