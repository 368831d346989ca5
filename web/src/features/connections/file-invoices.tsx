import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { z } from 'zod';
import type { DistributorFilePreview } from '#contract/distributor-files.ts';
import { formatDate, formatMoney, formatMonth, formatNumber } from '../../lib/format.ts';
import { SmallTable } from '../../ui/small-table.tsx';
import { chargeKindWordOf, type FileWish } from './file-words.ts';

type Preview = z.infer<typeof DistributorFilePreview>;
type Invoice = Preview['invoices'][number];

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 160px), 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
    // A text box would be as wide as twenty letters, whatever there is room for.
    '& input': { minWidth: 0, width: '100%' },
  },
});

type Props = { readonly preview: Preview; readonly isBusy: boolean; readonly onWish: (change: FileWish) => void };

/** The invoices that a file is, and what a person says of them where their lines do not. */
export function PreviewedInvoices({ preview: { invoices }, isBusy, onWish }: Props) {
  const [first] = invoices;
  return (
    <>
      <SmallTable
        label="Invoices of this file"
        rows={invoices}
        rowId={({ number }) => number}
        columns={[
          { title: 'Invoice', cell: nameOf },
          { title: 'Month', cell: ({ period }) => (period === null ? '–' : formatMonth(period)) },
          { title: 'Lines', align: 'end', cell: ({ lines }) => formatNumber(lines) },
          { title: 'Whole periods', align: 'end', cell: ({ periods }) => formatNumber(periods) },
          {
            title: 'Without tax',
            align: 'end',
            cell: ({ sums }) => sums.map(({ total, currency }) => costOf(total, currency)).join(', '),
          },
          ...(invoices.some(({ control }) => control !== null) ? [saidToBe] : []),
        ]}
      />
      {first !== undefined && (
        <SmallTable
          label="First lines"
          rows={first.charges.slice(0, 5)}
          rowId={({ line }) => String(line)}
          columns={[
            { title: 'Line', cell: ({ line }) => String(line) },
            { title: 'Customer', cell: ({ companyName }) => companyName },
            { title: 'Product', cell: ({ productName }) => productName },
            { title: 'Type', cell: ({ type }) => chargeKindWordOf(type) },
            { title: 'From', cell: ({ startPeriod }) => formatDate(startPeriod) },
            { title: 'Amount', align: 'end', cell: ({ costTotal, currencyCode }) => costOf(costTotal, currencyCode) },
          ]}
        />
      )}
      {invoices.length <= 1 && <Told isBusy={isBusy} onWish={onWish} />}
    </>
  );
}

const saidToBe = {
  title: 'Control total',
  align: 'end',
  cell: ({ control, sums }: Invoice) => (control === null ? '–' : costOf(control, sums[0]?.currency ?? '')),
} as const;

/** Null for who may not see costs. */
const costOf = (amount: string | null, currency: string): string => (amount === null ? '–' : formatMoney({ amount, currency }));

const nameOf = ({ number, isKnown }: Invoice): string =>
  `${number === '' ? 'Without a number' : number}${isKnown ? ' (its next version)' : ''}`;

/** Number, month and control total of a file that is one invoice. */
function Told({ isBusy, onWish }: Omit<Props, 'preview'>) {
  const styles = useStyles();
  const [told, setTold] = useState({ number: '', period: '', total: '' });
  const set = (change: Partial<typeof told>): void => {
    setTold({ ...told, ...change });
  };
  return (
    <div className={styles.fields} role="group" aria-label="What the lines do not say">
      <Field label="Invoice number">
        <Input
          value={told.number}
          onChange={(_, { value }) => {
            set({ number: value });
          }}
        />
      </Field>
      <Field label="Month" hint="Like 2026-11">
        <Input
          value={told.period}
          onChange={(_, { value }) => {
            set({ period: value });
          }}
        />
      </Field>
      <Field label="Total without tax" hint="Like 1234.56">
        <Input
          inputMode="decimal"
          value={told.total}
          onChange={(_, { value }) => {
            set({ total: value });
          }}
        />
      </Field>
      <Button
        disabledFocusable={isBusy}
        onClick={() => {
          onWish({ invoice: Object.fromEntries(Object.entries(told).filter(([, value]) => value.trim() !== '')) });
        }}
      >
        Look again
      </Button>
    </div>
  );
}
