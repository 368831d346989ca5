import { idOf, publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type JobEnd, type JobHandle, startJob } from '../jobs/index.ts';
import { reconcileCustomers } from '../reconciliation/index.ts';
import { closeUndone } from './close-plan.ts';
import { openDesks } from './open-desks.ts';
import { refused, undoDays } from './plan.ts';
import { findPlan, readPlan } from './queries.ts';
import { type Accepted, checkWriting, mayCarryOut } from './start-apply.ts';
import { changePlan, lockPlan } from './store.ts';
import { undoStep } from './undo-step.ts';

/** Starts the job that takes an applied plan back, as far as its steps can be taken back. A second click joins the first. */
export function undoPlan(context: Context, planId: string): Promise<Accepted> {
  return inScope(context.db, context.scope, async (tx): Promise<Accepted> => {
    const locked = await lockPlan(tx, planId);
    const plan = locked === undefined ? undefined : await readPlan(tx, planId);
    if (plan === undefined) return refused('not_found', 'There is no such plan.');
    if (plan.state === 'undoing' && plan.jobId !== undefined) return { status: 'accepted', jobId: idOf('job', plan.jobId), joined: true };
    if (!mayCarryOut(context, plan))
      return refused('forbidden', 'This needs the permission "access:write".', { hint: 'Ask an owner for "access:write".' });
    const at = context.clock.now();
    if (!plan.undoable)
      return refused('plan_not_undoable', `This plan is ${plan.state}; nothing of it can be taken back.`, {
        hint: 'Look at the differences; a new plan may put them right.',
      });
    if (Temporal.Instant.compare(plan.createdAt.add({ hours: 24 * undoDays }), at) < 0)
      return refused('plan_not_undoable', `Plans can be taken back for ${undoDays} days.`);
    const refusal = await checkWriting(tx, plan);
    if (refusal !== undefined) return refusal;
    const job = await startJob(context, tx, {
      kind: 'undoPlan',
      title: `Undo: ${plan.steps[0]?.summary ?? 'a plan'}`,
      input: { planId },
      joins: `undoPlan:${planId}`,
      unit: 'steps',
    });
    await changePlan(tx, plan, { state: 'undoing', at, jobId: job.jobId });
    await record(tx, context, {
      action: 'plan.undone',
      object: publicId('plan', planId),
      planId,
      resellerId: plan.resellerId,
      after: { job: publicId('job', job.jobId) },
    });
    return { status: 'accepted', ...job };
  });
}

/** The job behind "Undo": the last step first. `only`: the others stay as they are. */
export async function runUndo(context: Context, planId: string, job: JobHandle, only?: string): Promise<JobEnd> {
  const plan = await findPlan(context, planId);
  if (plan?.state !== 'undoing') return { result: { planId: publicId('plan', planId), state: plan?.state ?? 'gone' } };
  const steps = plan.steps
    .filter((step) => (step.state === 'done' || step.state === 'applying') && step.undo.length > 0)
    .filter((step) => only === undefined || step.stepId === only)
    .toReversed();
  const desks = openDesks(context);
  await job.progress({ done: 0, total: steps.length, unit: 'steps', step: 'Taking back at the other system' });
  const errors = [];
  for (const [done, step] of steps.entries()) {
    if (job.signal.aborted) break;
    const end = await undoStep(context, await desks(step.connectionId), plan, step, job);
    const isUndone = end.state === 'undone';
    await job.item({ subject: step.summary, outcome: isUndone ? 'changed' : 'failed', code: end.code, reason: end.sentence });
    if (!isUndone) errors.push({ code: end.code, sentence: end.sentence, count: 1 });
    await job.progress({ done: done + 1 });
  }
  if (plan.type === 'correction') await reconcileCustomers(context, [...new Set(plan.steps.map((step) => step.customerId))]);
  const closed = await closeUndone(context, planId);
  return { result: { planId: publicId('plan', planId), state: closed?.state ?? 'gone' }, errors };
}
