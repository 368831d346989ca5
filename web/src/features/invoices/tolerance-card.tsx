import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { z } from 'zod';
import { getInvoiceProof, type InvoiceProof, setInvoiceTolerance } from '#contract/invoice-proof.ts';
import { call } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';

const ToleranceDialog = lazy(async () => ({ default: (await import('./tolerance-dialog.tsx')).ToleranceDialog }));

type Proof = z.infer<typeof InvoiceProof>;
type Rule = Proof['tolerance']['rules'][number];

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

const ruleText = ({ currency, family, absolute, percent, perUnit }: Rule): string =>
  [
    [currency, family].filter((word) => word !== undefined).join(', ') || 'All lines',
    `: ${absolute}`,
    percent === '0' ? '' : ` or ${percent} %`,
    perUnit === '0' ? '' : `, and ${perUnit} for each seat or unit`,
  ].join('');

/** What amounts were judged by, whose it is, and another one for this import. */
export function ToleranceCard({ invoiceId, proof }: { readonly invoiceId: string; readonly proof: Proof }) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay('invoices:write');
  const [open, setOpen] = useState(false);
  const { tolerance, toleranceOfImport: own } = proof;
  const back = useMutation({
    mutationFn: () =>
      call(setInvoiceTolerance, { params: { id: invoiceId }, body: { tolerance: null, reason: 'Back to the tolerance of the account' } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [getInvoiceProof.id, invoiceId] }),
  });
  const why = may ? {} : { title: lacksPermission('invoices:write') };
  return (
    <Card title="Tolerance">
      <span>
        {own === null ? 'Of the account, or the default.' : `Of this import alone, by ${own.by}: ${own.reason}`} It decides what needs a
        person, never an amount.
      </span>
      <ul className={styles.list}>
        {tolerance.rules.map((rule) => (
          <li key={ruleText(rule)}>{ruleText(rule)}</li>
        ))}
      </ul>
      {back.isError && <ProblemMessage error={back.error} title="The tolerance was not changed" />}
      <div className={styles.acts}>
        <Button
          disabled={!may}
          {...why}
          onClick={() => {
            setOpen(true);
          }}
        >
          Another for this import…
        </Button>
        {own !== null && (
          <Button
            disabled={!may || back.isPending}
            {...why}
            onClick={() => {
              back.mutate();
            }}
          >
            Back to the account&apos;s
          </Button>
        )}
      </div>
      <Suspense>
        {open && (
          <ToleranceDialog
            invoiceId={invoiceId}
            currency={proof.currencies[0]?.currency ?? ''}
            onClose={() => {
              setOpen(false);
            }}
          />
        )}
      </Suspense>
    </Card>
  );
}
