import { Text } from '@fluentui/react-components';
import type { z } from 'zod';
import { type DistributorPriceRow, distributorPriceSorts, listDistributorPrices } from '#contract/distributor-prices.ts';
import type { PriceChange } from '#model/distributor-price.ts';
import { formatDayOf, formatQuantity } from '../../lib/format.ts';
import { useScope } from '../../lib/scope.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { useMe } from '../../lib/use-me.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { BillingTabs } from '../../ui/billing-tabs.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ListPage } from '../../ui/list-page.tsx';
import type { Column } from '../../ui/list-types.ts';
import { Money, NoRight } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { StateBadge, type StateWord } from '../../ui/state-badge.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';

type Row = z.infer<typeof DistributorPriceRow>;

const changeWords: Readonly<Record<PriceChange, StateWord>> = {
  new: { word: 'New', intent: 'info' },
  changed: { word: 'Changed', intent: 'warning' },
  same: { word: 'As before', intent: 'neutral' },
  gone: { word: 'No longer offered', intent: 'neutral' },
};
const changeChoices = Object.fromEntries(Object.entries(changeWords).map(([name, { word }]) => [name, word]));

const kindWords: Readonly<Record<Row['kind'], string>> = {
  flat: '',
  volume: ', by volume',
  tiered: ', by tier',
  markUp: ', mark-up',
  unknown: ', not known how',
};

const quantityOf = ({ quantityFrom, quantityTo, kind }: Row): string => {
  const from = formatQuantity(quantityFrom);
  return `${quantityTo === null ? `${from} or more` : `${from} to ${formatQuantity(quantityTo)}`}${kindWords[kind]}`;
};

/** What a charge of one unit costs; the currency stands before it where one is known. */
function Amount({ amount, currency }: { readonly amount: string | null; readonly currency: string | null }) {
  if (amount === null) return '–';
  return currency === null ? amount : <Money value={{ amount, currency }} unitPrice />;
}

function Cost({ amount, currency }: { readonly amount: string | null; readonly currency: string | null }) {
  const me = useMe();
  const isHidden = amount === null && me?.permissions.includes('costs:read') === false;
  return isHidden ? <NoRight /> : <Amount amount={amount} currency={currency} />;
}

const columns: readonly Column<Row>[] = [
  { id: 'product', title: 'Product', grow: 4, min: 280, sort: 'productName', card: 'heading', cell: (row) => row.productName },
  { id: 'term', title: 'Term', grow: 3, min: 185, cell: (row) => row.termLabel },
  { id: 'cost', title: 'Your cost', grow: 2, min: 110, align: 'end', cell: (row) => <Cost amount={row.cost} currency={row.currency} /> },
  {
    id: 'before',
    title: 'Cost before',
    grow: 2,
    min: 110,
    align: 'end',
    cell: (row) => (row.previous === null ? '–' : <Cost amount={row.previous.cost} currency={row.currency} />),
  },
  { id: 'change', title: 'Last reading', grow: 2, min: 130, cell: (row) => <StateBadge state={changeWords[row.change]} /> },
  {
    id: 'retail',
    title: 'Suggested retail',
    grow: 2,
    min: 140,
    align: 'end',
    cell: (row) => <Amount amount={row.retailPrice} currency={row.currency} />,
  },
  { id: 'quantity', title: 'Quantity', grow: 2, min: 110, align: 'end', cell: quantityOf },
  {
    id: 'since',
    title: 'Known so since',
    grow: 2,
    min: 120,
    sort: 'since',
    cell: (row) => (
      <span title={`First read on ${formatDayOf(row.knownSince)}; what it cost before is not known.`}>
        <When at={row.since} day />
      </span>
    ),
  },
  { id: 'read', title: 'Read', grow: 1, min: 124, card: 'hide', cell: (row) => <AsOf of={row} /> },
];

/** What distributors ask for the products that are bought there, and what the last reading changed. */
export function PricesPage() {
  const [search, change] = useUrlState();
  const scope = useScope();
  const sort = distributorPriceSorts.some((field) => field === search['sort']?.replace(/^-/, '')) ? search['sort'] : undefined;
  const { q, change: changed } = search;
  const list = useList(listDistributorPrices, { q, change: changed, sort, connectionId: scope });
  return (
    <Page title="Distributor prices" area="Billing" fill>
      <BillingTabs />
      <Text>
        For one charge of one unit. A distributor tells the prices of now only, so history begins with the first reading; no month is judged
        by a price that was read later.
      </Text>
      <FilterBar placeholder="Filter by product" choices={[{ name: 'change', title: 'Last reading', words: changeChoices }]} />
      <ListPage
        label="Distributor prices"
        things="prices"
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => `${row.productName}, ${row.termLabel}`}
        sort={sort}
        onSort={(next) => {
          change({ sort: next });
        }}
        isFiltered={[q, changed, scope].some((each) => each !== undefined)}
        onClearFilters={() => {
          change({ q: undefined, change: undefined, scope: undefined });
        }}
        empty={
          <Empty title="No prices yet" actions={<TextLink to="/settings/connections">Go to connections</TextLink>}>
            They are read once a day from a distributor that tells them (Pax8), for the products that you buy there.
          </Empty>
        }
      />
    </Page>
  );
}
