import { useQuery } from '@tanstack/react-query';
import { listDuplicates } from '#contract/customer-plans.ts';
import { call } from '../../../lib/api.ts';
import { plural } from '../../../lib/format.ts';
import { Card } from '../../../ui/card.tsx';
import { CustomersTabs } from '../../../ui/customers-tabs.tsx';
import { Page } from '../../../ui/page.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { PlansTable } from '../plans/plans-table.tsx';
import { customerPlansQuery } from '../plans/queries.ts';
import { MergedTable } from './merged-table.tsx';
import { Pair } from './pair.tsx';

const duplicatesQuery = {
  queryKey: [listDuplicates.id],
  queryFn: async ({ signal }: { readonly signal: AbortSignal }) => (await call(listDuplicates, { signal })).data,
};

/** Records that may be one customer, by facts and never by names; and what was merged, to take back or split. */
export function DuplicatesPage() {
  const pairs = useQuery(duplicatesQuery);
  const plans = useQuery(customerPlansQuery);
  const others = plans.data?.filter(({ kind, state }) => kind === 'split' || (kind === 'merge' && state !== 'applied')) ?? [];
  return (
    <Page title="Duplicates" area="Customers">
      <CustomersTabs />
      <QueryStates query={pairs}>
        {(data) =>
          data.length === 0 ? (
            <Empty title="Nobody is here twice">Records are held against each other by tenant, domain and registration number.</Empty>
          ) : (
            <>
              <span role="status">{plural(data.length, 'pair')} that may be one customer</span>
              {data.map((pair) => (
                <Pair key={`${pair.first.customerId} ${pair.second.customerId}`} pair={pair} />
              ))}
            </>
          )
        }
      </QueryStates>
      <QueryStates query={plans} rows={3}>
        {(data) => <MergedTable plans={data.filter(({ kind, state }) => kind === 'merge' && state === 'applied')} />}
      </QueryStates>
      {others.length > 0 && (
        <Card title="Previews, splits and what was undone">
          <PlansTable label="Previews, splits and what was undone" plans={others} />
        </Card>
      )}
    </Page>
  );
}
