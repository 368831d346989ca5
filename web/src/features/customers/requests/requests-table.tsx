import { useState } from 'react';
import { useIsReseller } from '../../../lib/use-me.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import type { Request } from './queries.ts';
import { RefuseDialog, type Refusing } from './refuse-dialog.tsx';
import { RequestActs } from './request-acts.tsx';
import { originWords, requestWords } from './words.ts';

/** Requests with their states, and what the viewer may do with each. A reseller is led to what is open to it. */
export function RequestsTable({ requests }: { readonly requests: readonly Request[] }) {
  const isReseller = useIsReseller();
  const [refusing, setRefusing] = useState<Refusing>();
  const customerAt = ({ customerId }: Request) => (isReseller ? `/own-customers/${customerId}` : `/customers/${customerId}?tab=contacts`);
  return (
    <>
      <SmallTable
        label="Requests"
        rows={requests}
        rowId={(row) => row.id}
        columns={[
          { title: 'Customer', cell: (row) => <TextLink to={customerAt(row)}>{row.customerName}</TextLink> },
          { title: 'Asked for', cell: (row) => <Wish request={row} isReseller={isReseller} /> },
          { title: 'State', cell: (row) => <StateBadge state={requestWords[row.state]} /> },
          { title: 'Asked by', cell: (row) => `${originWords[row.origin]}: ${row.askedBy}` },
          { title: 'Asked', cell: (row) => <When at={row.askedAt} age /> },
          { title: 'Decision', cell: (row) => <Decision request={row} isReseller={isReseller} /> },
          { title: 'Actions', cell: (row) => <RequestActs request={row} onRefuse={setRefusing} /> },
        ]}
      />
      {refusing !== undefined && (
        <RefuseDialog
          refusing={refusing}
          onClose={() => {
            setRefusing(undefined);
          }}
        />
      )}
    </>
  );
}

type PartProps = { readonly request: Request; readonly isReseller: boolean };

function Wish({ request: { wish, note }, isReseller }: PartProps) {
  const words =
    wish.kind === 'seats'
      ? [`${wish.seats} seats`]
      : Object.entries(wish.changes).map(([field, text]) => `${billToFieldWords[field as keyof typeof billToFieldWords]}: ${text}`); // keys of the contract
  return (
    <>
      {wish.kind === 'seats' && !isReseller && <TextLink to={`/subscriptions?panel=${wish.subscriptionId}`}>Subscription</TextLink>}{' '}
      {words.join(', ')}
      {note !== '' && <div>“{note}”</div>}
    </>
  );
}

function Decision({ request: { decidedBy, reason, planId }, isReseller }: PartProps) {
  if (decidedBy === null) return '–';
  return (
    <>
      {decidedBy}
      {reason !== '' && `: ${reason}`} {planId !== null && !isReseller && <TextLink to={`/plans/${planId}`}>Plan</TextLink>}
    </>
  );
}
