import { changedIdOf } from '../../model/difference.ts';
import { idOf, type JobId, publicId } from '../../model/ids.ts';
import type { Permission } from '../../model/person.ts';
import type { PlanType } from '../../model/plan.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import { noteConflicts } from '../conflicts/index.ts';
import type { Context } from '../context.ts';
import { startJob } from '../jobs/index.ts';
import { isWritingHeld } from '../journal/index.ts';
import { moveDifferences } from '../reconciliation/index.ts';
import { readSettings } from '../settings/index.ts';
import { policyName } from './approval.ts';
import { exclusionRefusal, writableRefusal } from './choose.ts';
import { createPlan } from './create-plan.ts';
import { closeUnapplied, expireIfDue } from './expire.ts';
import { openDesks, targetOf } from './open-desks.ts';
import { overtaken } from './overtaken.ts';
import { movesOf, type PlanView, type Refused, refused, type Step, type TargetState } from './plan.ts';
import { findPlan, readPlan } from './queries.ts';
import { changePlan, lockPlan } from './store.ts';
import { movedFields } from './target-state.ts';

export type Accepted = { readonly status: 'accepted'; readonly jobId: JobId; readonly joined: boolean } | Refused;

const mostLooks = 25; // steps that are looked at while the caller waits; larger plans are checked line by line by the job alone

/** Starts the job that carries a plan out, exactly as previewed. A second click joins the first. When the PSA moved since, a fresh plan is offered instead. */
export async function applyPlan(context: Context, planId: string): Promise<Accepted> {
  const plan = await findPlan(context, planId);
  if (plan === undefined) return refused('not_found', 'There is no such plan.');
  if (!mayCarryOut(context, plan))
    return refused('forbidden', `This needs the permission "${extraRight(plan)}".`, { hint: `Ask an owner for "${extraRight(plan)}".` });
  const moved = isFresh(plan) ? await movedSteps(context, plan) : [];
  const begun = await inScope(context.db, context.scope, (tx) => begin(tx, context, planId, moved));
  return begun.status === 'stale' ? offerFresh(context, plan) : begun;
}

/** Money may be corrected by finance, delegated access and customers may not (rights matrix: customers, GDAP status). */
const extraRights = { correction: undefined, access: 'access:write', profile: 'customers:write' } as const satisfies Record<
  PlanType,
  Permission | undefined
>;
const extraRight = ({ type }: Pick<PlanView, 'type'>): Permission | undefined => extraRights[type];

export function mayCarryOut({ actor }: Pick<Context, 'actor'>, plan: Pick<PlanView, 'type'>): boolean {
  const right = extraRight(plan);
  return right === undefined || actor.kind === 'system' || actor.permissions.includes(right);
}

const isFresh = ({ state, steps }: PlanView): boolean => ['previewed', 'approved'].includes(state) && steps.length <= mostLooks;

/** A step whose target is no longer as it was previewed, and what is there now; undefined: it is not here any more. */
type Moved = { readonly step: Step; readonly now: TargetState | undefined };

/** Only reads. Steps on one line build on each other: only the first of them must find it as it was. */
async function movedSteps(context: Context, plan: PlanView): Promise<readonly Moved[]> {
  const desks = openDesks(context);
  const seen = new Set<string>();
  const moved: Moved[] = [];
  for (const step of plan.steps) {
    const changed = changedIdOf(step.correction) ?? step.stepId;
    if (seen.has(changed)) continue;
    seen.add(changed);
    const target = await inScope(context.db, context.scope, (tx) => targetOf(tx, step.correction));
    const now = target === undefined ? undefined : (await (await desks(step.connectionId)).look(step.correction, target)).state;
    if (now === undefined || movedFields(step.before, now).length > 0) moved.push({ step, now });
  }
  return moved;
}

async function begin(tx: Tx, context: Context, planId: string, found: readonly Moved[]): Promise<Accepted | { readonly status: 'stale' }> {
  const locked = await lockPlan(tx, planId);
  const plan = locked === undefined ? undefined : await readPlan(tx, planId);
  if (plan === undefined) return refused('not_found', 'There is no such plan.');
  if (plan.state === 'applying' && plan.jobId !== undefined) return { status: 'accepted', jobId: idOf('job', plan.jobId), joined: true };
  const refusal = (await checkState(tx, context, plan)) ?? (await checkWriting(tx, plan));
  if (refusal !== undefined) return refusal;
  const at = context.clock.now();
  const steps = plan.steps.filter((step) => step.state === 'planned');
  const isStale = found.length > 0;
  const moved = isStale ? [] : await moveDifferences(tx, movesOf(steps, 'applying'), at);
  if ((isStale || moved.length < movesOf(steps, 'applying').length) && isUnapplied(plan)) {
    // Somebody else corrects or decided one of them (F54): what was moved here goes back, the plan is stale.
    await moveDifferences(
      tx,
      movesOf(
        steps.filter(({ differenceId }) => differenceId !== undefined && moved.includes(differenceId)),
        'open',
      ),
      at,
    );
    await closeUnapplied(tx, plan, 'stale', at);
    const conflicts = found.flatMap(({ step, now }) => (now === undefined ? [] : overtaken(plan, step, now, 'planOvertaken')));
    await noteConflicts(tx, context, at, conflicts);
    return { status: 'stale' };
  }
  return start(tx, context, plan, at);
}

const isUnapplied = ({ state }: PlanView): boolean => state === 'previewed' || state === 'approved';

async function start(tx: Tx, context: Context, plan: PlanView, at: Temporal.Instant): Promise<Accepted> {
  const title =
    plan.steps.length === 1
      ? (plan.steps[0]?.summary ?? 'Apply a plan')
      : `Apply ${plan.steps.length} ${plan.type === 'access' ? 'changes of access' : 'corrections'}`;
  const { planId } = plan;
  const job = await startJob(context, tx, { kind: 'applyPlan', title, input: { planId }, joins: `applyPlan:${planId}`, unit: 'steps' });
  if (plan.state === 'previewed') {
    const approvedBy = policyName((await readSettings(tx)).approvalLimit);
    await changePlan(tx, plan, { state: 'approved', at, approvedBy });
    await changePlan(tx, { planId, state: 'approved' }, { state: 'applying', at, jobId: job.jobId });
    await record(tx, context, {
      action: 'plan.approved',
      object: publicId('plan', planId),
      planId,
      resellerId: plan.resellerId,
      reason: approvedBy,
    });
  } else await changePlan(tx, plan, { state: 'applying', at, jobId: job.jobId });
  await record(tx, context, {
    action: 'plan.applied',
    object: publicId('plan', planId),
    planId,
    resellerId: plan.resellerId,
    after: { job: publicId('job', job.jobId), fingerprint: plan.fingerprint },
  });
  return { status: 'accepted', ...job };
}

async function checkState(tx: Tx, context: Context, plan: PlanView): Promise<Refused | undefined> {
  if (await expireIfDue(tx, context, plan)) return refused('plan_not_applicable', 'This plan has expired.', { hint: 'Preview it again.' });
  if (plan.state === 'waitingForApproval')
    return refused('approval_needed', 'A second person has to approve this plan first.', {
      hint: 'Anybody but its maker who may apply corrections.',
    });
  if (isUnapplied(plan)) return undefined;
  const canGoOn = (plan.state === 'appliedInPart' || plan.state === 'failed') && plan.steps.some((step) => step.state === 'planned');
  return canGoOn
    ? undefined
    : refused('plan_not_applicable', `This plan is ${plan.state}.`, { hint: 'Preview the difference again if it is still there.' });
}

export async function checkWriting(tx: Tx, plan: PlanView): Promise<Refused | undefined> {
  if (await isWritingHeld(tx))
    return refused('writing_held', 'Writing to other systems is held after a restore.', {
      hint: 'An operator has to reconcile the journal first.',
    });
  const steps = plan.steps.map((step) => step.correction);
  return (await writableRefusal(tx, steps)) ?? exclusionRefusal(tx, plan.steps);
}

/** The same wish on the world as it is now. If even that is refused, the reason stands in for the fresh plan. */
async function offerFresh(context: Context, plan: PlanView): Promise<Refused> {
  if (plan.type === 'access')
    return refused('plan_stale', 'The access of a customer changed since the preview.', { hint: 'Preview it again.' });
  if (plan.type === 'profile')
    return refused('plan_stale', 'The billing profile changed at Microsoft since the preview.', {
      hint: 'Look at it and preview your change again.',
    });
  const fresh = await createPlan(context, {
    differenceIds: plan.steps.flatMap((step) => step.differenceId ?? []),
    effectiveOn: plan.dateWish,
    replaces: plan,
  });
  const detail = 'Something changed since the preview.';
  return fresh.status === 'created'
    ? refused('plan_stale', detail, { planId: fresh.planId, hint: 'Look at the fresh plan; what moved is marked.' })
    : refused('plan_stale', `${detail} ${fresh.detail}`, { hint: fresh.hint ?? 'Look at the differences again.' });
}
