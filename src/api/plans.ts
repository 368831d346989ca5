import type { z } from 'zod';
import * as contract from '../contract/plans.ts';
import type { Context } from '../features/context.ts';
import {
  type Accepted,
  applyPlan,
  approvePlan,
  createPlan,
  findPlan,
  listPlans,
  type PlanView,
  type Refused,
  type Step,
  undoPlan,
} from '../features/plans/index.ts';
import { isCostStep } from '../model/costs.ts';
import { publicId } from '../model/ids.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { publicCorrection } from './show-difference.ts';

type PlanReply = z.input<typeof contract.Plan>;

export const planRoutes: readonly Mounted[] = [
  handle(contract.createPlan, async ({ context, body }) => {
    const { differenceIds, effectiveOn, action } = body;
    const created = await createPlan(context, { differenceIds, effectiveOn, action });
    return created.status === 'created' ? showPlan(context, created.planId) : refusal(created);
  }),
  handle(contract.listPlans, async ({ context }) => good({ data: (await listPlans(context)).map(toPlan) })),
  handle(contract.getPlan, ({ context, params }) => showPlan(context, params.id)),
  handle(contract.approvePlan, async ({ context, params }) => {
    const approved = await approvePlan(context, params.id);
    return approved.status === 'approved' ? showPlan(context, params.id) : refusal(approved);
  }),
  handle(contract.applyPlan, async ({ context, params }) => accepted(await applyPlan(context, params.id))),
  handle(contract.undoPlan, async ({ context, params }) => accepted(await undoPlan(context, params.id))),
];

export async function showPlan(context: Context, planId: string): Promise<Good<PlanReply> | Refusal> {
  const plan = await findPlan(context, planId);
  return plan === undefined ? refuse('not_found', 'There is no plan with this id.') : good(toPlan(plan));
}

export const accepted = (outcome: Accepted): Good<{ jobId: string; joined: boolean }> | Refusal =>
  outcome.status === 'accepted' ? good({ jobId: publicId('job', outcome.jobId), joined: outcome.joined }) : refusal(outcome);

export const refusal = ({ because, detail, hint, planId }: Refused): Refusal =>
  refuse(because, detail, {
    ...(hint === undefined ? {} : { hint }),
    ...(planId === undefined ? {} : { planId: publicId('plan', planId) }),
  });

const toPlan = (plan: PlanView): PlanReply => ({
  id: publicId('plan', plan.planId),
  type: plan.type,
  state: plan.state,
  fingerprint: plan.fingerprint,
  steps: plan.steps.map(toStep),
  totals: [...plan.totals],
  totalsTellCost: plan.steps.some((step) => isCostStep(step.correction)),
  createdAt: plan.createdAt.toString(),
  createdBy: plan.createdBy,
  expiresAt: plan.expiresAt.toString(),
  needsApproval: plan.needsApproval,
  approvedBy: plan.approvedBy ?? null,
  jobId: plan.jobId === undefined ? null : publicId('job', plan.jobId),
  undoable: plan.undoable,
  movedSteps: plan.movedSteps.map((stepId) => publicId('step', stepId)),
  dateWish: plan.dateWish ?? null,
});

const toStep = (step: Step): z.input<typeof contract.PlanStep> => ({
  id: publicId('step', step.stepId),
  differenceId: step.differenceId === undefined ? null : publicId('difference', step.differenceId),
  customerId: publicId('customer', step.customerId),
  customerName: step.customerName,
  connectionId: publicId('connection', step.connectionId),
  system: step.system,
  summary: step.summary,
  correction: publicCorrection(step.correction),
  effectiveOn: step.effectiveOn ?? null,
  before: { ...step.before },
  after: { ...step.after },
  impact: step.impact,
  impactIsCost: isCostStep(step.correction),
  firstBill: step.firstBill ?? null,
  reversibility: step.reversibility,
  reversibleUntil: step.reversibleUntil?.toString() ?? null,
  warnings: [...step.warnings],
  calls: step.calls.map((call) => ({ ...call })),
  state: step.state,
  outcome: step.outcome ?? null,
});
