import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { keepCustomersApart, listDuplicates } from '#contract/customer-plans.ts';
import { call } from '../../../lib/api.ts';
import { formatNumber } from '../../../lib/format.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { Card } from '../../../ui/card.tsx';
import { CopyText } from '../../../ui/copy-text.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { ReasonDialog } from '../../../ui/reason-dialog.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { usePreviewPlan } from '../plans/use-preview-plan.ts';

type Candidate = z.infer<NonNullable<typeof listDuplicates.reply>>['data'][number];
type Side = Candidate['first'];

const useStyles = makeStyles({ acts: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS } });

const reasonWords: Readonly<Record<Candidate['reasons'][number]['reason'], string>> = {
  sameTenant: 'Same tenant id',
  sameDomain: 'Same domain',
  sameRegistrationNumber: 'Same registration number',
};

/** What the two records say, line by line. */
const lines: readonly { readonly title: string; readonly cell: (side: Side) => React.ReactNode }[] = [
  { title: 'Name', cell: (side) => <TextLink to={`/customers/${side.customerId}`}>{side.name}</TextLink> },
  {
    title: 'At Microsoft',
    cell: (side) => <StateBadge state={side.gone ? { word: 'Gone', intent: 'neutral' } : { word: 'Lives', intent: 'success' }} />,
  },
  { title: 'Domain', cell: (side) => side.domain },
  { title: 'Tenant id', cell: (side) => <CopyText text={side.tenantId} /> },
  { title: 'Cloud', cell: (side) => side.cloud },
  { title: 'Subscriptions', cell: (side) => formatNumber(side.subscriptions) },
];

/** Two records side by side, why they may be one, and what can be done about it. */
export function Pair({ pair }: { readonly pair: Candidate }) {
  const styles = useStyles();
  const may = useMay('customers:write');
  const preview = usePreviewPlan();
  const [isParting, setParting] = useState(false);
  const { first, second, reasons, mergeable } = pair;
  const survivor = mergeable === null ? undefined : [first, second].find(({ customerId }) => customerId === mergeable.survivorId);
  return (
    <Card title={`${first.name} and ${second.name}`}>
      <span>{reasons.map(({ reason, value }) => `${reasonWords[reason]} ${value}`).join(', ')}</span>
      <SmallTable
        label={`${first.name} and ${second.name} side by side`}
        rows={lines}
        rowId={({ title }) => title}
        columns={[
          { title: 'What', cell: ({ title }) => title },
          { title: 'One', cell: ({ cell }) => cell(first) },
          { title: 'The other', cell: ({ cell }) => cell(second) },
        ]}
      />
      {mergeable === null && (
        <span>Both live at Microsoft, so they are two customers. One can be merged when its relationship has ended.</span>
      )}
      {preview.isError && <ProblemMessage error={preview.error} title="There is no preview" />}
      <div className={styles.acts}>
        {mergeable !== null && (
          <Button
            appearance="primary"
            disabledFocusable={!may || preview.isPending}
            onClick={() => {
              if (may && !preview.isPending) preview.mutate({ kind: 'merge', ...mergeable });
            }}
          >
            Preview the merge into {survivor?.name ?? 'the other'}
          </Button>
        )}
        <Button
          disabledFocusable={!may}
          onClick={() => {
            if (may) setParting(true);
          }}
        >
          They are two
        </Button>
        {!may && <span>{lacksPermission('customers:write')}</span>}
      </div>
      {isParting && (
        <ApartDialog
          pair={pair}
          onClose={() => {
            setParting(false);
          }}
        />
      )}
    </Card>
  );
}

function ApartDialog({ pair: { first, second }, onClose }: { readonly pair: Candidate; readonly onClose: () => void }) {
  const client = useQueryClient();
  const part = useMutation({
    mutationFn: (reason: string) =>
      call(keepCustomersApart, { body: { customerId: first.customerId, otherId: second.customerId, reason } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [listDuplicates.id] });
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={`Are ${first.name} and ${second.name} two customers?`}
      submit="They are two"
      cancel="Leave it open"
      isBusy={part.isPending}
      error={part.error}
      onSubmit={part.mutate}
      onClose={onClose}
    >
      Nobody is asked about these two again.
    </ReasonDialog>
  );
}
