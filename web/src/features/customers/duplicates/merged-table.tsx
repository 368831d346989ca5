import { Button } from '@fluentui/react-components';
import { useMay } from '../../../lib/use-me.ts';
import { Card } from '../../../ui/card.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { usePreviewPlan } from '../plans/use-preview-plan.ts';
import type { CustomerPlanShape } from '../plans/words.ts';

/** What was merged: undone on its own page for 30 days, split at any time. */
export function MergedTable({ plans }: { readonly plans: readonly CustomerPlanShape[] }) {
  const may = useMay('customers:write');
  const split = usePreviewPlan();
  if (plans.length === 0) return null;
  return (
    <Card title="Merged">
      {split.isError && <ProblemMessage error={split.error} title="There is no preview" />}
      <SmallTable
        label="Merged"
        rows={plans}
        rowId={(row) => row.id}
        columns={[
          { title: 'What', cell: (row) => <TextLink to={`/customers/plans/${row.id}`}>{row.title}</TextLink> },
          { title: 'By', cell: (row) => row.createdBy },
          { title: 'Applied', cell: (row) => <When at={row.appliedAt} /> },
          {
            title: 'Split',
            cell: ({ merge }) =>
              merge === null ? null : (
                <Button
                  size="small"
                  aria-label={`Split ${merge.goneName} from ${merge.survivorName}`}
                  disabledFocusable={!may || split.isPending}
                  onClick={() => {
                    if (may && !split.isPending) split.mutate({ kind: 'split', customerId: merge.goneId });
                  }}
                >
                  Split
                </Button>
              ),
          },
        ]}
      />
    </Card>
  );
}
