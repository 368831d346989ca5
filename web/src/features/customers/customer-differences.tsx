import { listDifferences } from '#contract/reconciliation.ts';
import { openStates } from '#model/difference.ts';
import { useList } from '../../lib/use-list.ts';
import { differenceKindWords } from '../../ui/difference-words.ts';
import { ListPage } from '../../ui/list-page.tsx';
import { Money } from '../../ui/money.tsx';
import { Empty } from '../../ui/states.tsx';
import { useGo } from '../../ui/text-link.tsx';

export function CustomerDifferences({ customerId }: { readonly customerId: string }) {
  const list = useList(listDifferences, { customerId, state: openStates.join(','), sort: '-impact' });
  const go = useGo();
  return (
    <ListPage
      label="Open differences of this customer"
      things="differences"
      list={list}
      rowId={(row) => row.id}
      rowName={(row) => row.sentence}
      isFiltered={false}
      onClearFilters={() => undefined}
      onOpen={(row) => {
        go(`/reconciliation?customerId=${customerId}&panel=${row.id}`);
      }}
      columns={[
        { id: 'sentence', title: 'Difference', grow: 5, min: 260, card: 'heading', cell: (row) => row.sentence },
        { id: 'kind', title: 'Kind', grow: 2, min: 160, cell: (row) => differenceKindWords[row.kind] },
        { id: 'product', title: 'Product', grow: 3, min: 160, cell: (row) => row.productName },
        { id: 'impact', title: 'A month', grow: 1, min: 120, align: 'end', cell: (row) => <Money value={row.impact} signed /> },
      ]}
      empty={<Empty title="No open differences">What Microsoft, the distributor and the PSA say about this customer agrees.</Empty>}
    />
  );
}
