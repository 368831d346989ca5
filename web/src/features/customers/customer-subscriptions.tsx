import { listSubscriptions } from '#contract/subscriptions.ts';
import { formatNumber } from '../../lib/format.ts';
import { useList } from '../../lib/use-list.ts';
import { ListPage } from '../../ui/list-page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Empty } from '../../ui/states.tsx';
import { useGo } from '../../ui/text-link.tsx';
import { Day } from '../../ui/when.tsx';
import { subscriptionWords } from '../../ui/words.ts';

export function CustomerSubscriptions({ customerId }: { readonly customerId: string }) {
  const list = useList(listSubscriptions, { customerId });
  const go = useGo();
  return (
    <ListPage
      label="Subscriptions of this customer"
      things="subscriptions"
      list={list}
      rowId={(row) => row.id}
      rowName={(row) => row.offerName}
      isFiltered={false}
      onClearFilters={() => undefined}
      onOpen={(row) => {
        go(`/subscriptions?customerId=${customerId}&panel=${row.id}`);
      }}
      columns={[
        { id: 'offer', title: 'Subscription', grow: 4, min: 200, card: 'heading', cell: (row) => row.offerName },
        {
          id: 'seats',
          title: 'Quantity',
          grow: 1,
          min: 80,
          align: 'end',
          cell: (row) => (row.isUsage ? 'By use' : formatNumber(row.seats)),
        },
        { id: 'term', title: 'Term', grow: 3, min: 180, cell: (row) => row.termLabel },
        { id: 'status', title: 'Status', grow: 2, min: 110, cell: (row) => <StateBadge state={subscriptionWords[row.status]} /> },
        { id: 'ends', title: 'Renews or ends', grow: 2, min: 110, cell: (row) => <Day on={row.endsOn} /> },
      ]}
      empty={<Empty title="No subscriptions">Microsoft knows no subscription of this customer under your accounts.</Empty>}
    />
  );
}
