import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { z } from 'zod';
import { getInvoiceProof, type InvoiceProof } from '#contract/invoice-proof.ts';
import { call } from '../../lib/api.ts';
import { formatNumber, plural } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { Money, NoRight } from '../../ui/money.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge, type StateWord } from '../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { notRecomputedWords } from './words.ts';

const ToleranceCard = lazy(async () => ({ default: (await import('./tolerance-card.tsx')).ToleranceCard }));

type Proof = z.infer<typeof InvoiceProof>;

const useStyles = makeStyles({ box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, overflowY: 'auto' } });

const verdicts: Readonly<Record<Proof['verdict'], StateWord>> = {
  proved: { word: 'Proved to the cent', intent: 'success' },
  withinTolerance: { word: 'Within tolerance', intent: 'info' },
  notProved: { word: 'Not proved', intent: 'warning' },
};

/** Every line recomputed by the provider's own formulas: read on request, for it reads the whole invoice. */
export function ProofTab({ invoiceId }: { readonly invoiceId: string }) {
  const styles = useStyles();
  const [asked, setAsked] = useState(false);
  const query = useQuery({
    queryKey: [getInvoiceProof.id, invoiceId],
    queryFn: ({ signal }) => call(getInvoiceProof, { params: { id: invoiceId }, signal }),
    enabled: asked,
  });
  if (!asked)
    return (
      <Empty
        title="Prove this invoice"
        actions={
          <Button
            appearance="primary"
            onClick={() => {
              setAsked(true);
            }}
          >
            Recompute every line
          </Button>
        }
      >
        Every line is recomputed by the provider's own formulas, and header, lines, customers and products are held against each other.
      </Empty>
    );
  return (
    <QueryStates query={query}>
      {(proof) => (
        <div className={styles.box}>
          <Sums proof={proof} />
          <Suspense>
            <ToleranceCard invoiceId={invoiceId} proof={proof} />
          </Suspense>
          {proof.misfits.count > 0 && <Misfits misfits={proof.misfits} />}
        </div>
      )}
    </QueryStates>
  );
}

const amount = (value: string | null, currency: string) => (value === null ? <NoRight /> : <Money value={{ amount: value, currency }} />);

function Sums({ proof }: { readonly proof: Proof }) {
  const left = proof.notRecomputed.map(({ reason, lines }) => `${plural(lines, 'line')}: ${notRecomputedWords[reason] ?? reason}.`);
  return (
    <Card title={`Version ${proof.version}`} action={<StateBadge state={verdicts[proof.verdict]} />}>
      <span>{proof.ruleSet.words}</span>
      <SmallTable
        label="Sums by currency"
        rows={proof.currencies}
        rowId={(row) => row.currency}
        columns={[
          { title: 'Currency', cell: (row) => row.currency },
          { title: 'Lines', align: 'end', cell: (row) => formatNumber(row.lines) },
          { title: 'Total', align: 'end', cell: (row) => amount(row.total, row.currency) },
          { title: 'By customer and product', cell: (row) => (row.agrees ? 'The same sums' : 'Other sums') },
          { title: 'Header', cell: (row) => headerWords(row.header) },
        ]}
      />
      {left.map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
    </Card>
  );
}

function headerWords(header: Proof['currencies'][number]['header']): string {
  if (header === null) return 'None came';
  if (header.ties) return 'The same';
  return header.isWithinTolerance ? 'Differs within tolerance' : 'Differs';
}

function Misfits({ misfits }: { readonly misfits: Proof['misfits'] }) {
  return (
    <Card title={`${plural(misfits.count, 'line')} that do not fit`}>
      <SmallTable
        label="Lines that do not fit"
        rows={misfits.first}
        rowId={(row) => `${row.lineNo} ${row.column}`}
        columns={[
          { title: 'Line', align: 'end', cell: (row) => formatNumber(row.lineNo + 1) },
          { title: 'Product', cell: (row) => row.product },
          { title: 'Column', cell: (row) => row.column },
          { title: 'Formula', cell: (row) => row.formula ?? <NoRight /> },
          { title: 'Expected', align: 'end', cell: (row) => row.expected ?? <NoRight /> },
          { title: 'Given', align: 'end', cell: (row) => row.given ?? <NoRight /> },
        ]}
      />
      {misfits.count > misfits.first.length && <span>The first {misfits.first.length} are shown.</span>}
    </Card>
  );
}
