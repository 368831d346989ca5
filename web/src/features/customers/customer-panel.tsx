import { useQuery } from '@tanstack/react-query';
import { Panel } from '../../ui/panel.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { AccountsTable } from './accounts-table.tsx';
import { CustomerFacts } from './customer-facts.tsx';
import { customerQuery } from './queries.ts';

/** Quick look at a customer beside the list. */
export function CustomerPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const query = useQuery(customerQuery(id));
  return (
    <Panel title={query.data?.name ?? 'Customer'} onClose={onClose} page={`/customers/${id}`}>
      <QueryStates query={query}>
        {(customer) => (
          <>
            <CustomerFacts customer={customer} />
            <AccountsTable accounts={customer.accounts} />
          </>
        )}
      </QueryStates>
    </Panel>
  );
}
