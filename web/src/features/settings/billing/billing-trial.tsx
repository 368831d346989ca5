import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { simulateBilling } from '#contract/billing.ts';
import type { BillingChoice, BillingProduct } from '#model/billing-behaviour.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { formatMonth, plural } from '../../../lib/format.ts';
import { useMay } from '../../../lib/use-me.ts';
import { Facts } from '../../../ui/card.tsx';
import { Money } from '../../../ui/money.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { dayWord } from './words.ts';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, alignItems: 'flex-start' },
  result: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, width: '100%' },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
});

type Props = {
  readonly choice: BillingChoice;
  readonly customerId?: string | undefined;
  readonly product?: BillingProduct | undefined;
};

/** What the choice would change on the last month and on what is open; before it is saved, and without saving it. */
export function BillingTrial({ choice, customerId, product }: Props) {
  const styles = useStyles();
  const may = useMay('corrections:propose');
  const trial = useMutation({
    mutationFn: () =>
      call(simulateBilling, {
        body: { choice, ...(customerId !== undefined && { customerId }), ...(product !== undefined && { product }) },
      }),
  });
  if (!may) return null;
  return (
    <div className={styles.box}>
      <Button
        disabledFocusable={trial.isPending}
        onClick={() => {
          if (!trial.isPending) trial.mutate();
        }}
      >
        {trial.isPending ? 'Trying…' : 'Try it on the last month'}
      </Button>
      {trial.isError && <ProblemMessage error={trial.error} title="It was not tried" />}
      <div role="status" className={styles.result}>
        {trial.data !== undefined && <Result simulated={trial.data} />}
      </div>
    </div>
  );
}

function Result({ simulated }: { readonly simulated: ReplyOf<typeof simulateBilling> }) {
  const styles = useStyles();
  const { month, corrections, changed, before, after, credits, sample } = simulated;
  return (
    <>
      <p className={styles.text}>
        {plural(corrections, 'correction')} of {formatMonth(month)} and open now:{' '}
        {changed === 0 ? 'nothing would be otherwise' : `${changed} would be otherwise`}. Nothing is saved yet.
      </p>
      {changed > 0 && (
        <Facts
          facts={[
            ['First bills, as it is', <Money key="before" value={before} signed />],
            ['First bills, as it would be', <Money key="after" value={after} signed />],
          ]}
        />
      )}
      {credits.count > 0 && (
        <p className={styles.text}>
          {plural(credits.count, 'open credit')} (<Money value={credits.money} signed per="once" />) would no longer be reported.
        </p>
      )}
      {sample.length > 0 && (
        <SmallTable
          label="Corrections that would be otherwise"
          rows={sample}
          rowId={({ differenceId }) => differenceId}
          columns={[
            { title: 'Customer', cell: ({ customerName }) => customerName },
            { title: 'Product', cell: ({ productName }) => productName },
            { title: 'From, now', cell: (row) => dayWord(row.before.effectiveOn) },
            { title: 'From, then', cell: (row) => dayWord(row.after.effectiveOn) },
            { title: 'First bill, now', align: 'end', cell: (row) => <Money value={row.before.firstBill} signed /> },
            { title: 'First bill, then', align: 'end', cell: (row) => <Money value={row.after.firstBill} signed /> },
          ]}
        />
      )}
    </>
  );
}
