import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { isProblem } from '../../../lib/api.ts';
import { formatInstant, plural } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import type { JobShape } from '../../../lib/use-job.ts';
import { JobProgress } from '../../../ui/job-progress.tsx';
import { Money } from '../../../ui/money.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { planWords } from '../../../ui/words.ts';
import { differencesChanged, isMoving, type PlanShape, planQuery } from '../queries.ts';
import { EffectiveDate } from './effective-date.tsx';
import { PlanActions } from './plan-actions.tsx';
import { PlanCalls } from './plan-calls.tsx';
import { Expiry, PlanMessages } from './plan-messages.tsx';
import { PlanSteps } from './plan-steps.tsx';
import { usePlanActs } from './use-plan-acts.ts';

const useStyles = makeStyles({
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    color: tokens.colorNeutralForeground2,
  },
});

const crumbs = [{ title: 'Reconciliation', to: '/reconciliation' }];
/** Where plans of a type come from, and what one is called. */
const homes: Readonly<Record<PlanShape['type'], { readonly area: string; readonly crumbs: typeof crumbs; readonly title: string }>> = {
  correction: { area: 'Reconciliation', crumbs, title: 'Correction' },
  access: { area: 'Customers', crumbs: [{ title: 'Access (GDAP)', to: '/customers/access' }], title: 'Change of access' },
  profile: { area: 'Customers', crumbs: [{ title: 'Customers', to: '/customers' }], title: 'Change of a billing profile' },
};

/** A frozen list of writes: what changes where, for how much money, how it can be taken back; then the same list with its outcomes. */
export function PlanPage() {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const planId = params['planId'] ?? '';
  return <PlanOf key={planId} planId={planId} />;
}

function PlanOf({ planId }: { readonly planId: string }) {
  const query = useQuery(planQuery(planId));
  if (query.data === undefined)
    return (
      <Page title="Plan" area="Reconciliation" crumbs={crumbs}>
        <QueryStates query={query}>{() => null}</QueryStates>
      </Page>
    );
  return <PlanShown plan={query.data} error={query.error} onRetry={() => void query.refetch()} />;
}

type PlanShownProps = { readonly plan: PlanShape; readonly error: unknown; readonly onRetry: () => void };

function PlanShown({ plan, error, onRetry }: PlanShownProps) {
  const [search] = useUrlState();
  const client = useQueryClient();
  const toast = useToast();
  const acts = usePlanActs(plan.id);
  const ended = (job: JobShape) => {
    void differencesChanged(client);
    if (job.kind === 'undoPlan' && job.status === 'completed') toast('Undone. The lines are as they were.');
  };
  const home = homes[plan.type];
  const isFresh = isProblem(acts.error, 'plan_stale') && acts.error.problem.planId !== undefined;
  return (
    <Page
      title={plan.type === 'correction' && plan.steps.length > 1 ? plural(plan.steps.length, 'correction') : home.title}
      area={home.area}
      crumbs={home.crumbs}
      facts={<Facts plan={plan} />}
      actions={<PlanActions plan={plan} acts={acts} />}
    >
      {error !== null && error !== undefined && <ProblemMessage error={error} title="The plan could not be refreshed" onRetry={onRetry} />}
      {acts.error !== null && !isFresh && <ProblemMessage error={acts.error} title={notDone[plan.state] ?? 'The plan was not applied'} />}
      <PlanMessages plan={plan} after={search['after']} />
      {isMoving(plan) && plan.jobId !== null && <JobProgress key={plan.jobId} jobId={plan.jobId} onEnd={ended} />}
      {plan.state === 'previewed' && <EffectiveDate plan={plan} />}
      <PlanSteps plan={plan} />
      <PlanCalls plan={plan} />
    </Page>
  );
}

const notDone: Readonly<Partial<Record<PlanShape['state'], string>>> = {
  waitingForApproval: 'The plan was not approved',
  applied: 'The plan was not undone',
};

function Facts({ plan }: { readonly plan: PlanShape }) {
  const styles = useStyles();
  return (
    <div className={styles.facts}>
      <StateBadge state={planWords[plan.state]} />
      {plan.type === 'correction' && (
        <strong>
          <Money value={plan.totals} signed per="month" />
        </strong>
      )}
      <Expiry plan={plan} />
      <span>
        by {plan.createdBy}, {formatInstant(plan.createdAt)}
      </span>
      {plan.approvedBy !== null && <span>approved by {plan.approvedBy}</span>}
    </div>
  );
}
