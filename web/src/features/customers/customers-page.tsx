import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { z } from 'zod';
import { listSegments } from '#contract/customer-labels.ts';
import { type CustomerRow, customerSorts, listCustomerResellers, listCustomers } from '#contract/customers.ts';
import { call } from '../../lib/api.ts';
import { formatNumber } from '../../lib/format.ts';
import { useScope } from '../../lib/scope.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { useMe } from '../../lib/use-me.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { CustomersTabs } from '../../ui/customers-tabs.tsx';
import { type Choice, FilterBar } from '../../ui/filter-bar.tsx';
import { ListPage } from '../../ui/list-page.tsx';
import type { Column } from '../../ui/list-types.ts';
import { Money } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { OpenLinkedView, SavedViews } from '../../ui/saved-views.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import type { ListOfViews } from '../../ui/view-fields.ts';
import { accessWords, mappingWords } from '../../ui/words.ts';
import { AddCustomer } from './add-customer.tsx';
import { accessChoices, differenceChoices, mappingChoices, soldWords } from './words.ts';

const CustomerPanel = lazy(async () => ({ default: (await import('./customer-panel.tsx')).CustomerPanel }));

/** Only who selects needs the acts and their dialogs. */
const CustomersBar = lazy(async () => ({ default: (await import('./customers-bar.tsx')).CustomersBar }));

type Row = z.infer<typeof CustomerRow>;

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    title: 'Customer',
    grow: 4,
    min: 150,
    sort: 'name',
    card: 'heading',
    cell: (row) => (
      <TextLink to={`/customers/${row.id}`} tabIndex={-1}>
        {row.name}
      </TextLink>
    ),
  },
  { id: 'domain', title: 'Domain', grow: 3, min: 120, cell: (row) => row.domain },
  { id: 'access', title: 'Access (GDAP)', grow: 2, min: 120, cell: (row) => <StateBadge state={accessWords[row.access]} /> },
  { id: 'mapping', title: 'PSA mapping', grow: 2, min: 125, cell: (row) => <StateBadge state={mappingWords[row.psaMapping]} /> },
  {
    id: 'subscriptions',
    title: 'Subscriptions',
    grow: 1,
    min: 115,
    align: 'end',
    sort: 'subscriptions',
    cell: (row) => formatNumber(row.subscriptions),
  },
  { id: 'differences', title: 'Differences', grow: 1, min: 100, align: 'end', cell: (row) => formatNumber(row.openDifferences) },
  {
    id: 'stake',
    title: 'A month',
    grow: 2,
    min: 120,
    align: 'end',
    sort: 'atStake',
    cell: (row) => <Money value={row.atStake} signed />,
  },
  { id: 'read', title: 'Read', grow: 1, min: 116, card: 'hide', cell: (row) => <AsOf of={row} /> },
];

/** Without the order by the money, which tells costs. */
const unsortedStakes = columns.map(
  ({ sort, ...column }): Column<Row> => (sort === undefined || sort === 'atStake' ? column : { ...column, sort }),
);

const choices = [
  { name: 'access', title: 'Access', words: accessChoices },
  { name: 'psaMapping', title: 'PSA mapping', words: mappingChoices },
  { name: 'hasDifferences', title: 'Differences', words: differenceChoices },
  { name: 'partnerType', title: 'Sold', words: soldWords },
] as const;

const views: ListOfViews = {
  list: 'customers',
  path: '/customers',
  fields: ['q', 'access', 'psaMapping', 'segment', 'hasDifferences', 'partnerType', 'resellerMpn', 'scope', 'sort'],
};

/** Segments of the partner's own, as they are in use. */
function useSegmentChoice(): readonly Choice[] {
  const query = useQuery({ queryKey: [listSegments.id], queryFn: ({ signal }) => call(listSegments, { signal }) });
  const words = Object.fromEntries((query.data?.data ?? []).map(({ segment }) => [segment, segment]));
  return query.data === undefined || query.data.data.length === 0 ? [] : [{ name: 'segment', title: 'Segment', words }];
}

/** Resellers by name; the one whose customers somebody came for also when nobody tells its name. */
function useResellerChoice(mpn: string | undefined): readonly Choice[] {
  const query = useQuery({ queryKey: [listCustomerResellers.id], queryFn: ({ signal }) => call(listCustomerResellers, { signal }) });
  const known = (query.data?.data ?? []).map((each) => [each.mpn, `${each.name} (${each.mpn})`] as const);
  const words = { ...(mpn !== undefined && { [mpn]: mpn }), ...Object.fromEntries(known) };
  return Object.keys(words).length === 0 ? [] : [{ name: 'resellerMpn', title: 'Reseller', words, single: true }];
}

export function CustomersPage() {
  const [search, change] = useUrlState();
  const scope = useScope();
  // Who may not see costs cannot have their order either.
  const seesCosts = useMe()?.permissions.includes('costs:read') ?? true;
  const sorts = customerSorts.filter((field) => seesCosts || field !== 'atStake');
  const sort = sorts.some((field) => field === search['sort']?.replace(/^-/, '')) ? search['sort'] : undefined;
  const { access, psaMapping, partnerType, q, resellerMpn, segment } = search;
  const segmentChoice = useSegmentChoice();
  const resellerChoice = useResellerChoice(resellerMpn);
  // Both boxes ticked is the same as none.
  const hasDifferences = search['hasDifferences']?.includes(',') === true ? undefined : search['hasDifferences'];
  const list = useList(listCustomers, {
    q,
    access,
    psaMapping,
    segment,
    hasDifferences,
    partnerType,
    resellerMpn,
    sort,
    connectionId: scope,
  });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = list.rows.filter(({ id }) => selected.has(id));
  const open = search['panel'];
  const close = () => {
    change({ panel: undefined });
  };
  return (
    <Page
      title="Customers"
      fill
      actions={
        <>
          <SavedViews of={views} />
          <AddCustomer />
        </>
      }
      panel={
        open === undefined ? undefined : (
          <Suspense>
            <CustomerPanel id={open} onClose={close} />
          </Suspense>
        )
      }
    >
      <CustomersTabs />
      <OpenLinkedView of={views} />
      <FilterBar placeholder="Filter by name or domain" choices={[...choices, ...segmentChoice, ...resellerChoice]} />
      {chosen.length > 0 && (
        <Suspense>
          <CustomersBar
            rows={chosen}
            onClear={() => {
              setSelected(new Set());
            }}
          />
        </Suspense>
      )}
      <ListPage
        label="Customers"
        selected={selected}
        onSelect={setSelected}
        things="customers"
        list={list}
        columns={seesCosts ? columns : unsortedStakes}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        sort={sort}
        onSort={(next) => {
          change({ sort: next });
        }}
        openId={open}
        onOpen={(row) => {
          change({ panel: row.id }, open === undefined ? 'push' : 'replace');
        }}
        isFiltered={[q, access, psaMapping, segment, hasDifferences, partnerType, resellerMpn, scope].some((each) => each !== undefined)}
        onClearFilters={() => {
          change({
            q: undefined,
            access: undefined,
            psaMapping: undefined,
            segment: undefined,
            hasDifferences: undefined,
            partnerType: undefined,
            resellerMpn: undefined,
            scope: undefined,
          });
        }}
        empty={
          <Empty title="No customers yet" actions={<TextLink to="/settings/connections">Go to connections</TextLink>}>
            Customers come from Partner Center with the first sync. New ones usually appear within minutes; it can take 24 hours.
          </Empty>
        }
      />
    </Page>
  );
}
