import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { type CustomerPlanShape, customerPlanWords } from './words.ts';

/** What was previewed, carried out and taken back, newest first. */
export function PlansTable({ label, plans }: { readonly label: string; readonly plans: readonly CustomerPlanShape[] }) {
  return (
    <SmallTable
      label={label}
      rows={plans}
      rowId={(row) => row.id}
      columns={[
        { title: 'What', cell: (row) => <TextLink to={`/customers/plans/${row.id}`}>{row.title}</TextLink> },
        { title: 'State', cell: (row) => <StateBadge state={customerPlanWords[row.state]} /> },
        { title: 'By', cell: (row) => row.createdBy },
        { title: 'Previewed', cell: (row) => <When at={row.createdAt} /> },
        { title: 'Applied', cell: (row) => <When at={row.appliedAt} /> },
      ]}
    />
  );
}
