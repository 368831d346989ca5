import { formatDate, formatQuantity } from '../../lib/format.ts';
import { Money } from '../../ui/money.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import type { Row } from './bars.ts';

export type LossTableProps = { readonly rows: readonly Row[]; readonly by: 'customer' | 'product' };

const seats = (quantity: string | null): string => (quantity === null ? '–' : formatQuantity(quantity));

/** Seats by source, money a month both ways, and since when. */
export function LossTable({ rows, by }: LossTableProps) {
  return (
    <SmallTable
      label="Seats and money by source"
      rows={rows}
      rowId={(row) => `${row.key} ${row.underBilled.currency}`}
      columns={[
        {
          title: by === 'customer' ? 'Customer' : 'Product',
          cell: (row) => <TextLink to={linkOf(row, by)}>{row.label}</TextLink>,
        },
        { title: 'Bought', align: 'end', cell: (row) => seats(row.seats.bought) },
        { title: 'Charged', align: 'end', cell: (row) => seats(row.seats.charged) },
        { title: 'Billed', align: 'end', cell: (row) => seats(row.seats.billed) },
        { title: 'Assigned', align: 'end', cell: (row) => seats(row.seats.assigned) },
        { title: 'We under-bill', align: 'end', cell: (row) => <Money value={[row.underBilled]} /> },
        { title: 'We over-bill', align: 'end', cell: (row) => <Money value={[row.overBilled]} /> },
        { title: 'Since', cell: (row) => (row.since === null ? '–' : formatDate(row.since)) },
      ]}
    />
  );
}

/** The differences that add up to the row. */
const linkOf = ({ key, label }: Row, by: LossTableProps['by']): string =>
  by === 'customer' ? `/reconciliation?customerId=${key}` : `/reconciliation?product=${encodeURIComponent(label)}`;
