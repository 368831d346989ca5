import { sql } from 'kysely';
import { z } from 'zod';
import { Act } from '../../model/difference.ts';
import { amountOf, Money, money } from '../../model/money.ts';
import { PlanState, PlanType, Reversibility, StepState } from '../../model/plan.ts';
import type { Db } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { readSettings } from '../settings/index.ts';
import { needsApproval } from './approval.ts';
import { Acts, type PlanView, PreparedCalls, type Step, StepOutcome } from './plan.ts';

const State = z.record(z.string(), z.string());

const stepRows = (db: Db, planIds: readonly string[]) =>
  db
    .selectFrom('plan_step')
    .innerJoin('connection', 'connection.connection_id', 'plan_step.connection_id')
    .leftJoin('customer', 'customer.customer_id', 'plan_step.customer_id')
    .selectAll('plan_step')
    .select(['connection.name as system', 'customer.name as customer_name'])
    .where('plan_id', 'in', [...planIds])
    .orderBy('position')
    .execute();

type StepRow = Awaited<ReturnType<typeof stepRows>>[number];

const toStep = (row: StepRow): Step => ({
  stepId: row.step_id,
  differenceId: row.difference_id ?? undefined,
  customerId: row.customer_id,
  customerName: row.customer_name ?? '',
  resellerId: row.reseller_id,
  connectionId: row.connection_id,
  system: row.system,
  summary: row.summary,
  correction: Act.parse(row.correction),
  effectiveOn: row.effective_on ?? undefined,
  before: State.parse(row.before),
  after: State.parse(row.after),
  impact: money(row.impact, row.currency),
  firstBill: row.first_bill === null ? undefined : Money.parse(row.first_bill),
  reversibility: Reversibility.parse(row.reversibility),
  reversibleUntil: row.reversible_until ?? undefined,
  warnings: row.warnings,
  calls: PreparedCalls.parse(row.calls),
  state: StepState.parse(row.state),
  outcome: row.outcome === null ? undefined : StepOutcome.parse(row.outcome),
  undo: row.undo === null ? [] : Acts.parse(row.undo),
});

/** Plans with their steps, newest first; all of `planIds` if given. */
async function readPlans(db: Db, limit: number, planIds?: readonly string[]): Promise<PlanView[]> {
  const rows = await db
    .selectFrom('plan')
    .selectAll()
    .$if(planIds !== undefined, (query) => query.where('plan_id', '=', sql<string>`any(${[...(planIds ?? [])]}::uuid[])`))
    .orderBy('created_at', 'desc')
    .orderBy('plan_id', 'desc')
    .limit(limit)
    .execute();
  if (rows.length === 0) return [];
  const { approvalLimit } = await readSettings(db);
  const steps = Map.groupBy(
    await stepRows(
      db,
      rows.map((row) => row.plan_id),
    ),
    (row) => row.plan_id,
  );
  return rows.map((row): PlanView => {
    const own = (steps.get(row.plan_id) ?? []).map(toStep);
    const state = PlanState.parse(row.state);
    return {
      planId: row.plan_id,
      resellerId: row.reseller_id,
      type: PlanType.parse(row.type),
      state,
      fingerprint: row.fingerprint,
      steps: own,
      totals: z.array(Money).parse(row.totals),
      createdAt: row.created_at,
      createdBy: row.created_by,
      makerId: row.maker_id ?? undefined,
      expiresAt: row.expires_at,
      needsApproval:
        state === 'waitingForApproval' ||
        needsApproval(
          own.map((step) => step.impact).filter((impact) => !amountOf(impact).isZero()),
          approvalLimit,
        ),
      approvedBy: row.approved_by ?? undefined,
      jobId: row.job_id ?? undefined,
      undoable: (state === 'applied' || state === 'appliedInPart') && own.some((step) => step.state === 'done' && step.undo.length > 0),
      movedSteps: row.moved_steps,
      dateWish: row.date_wish ?? undefined,
    };
  });
}

export async function readPlan(db: Db, planId: string): Promise<PlanView | undefined> {
  const [plan] = await readPlans(db, 1, [planId]);
  return plan;
}

export const findPlan = (context: Context, planId: string): Promise<PlanView | undefined> =>
  inScope(context.db, context.scope, (tx) => readPlan(tx, planId));

export const listPlans = (context: Context, limit = 50): Promise<PlanView[]> =>
  inScope(context.db, context.scope, (tx) => readPlans(tx, limit));
