import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listInvoiceLines, listInvoices } from '#contract/invoices.ts';
import { call } from '../../../lib/api.ts';
import { formatDate, formatQuantity, plural } from '../../../lib/format.ts';
import { useMay } from '../../../lib/use-me.ts';
import { chargeWordOf } from '../../../ui/charge-words.ts';
import { Money } from '../../../ui/money.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import type { Detail } from '../queries.ts';
import { type Line, type Netted, netLines, quantityWords, totalOf } from './net-lines.ts';
import { Section } from './section.tsx';
import { cutOffOf } from './timeline.ts';

const useStyles = makeStyles({
  found: { fontWeight: tokens.fontWeightSemibold },
  raw: {
    margin: 0,
    padding: tokens.spacingHorizontalS,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase100,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

/** At most so many lines of one subscription are read: a month has few. */
const mostLines = 200;

type Charged = { readonly invoiceId: string; readonly number: string; readonly lines: readonly Line[] };

/** What the provider charged for it in the month, with refund and recharge folded. */
export function InvoiceLines({ difference }: { readonly difference: Detail }) {
  const may = useMay('invoices:read');
  const [asked, setAsked] = useState(difference.invoice !== null);
  const subscription = difference.subscriptionId ?? difference.microsoft.remoteIds[0];
  const charged = useQuery({
    queryKey: [listInvoiceLines.id, difference.id, subscription],
    queryFn: ({ signal }) => chargedFor(difference, subscription ?? '', signal),
    enabled: asked && may && subscription !== undefined,
  });
  if (!may || subscription === undefined) return null;
  return (
    <Section title="Invoice lines">
      {asked ? (
        <QueryStates query={charged} rows={3}>
          {(invoices) =>
            invoices.length === 0 ? (
              <span>No invoice of that month charges this subscription.</span>
            ) : (
              invoices.map((each) => <Charge key={each.invoiceId} charged={each} lineNo={difference.lineNo} />)
            )
          }
        </QueryStates>
      ) : (
        <Button
          onClick={() => {
            setAsked(true);
          }}
        >
          Show what was charged
        </Button>
      )}
    </Section>
  );
}

/** The lines of one subscription on the invoices of the month: on the named one, or on all that there are. */
async function chargedFor(difference: Detail, subscriptionId: string, signal: AbortSignal): Promise<Charged[]> {
  const period = difference.period ?? monthBefore(cutOffOf(difference).at);
  const invoices = await call(listInvoices, { query: { period, limit: 50 }, signal });
  const named = invoices.data.filter(({ id, number, lines }) =>
    difference.invoice === null ? (lines ?? 0) > 0 : id === difference.invoice || number === difference.invoice,
  );
  const charged = await Promise.all(
    named.map(async ({ id, number }) => {
      const { data } = await call(listInvoiceLines, { params: { id }, query: { subscriptionId, limit: mostLines }, signal });
      return { invoiceId: id, number, lines: data };
    }),
  );
  return charged.filter(({ lines }) => lines.length > 0);
}

/** `2026-10` for the first moment of November. */
const monthBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString().slice(0, 7);

function Charge({ charged, lineNo }: { readonly charged: Charged; readonly lineNo: number | null }) {
  const styles = useStyles();
  const [raw, setRaw] = useState(false);
  const shown = netLines(charged.lines);
  const isFound = ({ lines }: Netted): boolean => lines.some((line) => line.lineNo === lineNo);
  return (
    <>
      <span>
        <TextLink to={`/billing/invoices/${charged.invoiceId}`} inline>
          {charged.number === '' ? 'Not billed yet' : `Invoice ${charged.number}`}
        </TextLink>
        , {plural(charged.lines.length, 'line')}, <Money value={totalOf(charged.lines)} /> before tax
      </span>
      <SmallTable
        label={`Lines on invoice ${charged.number}`}
        rows={shown}
        rowId={({ lines: [line] }) => String(line.lineNo)}
        columns={[
          {
            title: 'Charge',
            cell: (each) => (
              <span className={isFound(each) ? styles.found : undefined}>
                {each.isPair ? 'Refund and new charge' : chargeWordOf(each.lines[0].chargeType)}
                {isFound(each) && ' (this one)'}
              </span>
            ),
          },
          { title: 'Days', cell: ({ lines: [line] }) => `${formatDate(line.chargeStart)} to ${formatDate(line.chargeEnd)}` },
          { title: 'Quantity', align: 'end', cell: (each) => (each.isPair ? quantityWords(each) : formatQuantity(quantityWords(each))) },
          { title: 'Amount', align: 'end', cell: ({ net }) => <Money value={net} signed /> },
        ]}
      />
      <Button
        size="small"
        appearance="subtle"
        aria-expanded={raw}
        onClick={() => {
          setRaw(!raw);
        }}
      >
        {raw ? 'Hide raw lines' : 'Show raw lines'}
      </Button>
      {raw &&
        charged.lines.map((line) => (
          <pre key={line.lineNo} className={styles.raw}>
            {line.raw === null ? 'Ask an owner for "costs:read".' : JSON.stringify(line.raw, undefined, 1)}
          </pre>
        ))}
    </>
  );
}
