import { useQuery } from '@tanstack/react-query';
import { listChangeRequests } from '#contract/change-requests.ts';
import { call } from '../../../lib/api.ts';
import { Card } from '../../../ui/card.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { RequestsTable } from '../requests/requests-table.tsx';
import type { OwnCustomer } from './queries.ts';

/** What was asked for this customer, and what became of it. */
export function OwnRequests({ customer: { id } }: { readonly customer: OwnCustomer }) {
  const query = useQuery({
    queryKey: [listChangeRequests.id, 'of', id],
    queryFn: ({ signal }) => call(listChangeRequests, { query: { customerId: id }, signal }),
  });
  return (
    <Card title="What was asked for">
      <QueryStates query={query}>
        {({ data }) => (data.length === 0 ? <p>Nothing was asked for yet.</p> : <RequestsTable requests={data} />)}
      </QueryStates>
    </Card>
  );
}
