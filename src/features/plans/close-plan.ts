import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { isOpenStep, type PlanView, stateWhenDone } from './plan.ts';
import { readPlan } from './queries.ts';
import { changePlan, lockPlan } from './store.ts';

/** Gives an applying plan its last state once no step is open. `isStopped`: somebody cancelled the job, so what is only planned stays so. */
export function closeApplied(context: Context, planId: string, isStopped = false): Promise<PlanView | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    await lockPlan(tx, planId);
    const plan = await readPlan(tx, planId);
    if (plan?.state !== 'applying') return plan;
    const waits = plan.steps.some((step) => isOpenStep(step.state) && !(isStopped && step.state === 'planned'));
    if (waits) return plan;
    await changePlan(tx, plan, { state: stateWhenDone(plan.steps), at: context.clock.now() });
    return readPlan(tx, planId);
  });
}

/** The same for a plan that is being taken back: what could not be undone stays applied. */
export function closeUndone(context: Context, planId: string): Promise<PlanView | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    await lockPlan(tx, planId);
    const plan = await readPlan(tx, planId);
    if (plan?.state !== 'undoing' || plan.steps.some((step) => step.state === 'checking' || step.state === 'applying')) return plan;
    const left = plan.steps.filter((step) => step.state === 'done' || step.state === 'needsDecision');
    const state =
      left.length === 0
        ? 'undone'
        : plan.steps.every((step) => step.state === 'done' || step.state === 'skipped')
          ? 'applied'
          : 'appliedInPart';
    await changePlan(tx, plan, { state, at: context.clock.now() });
    return readPlan(tx, planId);
  });
}
