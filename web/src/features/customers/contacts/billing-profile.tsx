import { Button } from '@fluentui/react-components';
import { LockClosed16Regular } from '@fluentui/react-icons';
import { useUrlState } from '../../../lib/url-state.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { AsOf } from '../../../ui/as-of.tsx';
import { Card, Facts } from '../../../ui/card.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { problemWords } from '../words.ts';
import { BillToForm } from './bill-to-form.tsx';
import type { Account } from './queries.ts';

export type BillingProfileProps = { readonly customerId: string; readonly account: Account; readonly leads: boolean };

/** What Microsoft has of a customer at one account, who owns each part, and what keeps orders from being placed. */
export function BillingProfile({ customerId, account, leads }: BillingProfileProps) {
  const [search, change] = useUrlState();
  const may = useMay('customers:write');
  const edit = (connectionId: string | undefined) => {
    change({ edit: connectionId });
  };
  if (may && search['edit'] === account.connectionId)
    return (
      <BillToForm
        customerId={customerId}
        account={account}
        onClose={() => {
          edit(undefined);
        }}
      />
    );
  return (
    <Card
      title={`Billing profile at ${account.connectionName}`}
      action={
        <Button
          disabledFocusable={!may}
          onClick={() => {
            if (may) edit(account.connectionId);
          }}
        >
          Change it at Microsoft
        </Button>
      }
    >
      <span>
        <LockClosed16Regular aria-label="Owned by Microsoft:" /> Managed in Partner Center. A change is written there through a plan and
        read back; it never stands here alone.{!may && ` ${lacksPermission('customers:write')}`}
      </span>
      <ProfileFacts account={account} leads={leads} />
    </Card>
  );
}

function ProfileFacts({ account, leads }: Omit<BillingProfileProps, 'customerId'>) {
  const { billTo, problems, domains, registrationNumber, sells } = account;
  const possible = problems.length === 0;
  const address = [billTo.addressLine1, billTo.addressLine2, `${billTo.postalCode} ${billTo.city}`.trim(), billTo.state, billTo.country];
  return (
    <Facts
      facts={[
        ['Leads', leads ? 'Speaks for the customer: its contact is the primary contact' : undefined],
        ['Account', sells ? undefined : 'Does not sell to this customer any more'],
        [
          'Orders',
          <StateBadge
            key="orders"
            state={possible ? { word: 'Possible', intent: 'success' } : { word: 'Not possible', intent: 'danger' }}
          />,
        ],
        ['To do', possible ? undefined : problemWords(problems)],
        ['Company', billTo.companyName],
        ['Contact', `${billTo.firstName} ${billTo.lastName}`.trim()],
        ['E-mail', billTo.email],
        ['Phone', billTo.phone],
        ['Address', address.filter((part) => part !== '').join(', ')],
        ['Registration number', registrationNumber === '' ? undefined : `${registrationNumber} (Partner Center, company profile)`],
        ['Domains', domains.length === 0 ? undefined : `${domains.join(', ')} (the customer’s own tenant)`],
        ['Read', <AsOf key="read" of={account} />],
      ]}
    />
  );
}
