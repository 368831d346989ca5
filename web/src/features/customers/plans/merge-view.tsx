import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '../../../lib/format.ts';
import { Card, Facts } from '../../../ui/card.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { customerQuery } from '../queries.ts';
import { type CustomerPlanShape, tableWordOf } from './words.ts';

const wentAlong: Readonly<Record<CustomerPlanShape['state'], string>> = {
  previewed: 'What would go along',
  expired: 'What would have gone along',
  applied: 'What went along',
  undone: 'What went along, and came back',
};
const wentBack: Readonly<Record<CustomerPlanShape['state'], string>> = {
  previewed: 'What would go back',
  expired: 'What would have gone back',
  applied: 'What went back',
  undone: 'What went back',
};

/** Who goes on as whom, and what goes along. */
export function MergeView({ plan }: { readonly plan: CustomerPlanShape }) {
  const { merge, moves, state } = plan;
  if (merge === null) return null;
  return (
    <>
      <Card title="Who goes on as whom">
        <Facts
          facts={[
            ['Goes on', <Known key="survivor" customerId={merge.survivorId} name={merge.survivorName} />],
            ['Ends here', merge.goneName],
            ['Its fields', 'Those of the one that goes on stay as Microsoft has them; nothing is mixed.'],
            ['Can be taken back', state === 'undone' ? undefined : 'For 30 days. Later it can be split.'],
            ['Applied', plan.appliedAt === null ? undefined : <When key="applied" at={plan.appliedAt} />],
            ['Taken back', state === 'undone' ? 'They are as they were.' : undefined],
          ]}
        />
      </Card>
      <Card title={wentAlong[state]}>
        {moves.length === 0 ? <span>Nothing hangs on {merge.goneName}.</span> : <Moves label="What goes along" moves={moves} />}
      </Card>
    </>
  );
}

/** Who is itself again, and what goes back to it: what the merge moved and what is still there. */
export function SplitView({ plan: { merge, moves, state } }: { readonly plan: CustomerPlanShape }) {
  if (merge === null) return null;
  return (
    <>
      <Card title="Who is itself again">
        <Facts
          facts={[
            ['Itself again', state === 'applied' ? <Known key="gone" customerId={merge.goneId} name={merge.goneName} /> : merge.goneName],
            ['Was merged into', <Known key="survivor" customerId={merge.survivorId} name={merge.survivorName} />],
            ['Stays there', `Everything else of ${merge.survivorName}.`],
            ['Can be taken back', 'By merging the two again.'],
          ]}
        />
      </Card>
      <Card title={wentBack[state]}>
        {moves.length === 0 ? <span>Nothing that the merge moved is still there.</span> : <Moves label="What goes back" moves={moves} />}
      </Card>
    </>
  );
}

function Moves({ label, moves }: { readonly label: string; readonly moves: CustomerPlanShape['moves'] }) {
  return (
    <SmallTable
      label={label}
      rows={moves}
      rowId={(row) => row.table}
      columns={[
        { title: 'What', cell: (row) => tableWordOf(row.table) },
        { title: 'Rows', align: 'end', cell: (row) => formatNumber(row.rows) },
      ]}
    />
  );
}

function Known({ customerId, name }: { readonly customerId: string; readonly name: string }) {
  const { data } = useQuery(customerQuery(customerId));
  return (
    <>
      <TextLink to={`/customers/${customerId}`}>{data?.name ?? name}</TextLink>
      {data !== undefined && data.domain !== '' && ` (${data.domain})`}
    </>
  );
}
