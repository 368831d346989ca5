import { Button } from '@fluentui/react-components';
import { ArrowUpload20Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useState } from 'react';
import { listInvoices } from '#contract/invoices.ts';
import { invoiceKindWords } from '#model/invoice-words.ts';
import { formatMonth, formatNumber, plural } from '../../lib/format.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { useMay } from '../../lib/use-me.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ListPage } from '../../ui/list-page.tsx';
import type { Column } from '../../ui/list-types.ts';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink, useGo } from '../../ui/text-link.tsx';
import type { Invoice } from './queries.ts';
import { TieWords, Totals } from './totals.tsx';
import { invoiceStateChoices, invoiceStates, numberOf } from './words.ts';

const BillingTabs = lazy(async () => ({ default: (await import('../../ui/billing-tabs.tsx')).BillingTabs }));
const MissingBooksBar = lazy(async () => ({ default: (await import('../../ui/missing-books-bar.tsx')).MissingBooksBar }));
const UploadDialog = lazy(async () => ({ default: (await import('./upload-dialog.tsx')).UploadDialog }));

const addressOfInvoice = ({ id }: Invoice): string => `/billing/invoices/${id}`;

const columns: Column<Invoice>[] = [
  {
    id: 'number',
    title: 'Invoice',
    grow: 3,
    min: 120,
    sort: 'number',
    card: 'heading',
    cell: (row) => <TextLink to={addressOfInvoice(row)}>{numberOf(row)}</TextLink>,
  },
  { id: 'from', title: 'From', grow: 3, min: 150, cell: (row) => <span title={row.connectionName}>{row.connectionName}</span> },
  { id: 'kind', title: 'What it holds', grow: 3, min: 150, cell: (row) => invoiceKindWords[row.kind] },
  { id: 'period', title: 'Month', grow: 1, min: 86, sort: 'period', cell: (row) => formatMonth(row.period) },
  { id: 'lines', title: 'Lines', grow: 1, min: 66, align: 'end', cell: (row) => (row.lines === null ? '–' : formatNumber(row.lines)) },
  { id: 'total', title: 'Total', grow: 1, min: 130, align: 'end', cell: (row) => <Totals sums={row.sums} /> },
  { id: 'tie', title: 'Adds up', grow: 2, min: 116, cell: (row) => <TieWords tie={row.tie} rest={row.rest} /> },
  { id: 'state', title: 'State', grow: 1, min: 116, cell: (row) => <StateBadge state={invoiceStates[row.state]} /> },
  {
    id: 'open',
    title: 'Waiting',
    grow: 1,
    min: 76,
    cell: (row) => (row.suspenseLines === 0 ? '–' : plural(row.suspenseLines, 'line')),
  },
  { id: 'read', title: 'Read', grow: 1, min: 124, card: 'hide', cell: (row) => <AsOf of={row} /> },
];

/** What Microsoft and the distributors charge: every invoice, whether it adds up, and what of it nobody knows yet. */
export function InvoicesPage() {
  const [search, change] = useUrlState();
  const go = useGo();
  const may = useMay('invoices:write');
  const [uploading, setUploading] = useState(false);
  const filter = { q: search['q'], state: search['state'], kind: search['kind'], period: search['period'] };
  const sort = search['sort'] ?? '-period';
  const list = useList(listInvoices, { ...filter, sort });
  const upload = may && (
    <Button
      icon={<ArrowUpload20Regular />}
      onClick={() => {
        setUploading(true);
      }}
    >
      Upload files
    </Button>
  );
  return (
    <Page title="Provider invoices" area="Billing" fill actions={upload}>
      <Suspense>
        <BillingTabs />
      </Suspense>
      <Suspense>
        <MissingBooksBar of={['costs', 'invoices', 'billingExport']} />
      </Suspense>
      <FilterBar
        placeholder="Invoice number"
        choices={[
          { name: 'state', title: 'State', words: invoiceStateChoices },
          { name: 'kind', title: 'What it holds', words: invoiceKindWords },
        ]}
      />
      <ListPage
        list={list}
        label="Provider invoices"
        things="invoices"
        isFiltered={Object.values(filter).some((value) => value !== undefined)}
        onClearFilters={() => {
          change({ q: undefined, state: undefined, kind: undefined, period: undefined });
        }}
        empty={
          <Empty title="No invoices yet" actions={upload}>
            They come with the sync of a Partner Center or distributor connection. Files that you have can be uploaded.
          </Empty>
        }
        columns={columns}
        rowId={(row) => row.id}
        rowName={numberOf}
        sort={sort}
        onSort={(next) => {
          change({ sort: next === '-period' ? undefined : next });
        }}
        onOpen={(row) => {
          go(addressOfInvoice(row));
        }}
      />
      {uploading && (
        <Suspense>
          <UploadDialog
            onClose={() => {
              setUploading(false);
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}
