import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { formatInstant } from '../../../lib/format.ts';
import { usePathPart } from '../../../lib/url-state.ts';
import { JobProgress } from '../../../ui/job-progress.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { ImportRows } from './import-rows.tsx';
import { MergeView, SplitView } from './merge-view.tsx';
import { PlanActs } from './plan-acts.tsx';
import { customerPlanQuery, plansChanged } from './queries.ts';
import { usePlanActs } from './use-plan-acts.ts';
import { type CustomerPlanShape, customerPlanWords } from './words.ts';

const useStyles = makeStyles({ facts: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalM } });

const crumbsOf: Readonly<Record<CustomerPlanShape['kind'], readonly { title: string; to: string }[]>> = {
  import: [{ title: 'Import', to: '/customers/import' }],
  merge: [{ title: 'Duplicates', to: '/customers/duplicates' }],
  split: [{ title: 'Duplicates', to: '/customers/duplicates' }],
};

const viewOf = { import: ImportRows, merge: MergeView, split: SplitView } as const;

/** A merge, a split or an import: what it would do, then what it did; applied exactly as previewed. */
export function CustomerPlanPage() {
  const planId = usePathPart('planId');
  const query = useQuery(customerPlanQuery(planId));
  if (query.data === undefined)
    return (
      <Page title="Preview" area="Customers" crumbs={crumbsOf.import}>
        <QueryStates query={query}>{() => null}</QueryStates>
      </Page>
    );
  return <PlanShown key={planId} plan={query.data} />;
}

function PlanShown({ plan }: { readonly plan: CustomerPlanShape }) {
  const styles = useStyles();
  const client = useQueryClient();
  const acts = usePlanActs(plan);
  const View = viewOf[plan.kind];
  return (
    <Page
      title={plan.title}
      area="Customers"
      crumbs={crumbsOf[plan.kind]}
      fill={plan.kind === 'import'}
      facts={
        <div className={styles.facts}>
          <StateBadge state={customerPlanWords[acts.isOver ? 'expired' : plan.state]} />
          <span>
            by {plan.createdBy}, {formatInstant(plan.createdAt)}
          </span>
        </div>
      }
      actions={<PlanActs plan={plan} acts={acts} />}
    >
      {acts.error !== null && (
        <ProblemMessage error={acts.error} title={plan.state === 'applied' ? 'It was not taken back' : 'It was not applied'} />
      )}
      {acts.isOver && (
        <span role="status">This preview has expired; nothing was changed. Preview it again to see things as they are now.</span>
      )}
      {plan.jobId !== null && (
        <JobProgress
          jobId={plan.jobId}
          onEnd={() => {
            void plansChanged(client);
          }}
        />
      )}
      <View plan={plan} />
    </Page>
  );
}
