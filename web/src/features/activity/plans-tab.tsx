import { useQuery } from '@tanstack/react-query';
import { plural } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { Money } from '../../ui/money.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { planWords } from '../../ui/words.ts';
import { plansQuery } from './queries.ts';

/** The last plans, of books, access and profiles: where decisions and undo are found again. */
export function PlansTab() {
  const query = useQuery(plansQuery);
  return (
    <QueryStates query={query}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title="No changes yet" actions={<TextLink to="/reconciliation">Review differences</TextLink>}>
            A correction starts with the preview of a difference, a change of access on the board of customers.
          </Empty>
        ) : (
          <Card title="Last changes">
            <SmallTable
              label="Last changes"
              rows={data}
              rowId={(row) => row.id}
              columns={[
                { title: 'Change', cell: (row) => <TextLink to={`/plans/${row.id}`}>{titleOf(row.steps)}</TextLink> },
                { title: 'State', cell: (row) => <StateBadge state={planWords[row.state]} /> },
                { title: 'Decisions', cell: (row) => decisionsOf(row.steps) },
                { title: 'A month', align: 'end', cell: (row) => <Money value={row.totals} signed /> },
                { title: 'Made by', cell: (row) => row.createdBy },
                { title: 'Made', cell: (row) => <When at={row.createdAt} /> },
              ]}
            />
          </Card>
        )
      }
    </QueryStates>
  );
}

type Steps = readonly { readonly customerName: string; readonly summary: string; readonly state: string }[];

const titleOf = (steps: Steps): string => {
  const first = steps[0];
  if (first === undefined) return 'Empty correction';
  return steps.length === 1 ? `${first.customerName}: ${first.summary}` : `${first.customerName} and ${plural(steps.length - 1, 'other')}`;
};

const decisionsOf = (steps: Steps): string => {
  const open = steps.filter((step) => step.state === 'needsDecision').length;
  return open === 0 ? '–' : `${plural(open, 'step needs', 'steps need')} a decision`;
};
