import { publicId } from '../../model/ids.ts';
import type { Money } from '../../model/money.ts';
import type { PlanType } from '../../model/plan.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import type { DateWish } from './effective-date.ts';
import { approvalExpiryMinutes, expiryMinutes } from './plan.ts';
import { keepPlan, type NewStep } from './store.ts';

export type Frozen = {
  readonly type: PlanType;
  /** All of one reseller. */
  readonly steps: readonly NewStep[];
  readonly totals?: readonly Money[];
  /** Somebody else has to agree first. */
  readonly waits?: boolean;
  readonly replacesPlanId?: string | undefined;
  readonly movedSteps?: readonly string[];
  readonly dateWish?: DateWish;
  /** What the trail tells besides the steps. */
  readonly noted?: Readonly<Record<string, unknown>>;
};

/** Keeps a plan as it was previewed, and who made it: from now on it is applied as it stands, or not at all. */
export async function freezePlan(tx: Tx, context: Context, plan: Frozen): Promise<{ planId: string; createdAt: Temporal.Instant }> {
  const { type, steps, totals = [], waits = false, replacesPlanId, movedSteps = [], dateWish, noted } = plan;
  const planId = context.ids();
  const createdAt = context.clock.now();
  const resellerId = steps[0]?.resellerId ?? '';
  await keepPlan(tx, {
    type,
    planId,
    resellerId,
    steps,
    totals,
    state: waits ? 'waitingForApproval' : 'previewed',
    createdBy: context.actor.name,
    makerId: context.actor.personId,
    createdAt,
    expiresAt: createdAt.add({ minutes: waits ? approvalExpiryMinutes : expiryMinutes }),
    replacesPlanId,
    movedSteps,
    dateWish,
  });
  await record(tx, context, {
    action: 'plan.created',
    object: publicId('plan', planId),
    planId,
    resellerId,
    after: { steps: steps.map((step) => step.summary), ...noted },
  });
  return { planId, createdAt };
}
