import { createHash } from 'node:crypto';
import { canonicalJson } from '../../lib/canonical.ts';
import type { Money } from '../../model/money.ts';
import { PlanState, type PlanType, planNext, type StepState } from '../../model/plan.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { DateWish } from './effective-date.ts';
import type { PlanView, Step, StepOutcome } from './plan.ts';

export type NewStep = Omit<Step, 'state' | 'outcome' | 'undo' | 'customerName' | 'system'>;

export type NewPlan = {
  readonly type: PlanType;
  readonly planId: string;
  readonly resellerId: string;
  readonly steps: readonly NewStep[];
  readonly totals: readonly Money[];
  readonly state: PlanState;
  readonly createdBy: string;
  readonly makerId: string | undefined;
  readonly createdAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  readonly replacesPlanId: string | undefined;
  readonly movedSteps: readonly string[];
  readonly dateWish?: DateWish;
};

/** What the plan was computed on and what it would do, in one hash: the same world and the same wish give the same text. */
export const fingerprintOf = (
  steps: readonly Pick<NewStep, 'differenceId' | 'correction' | 'effectiveOn' | 'before' | 'after'>[],
): string =>
  createHash('sha256')
    .update(
      canonicalJson(
        steps.map(({ differenceId, correction, effectiveOn, before, after }) => ({ differenceId, correction, effectiveOn, before, after })),
      ),
    )
    .digest('hex');

export async function keepPlan(tx: Tx, plan: NewPlan): Promise<void> {
  const at = plan.createdAt;
  await tx
    .insertInto('plan')
    .values({
      plan_id: plan.planId,
      reseller_id: plan.resellerId,
      type: plan.type,
      state: plan.state,
      fingerprint: fingerprintOf(plan.steps),
      steps: plan.steps.length,
      totals: JSON.stringify(plan.totals),
      expires_at: plan.expiresAt,
      created_by: plan.createdBy,
      maker_id: plan.makerId ?? null,
      replaces_plan_id: plan.replacesPlanId ?? null,
      moved_steps: [...plan.movedSteps],
      date_wish: plan.dateWish ?? null,
      created_at: at,
      changed_at: at,
    })
    .execute();
  await tx
    .insertInto('plan_step')
    .values(
      plan.steps.map((step, position) => ({
        plan_id: plan.planId,
        step_id: step.stepId,
        position,
        customer_id: step.customerId,
        reseller_id: step.resellerId,
        difference_id: step.differenceId ?? null,
        connection_id: step.connectionId,
        correction: JSON.stringify(step.correction),
        effective_on: step.effectiveOn ?? null,
        summary: step.summary,
        before: JSON.stringify(step.before),
        after: JSON.stringify(step.after),
        calls: JSON.stringify(step.calls),
        impact: step.impact.amount,
        currency: step.impact.currency,
        reversibility: step.reversibility,
        reversible_until: step.reversibleUntil ?? null,
        warnings: [...step.warnings],
        first_bill: step.firstBill === undefined ? null : JSON.stringify(step.firstBill),
        state: 'planned',
        changed_at: at,
      })),
    )
    .execute();
}

/** Locks the plan until the transaction ends; undefined when it does not exist in this scope. */
export async function lockPlan(tx: Tx, planId: string): Promise<PlanState | undefined> {
  const row = await tx.selectFrom('plan').select('state').where('plan_id', '=', planId).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : PlanState.parse(row.state);
}

export type PlanChange = {
  readonly state: PlanState;
  readonly at: Temporal.Instant;
  readonly jobId?: string;
  readonly approvedBy?: string;
  readonly expiresAt?: Temporal.Instant;
};

/** Moves a locked plan along the table of states. */
export async function changePlan(tx: Tx, plan: Pick<PlanView, 'planId' | 'state'>, change: PlanChange): Promise<void> {
  const next: readonly PlanState[] = planNext[plan.state];
  if (!next.includes(change.state)) throw new Error(`A plan cannot go from ${plan.state} to ${change.state}`);
  await tx
    .updateTable('plan')
    .set({
      state: change.state,
      changed_at: change.at,
      ...(change.jobId === undefined ? {} : { job_id: change.jobId }),
      ...(change.expiresAt === undefined ? {} : { expires_at: change.expiresAt }),
      ...(change.approvedBy === undefined ? {} : { approved_by: change.approvedBy, approved_at: change.at }),
    })
    .where('plan_id', '=', plan.planId)
    .execute();
}

export type StepChange = {
  readonly state: StepState;
  readonly at: Temporal.Instant;
  readonly outcome?: StepOutcome;
  readonly undo?: Step['undo'];
};

/** False: it is in one of the states that must stay (`unless`), and nothing was changed. */
export async function changeStep(
  tx: Tx,
  planId: string,
  stepId: string,
  change: StepChange,
  unless: readonly StepState[] = [],
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('plan_step')
    .set({
      state: change.state,
      changed_at: change.at,
      ...(change.outcome === undefined ? {} : { outcome: JSON.stringify(change.outcome) }),
      ...(change.undo === undefined ? {} : { undo: JSON.stringify(change.undo) }),
    })
    .where('plan_id', '=', planId)
    .where('step_id', '=', stepId)
    .$if(unless.length > 0, (query) => query.where('state', 'not in', unless))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
