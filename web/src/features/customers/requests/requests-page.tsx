import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useUrlState, wordsIn } from '../../../lib/url-state.ts';
import { CustomersTabs } from '../../../ui/customers-tabs.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { Page } from '../../../ui/page.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { billToFieldWords } from '../words.ts';
import { type Request, requestsQuery } from './queries.ts';
import { RefuseDialog, type Refusing } from './refuse-dialog.tsx';
import { RequestActs } from './request-acts.tsx';
import { originWords, requestChoices, requestWords } from './words.ts';

/** What resellers and customers ask us to change: the queue of whoever decides, and the list of whoever asked. */
export function RequestsPage() {
  const [search] = useUrlState();
  const state = wordsIn(search['state'], Object.keys(requestChoices)).join(',');
  const query = useQuery(requestsQuery(state === '' ? undefined : state));
  const [refusing, setRefusing] = useState<Refusing>();
  return (
    <Page title="Requests" area="Customers">
      <CustomersTabs />
      <FilterBar withText={false} choices={[{ name: 'state', title: 'State', words: requestChoices }]} />
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={state === '' ? 'Nobody asked for a change yet' : 'No request is in this state'}>
              Resellers ask here, and customers by the form that you send them from their Contacts. Nothing is changed before somebody
              accepts.
            </Empty>
          ) : (
            <Requests requests={data} onRefuse={setRefusing} />
          )
        }
      </QueryStates>
      {refusing !== undefined && (
        <RefuseDialog
          refusing={refusing}
          onClose={() => {
            setRefusing(undefined);
          }}
        />
      )}
    </Page>
  );
}

type RequestsProps = { readonly requests: readonly Request[]; readonly onRefuse: (refusing: Refusing) => void };

const Requests = ({ requests, onRefuse }: RequestsProps) => (
  <SmallTable
    label="Requests"
    rows={requests}
    rowId={(row) => row.id}
    columns={[
      { title: 'Customer', cell: (row) => <TextLink to={`/customers/${row.customerId}?tab=contacts`}>{row.customerName}</TextLink> },
      { title: 'Asked for', cell: (row) => <Wish request={row} /> },
      { title: 'State', cell: (row) => <StateBadge state={requestWords[row.state]} /> },
      { title: 'Asked by', cell: (row) => `${originWords[row.origin]}: ${row.askedBy}` },
      { title: 'Asked', cell: (row) => <When at={row.askedAt} age /> },
      { title: 'Decision', cell: (row) => <Decision request={row} /> },
      { title: 'Act', cell: (row) => <RequestActs request={row} onRefuse={onRefuse} /> },
    ]}
  />
);

function Wish({ request: { wish, note } }: { readonly request: Request }) {
  const words =
    wish.kind === 'seats'
      ? [`${wish.seats} seats`]
      : Object.entries(wish.changes).map(([field, text]) => `${billToFieldWords[field as keyof typeof billToFieldWords]}: ${text}`); // keys of the contract
  return (
    <>
      {wish.kind === 'seats' && <TextLink to={`/subscriptions?panel=${wish.subscriptionId}`}>Subscription</TextLink>} {words.join(', ')}
      {note !== '' && <div>“{note}”</div>}
    </>
  );
}

function Decision({ request: { decidedBy, reason, planId } }: { readonly request: Request }) {
  if (decidedBy === null) return '–';
  return (
    <>
      {decidedBy}
      {reason !== '' && `: ${reason}`} {planId !== null && <TextLink to={`/plans/${planId}`}>Plan</TextLink>}
    </>
  );
}
