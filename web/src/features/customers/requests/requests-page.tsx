import { useQuery } from '@tanstack/react-query';
import { useUrlState, wordsIn } from '../../../lib/url-state.ts';
import { CustomersTabs } from '../../../ui/customers-tabs.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { Page } from '../../../ui/page.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { requestsQuery } from './queries.ts';
import { RequestsTable } from './requests-table.tsx';
import { requestChoices } from './words.ts';

/** What resellers and customers ask us to change: the queue of whoever decides, and the list of whoever asked. */
export function RequestsPage() {
  const [search] = useUrlState();
  const state = wordsIn(search['state'], Object.keys(requestChoices)).join(',');
  const query = useQuery(requestsQuery(state === '' ? undefined : state));
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
            <RequestsTable requests={data} />
          )
        }
      </QueryStates>
    </Page>
  );
}
