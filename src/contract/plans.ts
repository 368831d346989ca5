import { z } from 'zod';
import { CorrectionAction } from '../model/difference.ts';
import { idSchema } from '../model/ids.ts';
import { Money } from '../model/money.ts';
import { PlanState, PlanType, Reversibility, StepState } from '../model/plan.ts';
import { costsInside, costWhen } from './costs.ts';
import { accepted, calendarDate, instant } from './page.ts';
import { ShownAct } from './reconciliation.ts';
import { route } from './route.ts';

const DateWish = z.union([calendarDate, z.literal('nextBill')]);

export const PlanStep = z
  .object({
    id: z.string(),
    /** null in a plan about access. */
    differenceId: z.string().nullable(),
    customerId: z.string(),
    customerName: z.string(),
    connectionId: z.string(),
    system: z.string(),
    /** "Set quantity to 25 on ..." */
    summary: z.string(),
    correction: ShownAct,
    effectiveOn: calendarDate.nullable(),
    before: z.record(z.string(), z.string()),
    after: z.record(z.string(), z.string()),
    /** Money a month that the correction moves. */
    impact: costWhen('impactIsCost', Money),
    /** The money is a price less a cost. */
    impactIsCost: z.boolean(),
    /** By how much the first bill that shows it is another one; an estimate by days where the agreement prorates. null: no bill of a PSA moves, or nobody can say. */
    firstBill: Money.nullable(),
    reversibility: Reversibility,
    /** With `reversibleUntil`: the last instant at which it can be taken back. */
    reversibleUntil: instant.nullable(),
    warnings: z.array(z.string()),
    /** Exactly what will be sent, secrets masked. */
    calls: z.array(z.object({ summary: z.string(), method: z.string(), path: z.string(), body: costsInside(z.unknown()) })),
    state: StepState,
    outcome: z.object({ code: z.string(), sentence: z.string(), at: instant, verified: z.boolean() }).nullable(),
  })
  .meta({ id: 'PlanStep' });

export const Plan = z
  .object({
    id: z.string(),
    type: PlanType,
    state: PlanState,
    fingerprint: z.string(),
    steps: z.array(PlanStep),
    totals: costWhen('totalsTellCost', z.array(Money)),
    /** Money of a step in it is a price less a cost. */
    totalsTellCost: z.boolean(),
    createdAt: instant,
    createdBy: z.string(),
    expiresAt: instant,
    /** Above the approval limit a second person approves (product.md 7). */
    needsApproval: z.boolean(),
    approvedBy: z.string().nullable(),
    jobId: z.string().nullable(),
    undoable: z.boolean(),
    /** Set when this plan replaces a stale one: the steps whose before or after moved. */
    movedSteps: z.array(z.string()),
    /** What was asked for: a day, `nextBill`, or null for what the settings say. */
    dateWish: DateWish.nullable(),
  })
  .meta({ id: 'Plan' });

const params = z.object({ id: idSchema('plan') });

export const createPlan = route({
  id: 'createPlan',
  method: 'POST',
  path: '/plans',
  summary: 'Preview a correction: what would be sent, before, after and money',
  tag: 'Plans',
  may: 'corrections:propose',
  tenantScope: 'rows',
  idempotency: 'accepted',
  body: z.strictObject({
    type: z.literal('correction'),
    differenceIds: z.array(idSchema('difference')).min(1).max(500),
    /** Day from which the PSA bills it; `nextBill`: without a date, for the whole next bill; left out: as the settings say (`billing.effective`). */
    effectiveOn: DateWish.optional(),
    /** One of the `alternatives` of the differences instead of what is suggested, by its action. */
    action: CorrectionAction.optional(),
  }),
  status: 201,
  reply: Plan,
  problems: ['nothing_to_correct', 'write_switched_off', 'data_stale', 'remote_unavailable', 'remote_refused', 'conflict'],
});

export const listPlans = route({
  id: 'listPlans',
  method: 'GET',
  path: '/plans',
  summary: 'The last plans',
  tag: 'Plans',
  may: 'reconciliation:read',
  tenantScope: 'rows',
  status: 200,
  reply: z.object({ data: z.array(Plan) }),
});

export const getPlan = route({
  id: 'getPlan',
  method: 'GET',
  path: '/plans/{id}',
  summary: 'One plan with the outcome of each step',
  tag: 'Plans',
  may: 'reconciliation:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: Plan,
});

export const approvePlan = route({
  id: 'approvePlan',
  method: 'POST',
  path: '/plans/{id}/approvals',
  summary: 'Approve a plan that somebody else made',
  tag: 'Plans',
  may: 'corrections:apply',
  tenantScope: 'rows',
  params,
  body: z.strictObject({}).optional(),
  status: 200,
  reply: Plan,
  problems: ['forbidden', 'plan_stale', 'plan_not_applicable'],
});

export const applyPlan = route({
  id: 'applyPlan',
  method: 'POST',
  path: '/plans/{id}/apply',
  summary: 'Carry the plan out, exactly as previewed',
  tag: 'Plans',
  may: 'corrections:apply',
  tenantScope: 'rows',
  idempotency: 'accepted',
  params,
  body: z.strictObject({}).optional(),
  status: 202,
  reply: accepted,
  problems: ['plan_stale', 'plan_not_applicable', 'approval_needed', 'write_switched_off', 'writing_held'],
});

export const undoPlan = route({
  id: 'undoPlan',
  method: 'POST',
  path: '/plans/{id}/undo',
  summary: 'Take an applied plan back',
  tag: 'Plans',
  may: 'corrections:apply',
  tenantScope: 'rows',
  idempotency: 'accepted',
  params,
  body: z.strictObject({}).optional(),
  status: 202,
  reply: accepted,
  problems: ['plan_not_undoable', 'write_switched_off', 'writing_held'],
});
