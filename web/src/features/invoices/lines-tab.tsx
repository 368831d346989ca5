import { makeStyles, tokens } from '@fluentui/react-components';
import { listInvoiceLines } from '#contract/invoices.ts';
import { formatQuantity, plural } from '../../lib/format.ts';
import { formatDays } from '../../lib/format-days.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { chargeWordOf } from '../../ui/charge-words.ts';
import { ListPage } from '../../ui/list-page.tsx';
import type { Column } from '../../ui/list-types.ts';
import { Money, NoRight } from '../../ui/money.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { type Item, itemsOf, nameOf } from './group-lines.ts';
import { LineFilter } from './line-filter.tsx';
import type { Line } from './queries.ts';

const useStyles = makeStyles({
  heading: { display: 'flex', gap: tokens.spacingHorizontalM, paddingInline: tokens.spacingHorizontalS, minWidth: 0, flexWrap: 'wrap' },
  name: { fontWeight: tokens.fontWeightSemibold },
  product: { paddingInlineStart: tokens.spacingHorizontalXL },
});

const amount = (value: string | null, currency: string, unitPrice = false) =>
  value === null ? <NoRight /> : <Money value={{ amount: value, currency }} unitPrice={unitPrice} />;

const lineColumns: readonly Column<Line>[] = [
  {
    id: 'charge',
    title: 'Charge',
    grow: 2,
    min: 150,
    card: 'heading',
    cell: (line) => <span title={line.chargeType}>{chargeWordOf(line.chargeType)}</span>,
  },
  { id: 'days', title: 'Days', grow: 2, min: 190, cell: (line) => formatDays(line.chargeStart, line.chargeEnd) },
  { id: 'quantity', title: 'Quantity', grow: 1, min: 80, align: 'end', cell: (line) => formatQuantity(line.quantity) },
  { id: 'price', title: 'Unit price', grow: 1, min: 120, align: 'end', cell: (line) => amount(line.unitPrice, line.currency, true) },
  { id: 'subtotal', title: 'Before tax', grow: 1, min: 120, align: 'end', cell: (line) => amount(line.subtotal, line.currency) },
  { id: 'tax', title: 'Tax', grow: 1, min: 100, align: 'end', cell: (line) => amount(line.tax, line.currency) },
  { id: 'total', title: 'Total', grow: 1, min: 120, align: 'end', cell: (line) => amount(line.total, line.currency) },
];

/** A heading has no cells of its own. */
const columns: Column<Item>[] = lineColumns.map((column) => ({
  ...column,
  cell: (item) => (item.type === 'line' ? column.cell(item.line) : null),
}));

/** Every line, gathered by customer and product, drawn only where seen. */
export function LinesTab({ invoiceId }: { readonly invoiceId: string }) {
  const [search, change] = useUrlState();
  const filter = { customerId: search['customerId'], subscriptionId: search['subscriptionId'] };
  const list = useList(listInvoiceLines, filter, { params: { id: invoiceId }, counted: false });
  return (
    <>
      <LineFilter />
      <ListPage<Item>
        list={{ ...list, rows: itemsOf(list.rows) }}
        label="Lines of the invoice"
        things="lines"
        loaded={list.rows.length}
        isFiltered={filter.customerId !== undefined || filter.subscriptionId !== undefined}
        onClearFilters={() => {
          change({ customerId: undefined, subscriptionId: undefined });
        }}
        empty={<Empty title="No lines yet">The files of this invoice have not come, or hold no lines.</Empty>}
        columns={columns}
        rowHeight={40}
        rowId={(item) => item.id}
        rowName={nameOf}
        heading={(item) => (item.type === 'line' ? undefined : <Heading item={item} />)}
      />
    </>
  );
}

function Heading({ item }: { readonly item: Exclude<Item, { readonly type: 'line' }> }) {
  const styles = useStyles();
  if (item.type === 'product')
    return (
      <span className={styles.heading}>
        <span className={styles.product}>{item.name}</span>
        <span>{plural(item.lines, 'line')} read</span>
        <Money value={item.total} />
      </span>
    );
  return (
    <span className={styles.heading}>
      <span className={styles.name}>
        {item.customerId === null ? item.name : <TextLink to={`/customers/${item.customerId}`}>{item.name}</TextLink>}
      </span>
      <span>{plural(item.lines, 'line')} read</span>
      <Money value={item.total} />
    </span>
  );
}
