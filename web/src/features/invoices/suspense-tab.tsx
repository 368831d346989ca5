import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { SuspenseReason } from '#model/invoice.ts';
import { formatNumber, plural } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { chargeWordOf } from '../../ui/charge-words.ts';
import { Money } from '../../ui/money.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { type Suspense, suspenseQuery } from './queries.ts';
import { suspenseWords } from './words.ts';

const useStyles = makeStyles({ box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, overflowY: 'auto' } });

/** Lines that wait until somebody knows what they are about. Nothing is dropped, and nothing else waits for them. */
export function SuspenseTab({ invoiceId }: { readonly invoiceId: string }) {
  const styles = useStyles();
  const query = useQuery(suspenseQuery(invoiceId));
  return (
    <QueryStates query={query}>
      {(suspense) =>
        suspense.lines === 0 && suspense.unreadable.length === 0 ? (
          <Empty title="Nothing waits">Every line is known by customer, product, charge type and currency.</Empty>
        ) : (
          <div className={styles.box}>
            {suspense.byReason.length > 0 && <Reasons suspense={suspense} />}
            {suspense.groups.length > 0 && <Groups suspense={suspense} />}
            {suspense.unreadable.length > 0 && <Unreadable rows={suspense.unreadable} />}
          </div>
        )
      }
    </QueryStates>
  );
}

/** Where each reason is put right. */
const remedies: Readonly<Record<SuspenseReason, { readonly to: string; readonly text: string } | undefined>> = {
  unknown_customer: { to: '/mapping/accounts', text: 'Map the customer' },
  unknown_product: { to: '/mapping/products', text: 'Map the product' },
  unknown_charge_type: undefined,
  unknown_currency: undefined,
};

const seen = <One,>(all: readonly (One | null)[]): One[] | null => {
  const known = all.filter((one) => one !== null);
  return known.length < all.length ? null : known;
};

function Reasons({ suspense }: { readonly suspense: Suspense }) {
  return (
    <Card title={`${plural(suspense.lines, 'line')} in suspense`}>
      <SmallTable
        label="Reasons"
        rows={suspense.byReason}
        rowId={(row) => row.reason}
        columns={[
          { title: 'Reason', cell: (row) => suspenseWords[row.reason] },
          { title: 'Lines', align: 'end', cell: (row) => formatNumber(row.lines) },
          { title: 'Money', align: 'end', cell: (row) => <Money value={seen(row.totals)} /> },
          {
            title: 'What to do',
            cell: ({ reason }) => {
              const remedy = remedies[reason];
              return remedy === undefined ? (
                'It is settled when Concord learns the word'
              ) : (
                <TextLink to={remedy.to}>{remedy.text}</TextLink>
              );
            },
          },
        ]}
      />
    </Card>
  );
}

function Groups({ suspense }: { readonly suspense: Suspense }) {
  return (
    <Card title="What nobody here knows">
      <SmallTable
        label="What nobody here knows"
        rows={suspense.groups.slice(0, 100)}
        rowId={(row) => [row.customer, row.product, row.chargeType, row.currency].join(' ')}
        columns={[
          { title: 'Customer', cell: (row) => row.customerName ?? row.customer ?? '–' },
          { title: 'Product', cell: (row) => row.productName ?? row.product ?? '–' },
          { title: 'Charge', cell: (row) => (row.chargeType === null ? '–' : chargeWordOf(row.chargeType)) },
          { title: 'Lines', align: 'end', cell: (row) => formatNumber(row.lines) },
          {
            title: 'Money',
            align: 'end',
            cell: (row) => <Money value={row.total === null ? null : { amount: row.total, currency: row.currency }} />,
          },
        ]}
      />
      {suspense.more > 0 && <p>And {plural(suspense.more, 'more group')} with less money.</p>}
    </Card>
  );
}

function Unreadable({ rows }: { readonly rows: Suspense['unreadable'] }) {
  return (
    <Card title={`${plural(rows.length, 'line')} that cannot be read`}>
      <SmallTable
        label="Lines that cannot be read"
        rows={rows}
        rowId={(row) => `${row.file} ${row.line}`}
        columns={[
          { title: 'File', cell: (row) => row.file },
          { title: 'Line', align: 'end', cell: (row) => formatNumber(row.line) },
          { title: 'Reason', cell: (row) => row.reason },
        ]}
      />
    </Card>
  );
}
