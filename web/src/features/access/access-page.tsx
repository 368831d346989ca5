import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { accessSorts, listAccess } from '#contract/access.ts';
import { useScope } from '../../lib/scope.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { CustomerTabs } from '../../ui/customer-tabs.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ListPage } from '../../ui/list-page.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { accessColumns } from './access-columns.tsx';
import { CountsStrip } from './counts-strip.tsx';
import { countsQuery } from './queries.ts';
import { choices } from './words.ts';

/** Who lets us in, until when, and what is missing for it. */
export function AccessPage() {
  const [search, change] = useUrlState();
  const scope = useScope();
  const { q, access, consent, flag, endsWithin } = search;
  // Both words of a yes-or-no filter are the same as none.
  const ready = search['ready']?.includes(',') === true ? undefined : search['ready'];
  const sort = accessSorts.some((field) => field === search['sort']?.replace(/^-/, '')) ? search['sort'] : undefined;
  const list = useList(listAccess, { q, access, consent, flag, ready, endsWithin, sort, connectionId: scope });
  const counts = useQuery(countsQuery(scope)).data;
  return (
    <Page title="Access (GDAP)" area="Customers" fill>
      <CustomerTabs />
      {counts?.unread.map((each) => (
        <MessageBar key={each.connectionId} intent="warning">
          <MessageBarBody>
            <MessageBarTitle>The access of {each.name} could not be read</MessageBarTitle>
            {each.reason} What you see of it is what was read before.{' '}
            <TextLink to={`/settings/connections/${each.connectionId}`}>Look at the connection</TextLink>
          </MessageBarBody>
        </MessageBar>
      ))}
      {counts !== undefined && <CountsStrip counts={counts} />}
      <FilterBar placeholder="Filter by name or domain" choices={choices} />
      <ListPage
        label="Access of customers"
        things="customers"
        list={list}
        columns={accessColumns}
        rowId={(row) => row.customerId}
        rowName={(row) => row.name}
        sort={sort}
        onSort={(next) => {
          change({ sort: next });
        }}
        isFiltered={[q, access, consent, flag, ready, endsWithin, scope].some((each) => each !== undefined)}
        onClearFilters={() => {
          change({
            q: undefined,
            access: undefined,
            consent: undefined,
            flag: undefined,
            ready: undefined,
            endsWithin: undefined,
            scope: undefined,
          });
        }}
        empty={
          <Empty title="No customers yet" actions={<TextLink to="/settings/connections">Go to connections</TextLink>}>
            Customers and their access come from Partner Center and Microsoft Graph with the first sync.
          </Empty>
        }
      />
    </Page>
  );
}
