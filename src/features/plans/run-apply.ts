import { publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { JobEnd, JobHandle } from '../jobs/index.ts';
import { moveDifferences, reconcileCustomers } from '../reconciliation/index.ts';
import { applyStep } from './apply-step.ts';
import { closeApplied } from './close-plan.ts';
import { createPlan } from './create-plan.ts';
import { openDesks } from './open-desks.ts';
import { isOpenStep, movesOf, type PlanView, type Step } from './plan.ts';
import { findPlan } from './queries.ts';

/** The job behind "Apply": one step after the other, each exactly once, however often the job is run. `only`: the others stay as they are. */
export async function runApply(context: Context, planId: string, job: JobHandle, only?: string): Promise<JobEnd> {
  const plan = await findPlan(context, planId);
  if (plan?.state !== 'applying') return { result: { planId: publicId('plan', planId), state: plan?.state ?? 'gone' } };
  const open = plan.steps.filter((step) => isOpenStep(step.state) && (only === undefined || step.stepId === only));
  const desks = openDesks(context);
  await job.progress({
    done: plan.steps.length - open.length,
    total: plan.steps.length,
    unit: 'steps',
    step: 'Writing to the other system',
  });
  let done = plan.steps.length - open.length;
  for (const step of open) {
    if (job.signal.aborted) break;
    const end = await applyStep(context, await desks(step.connectionId), plan, step, job);
    done += 1;
    await job.item({ subject: step.summary, outcome: itemOutcome(end.state), code: end.code, reason: end.sentence });
    await job.progress({ done });
  }
  if (job.signal.aborted) await release(context, planId);
  if (plan.type === 'correction') {
    await job.progress({ step: 'Comparing again' });
    await reconcileCustomers(context, [...new Set(plan.steps.map((step) => step.customerId))]);
  }
  const closed = await closeApplied(context, planId, job.signal.aborted || only !== undefined);
  return endOf(closed ?? plan, await freshPlan(context, closed));
}

/** Steps that were never begun because somebody stopped the job: their differences are free again. */
async function release(context: Context, planId: string): Promise<void> {
  const plan = await findPlan(context, planId);
  const left = plan?.steps.filter((step) => step.state === 'planned') ?? [];
  if (left.length === 0) return;
  await inScope(context.db, context.scope, (tx) => moveDifferences(tx, movesOf(left, 'open'), context.clock.now()));
}

/** PSA lines and subscriptions that moved between preview and write get a fresh plan at once, with what moved marked. */
async function freshPlan(context: Context, plan: PlanView | undefined): Promise<string | undefined> {
  const moved = plan?.steps.filter((step) => step.outcome?.code === 'plan_stale') ?? [];
  if (plan?.type !== 'correction' || moved.length === 0) return undefined;
  const fresh = await createPlan(context, {
    differenceIds: moved.flatMap((step) => step.differenceId ?? []),
    effectiveOn: plan.dateWish,
    replaces: plan,
  });
  return fresh.status === 'created' ? fresh.planId : undefined;
}

const itemOutcome = (state: Step['state']): 'changed' | 'skipped' | 'failed' =>
  state === 'done' || state === 'undone' ? 'changed' : state === 'skipped' ? 'skipped' : 'failed';

function endOf(plan: PlanView, fresh: string | undefined): JobEnd {
  const counted = Map.groupBy(plan.steps, (step) => step.state);
  const bad = plan.steps.filter((step) => !['done', 'skipped'].includes(step.state));
  const byCode = Map.groupBy(bad, (step) => step.outcome?.code ?? step.state);
  return {
    result: {
      planId: publicId('plan', plan.planId),
      state: plan.state,
      steps: Object.fromEntries([...counted].map(([state, steps]) => [state, steps.length])),
      verified: plan.steps.filter((step) => step.outcome?.verified === true).length,
      ...(fresh === undefined ? {} : { freshPlanId: publicId('plan', fresh) }),
    },
    errors: [...byCode].map(([code, steps]) => ({ code, sentence: steps[0]?.outcome?.sentence ?? 'Not applied.', count: steps.length })),
  };
}
