import type { z } from 'zod';
import { listSubscriptions, type SubscriptionRow, subscriptionSorts } from '#contract/subscriptions.ts';
import { formatNumber } from '../../lib/format.ts';
import { useScope } from '../../lib/scope.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ListPage } from '../../ui/list-page.tsx';
import type { Column } from '../../ui/list-types.ts';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Day } from '../../ui/when.tsx';
import { subscriptionWords } from '../../ui/words.ts';
import { SubscriptionPanel } from './subscription-panel.tsx';
import { frequencyWords, statusChoices, termWords } from './words.ts';

type Row = z.infer<typeof SubscriptionRow>;

const columns: readonly Column<Row>[] = [
  {
    id: 'customer',
    title: 'Customer',
    grow: 3,
    min: 150,
    sort: 'customerName',
    cell: (row) => (
      <TextLink to={`/customers/${row.customerId}`} tabIndex={-1}>
        {row.customerName}
      </TextLink>
    ),
  },
  { id: 'offer', title: 'Subscription', grow: 4, min: 170, sort: 'offerName', card: 'heading', cell: (row) => row.offerName },
  {
    id: 'seats',
    title: 'Quantity',
    grow: 1,
    min: 90,
    align: 'end',
    sort: 'seats',
    cell: (row) => (row.isUsage ? 'By use' : formatNumber(row.seats)),
  },
  { id: 'term', title: 'Term', grow: 3, min: 160, cell: (row) => row.termLabel },
  { id: 'status', title: 'Status', grow: 2, min: 115, sort: 'status', cell: (row) => <StateBadge state={subscriptionWords[row.status]} /> },
  { id: 'ends', title: 'Renews or ends', grow: 2, min: 120, sort: 'endsOn', cell: (row) => <Day on={row.endsOn} /> },
  { id: 'renew', title: 'Renews itself', grow: 1, min: 105, cell: (row) => (row.autoRenew ? 'Yes' : 'No') },
  { id: 'read', title: 'Read', grow: 1, min: 124, card: 'hide', cell: (row) => <AsOf of={row} /> },
];

const choices = [
  { name: 'status', title: 'Status', words: statusChoices },
  { name: 'term', title: 'Term', words: termWords },
  { name: 'frequency', title: 'Billing', words: frequencyWords },
] as const;

export function SubscriptionsPage() {
  const [search, change] = useUrlState();
  const scope = useScope();
  const sort = subscriptionSorts.some((field) => field === search['sort']?.replace(/^-/, '')) ? search['sort'] : undefined;
  const { q, status, term, frequency, customerId } = search;
  const list = useList(listSubscriptions, { q, status, term, frequency, customerId, sort, connectionId: scope });
  const open = search['panel'];
  const at = list.rows.findIndex((row) => row.id === open);
  const show = (id: string | undefined) => {
    change({ panel: id }, open === undefined ? 'push' : 'replace');
  };
  const stepTo = (row: Row | undefined) =>
    at < 0 || row === undefined
      ? undefined
      : () => {
          show(row.id);
        };
  return (
    <Page
      title="Subscriptions"
      fill
      panel={
        open === undefined ? undefined : (
          <SubscriptionPanel
            id={open}
            onClose={() => {
              show(undefined);
            }}
            onNext={stepTo(list.rows[at + 1])}
            onPrevious={stepTo(list.rows[at - 1])}
          />
        )
      }
    >
      <FilterBar placeholder="Filter by customer, subscription or id" choices={choices} />
      <ListPage
        label="Subscriptions"
        things="subscriptions"
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => `${row.offerName} of ${row.customerName}`}
        sort={sort}
        onSort={(next) => {
          change({ sort: next });
        }}
        openId={open}
        onOpen={(row) => {
          show(row.id);
        }}
        isFiltered={[q, status, term, frequency, customerId, scope].some((each) => each !== undefined)}
        onClearFilters={() => {
          change({ q: undefined, status: undefined, term: undefined, frequency: undefined, customerId: undefined, scope: undefined });
        }}
        empty={
          <Empty title="No subscriptions yet" actions={<TextLink to="/settings/connections">Go to connections</TextLink>}>
            Subscriptions come from Partner Center with the first sync.
          </Empty>
        }
      />
    </Page>
  );
}
