import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { canonicalJson } from '../../../lib/canonical.ts';
import { ownReseller, publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';

export const CustomerPlanKind = z.enum(['merge', 'split', 'import']);
export type CustomerPlanKind = z.infer<typeof CustomerPlanKind>;
export const CustomerPlanState = z.enum(['previewed', 'applied', 'undone', 'expired']);
export type CustomerPlanState = z.infer<typeof CustomerPlanState>;

/** Preview to apply, and how long it can be taken back (ux reference 4.5, 4.6). */
const expiryMinutes = 15;
const undoDays = 30;

export type CustomerPlan = {
  readonly planId: string;
  readonly kind: CustomerPlanKind;
  readonly state: CustomerPlanState;
  readonly title: string;
  /** What the plan was computed on and would do, in one hash. */
  readonly fingerprint: string;
  /** As the kind wrote it; it parses it again. */
  readonly wish: unknown;
  readonly done: unknown;
  /** Import: how many tenants of each sort, and the job that carries it out. */
  readonly counts: unknown;
  readonly jobId: string | null;
  readonly createdBy: string;
  readonly createdAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  readonly appliedAt: Temporal.Instant | null;
};

export const fingerprintOf = (wish: unknown): string => createHash('sha256').update(canonicalJson(wish)).digest('hex');

export async function keepPlan(
  tx: Tx,
  context: Context,
  plan: { readonly kind: CustomerPlanKind; readonly title: string; readonly wish: unknown; readonly counts?: unknown },
): Promise<string> {
  const planId = context.ids();
  const at = context.clock.now();
  await tx
    .insertInto('customer_plan')
    .values({
      plan_id: planId,
      reseller_id: ownReseller,
      kind: plan.kind,
      state: 'previewed',
      title: plan.title,
      fingerprint: fingerprintOf(plan.wish),
      wish: JSON.stringify(plan.wish),
      counts: plan.counts === undefined ? null : JSON.stringify(plan.counts),
      created_by: context.actor.name,
      created_at: at,
      expires_at: at.add({ minutes: expiryMinutes }),
      changed_at: at,
    })
    .execute();
  return planId;
}

export async function readPlan(tx: Tx, planId: string): Promise<CustomerPlan | undefined> {
  const row = await selectPlans(tx).where('plan_id', '=', planId).executeTakeFirst();
  return row && toPlan(row);
}

/** The same, locked until the transaction ends. */
export async function lockPlan(tx: Tx, planId: string): Promise<CustomerPlan | undefined> {
  const row = await selectPlans(tx).where('plan_id', '=', planId).forUpdate().executeTakeFirst();
  return row && toPlan(row);
}

const plans = (tx: Tx) =>
  tx
    .selectFrom('customer_plan')
    .select(['plan_id', 'kind', 'state', 'title', 'fingerprint', 'done', 'counts', 'job_id'])
    .select(['created_by', 'created_at', 'expires_at', 'applied_at']);
export const selectPlans = (tx: Tx) => plans(tx).select('wish');
/** Without the tenants of an import: thousands of them, which have a list of their own. */
export const selectPlansInShort = (tx: Tx) => plans(tx).select(sql`wish - 'rows'`.as('wish'));
type Row = Awaited<ReturnType<ReturnType<typeof selectPlans>['executeTakeFirstOrThrow']>>;

export const toPlan = (row: Row): CustomerPlan => ({
  planId: row.plan_id,
  kind: CustomerPlanKind.parse(row.kind),
  state: CustomerPlanState.parse(row.state),
  title: row.title,
  fingerprint: row.fingerprint,
  wish: row.wish,
  done: row.done,
  counts: row.counts,
  jobId: row.job_id,
  createdBy: row.created_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  appliedAt: row.applied_at,
});

/** Moves a plan on, with its trail. */
export async function changePlan(
  tx: Tx,
  context: Context,
  plan: CustomerPlan,
  change: { readonly state: 'applied' | 'undone' | 'expired'; readonly done?: unknown; readonly told?: unknown },
): Promise<void> {
  const at = context.clock.now();
  await tx
    .updateTable('customer_plan')
    .set({
      state: change.state,
      changed_at: at,
      ...(change.done !== undefined && { done: JSON.stringify(change.done) }),
      ...(change.state === 'applied' && { applied_at: at, applied_by: context.actor.name }),
    })
    .where('plan_id', '=', plan.planId)
    .execute();
  await record(tx, context, {
    action: `customer.${plan.kind}.${change.state}`,
    object: publicId('customerPlan', plan.planId),
    resellerId: ownReseller,
    reason: plan.title,
    after: change.told ?? null,
  });
}

export type PlanRefusal = {
  readonly status: 'refused';
  readonly because: 'not_found' | 'conflict' | 'stale' | 'not_undoable';
  readonly detail: string;
};
export const refusal = (because: PlanRefusal['because'], detail: string): PlanRefusal => ({ status: 'refused', because, detail });

/** Why a plan cannot be applied now. */
export function whyNotApply(plan: CustomerPlan | undefined, now: Temporal.Instant): PlanRefusal | undefined {
  if (plan === undefined) return refusal('not_found', 'There is no such plan.');
  if (plan.state !== 'previewed') return refusal('conflict', `This plan is ${plan.state}.`);
  return Temporal.Instant.compare(plan.expiresAt, now) <= 0 ? refusal('stale', 'This plan has expired. Preview it again.') : undefined;
}

/** Why it cannot be taken back. */
export function whyNotUndo(plan: CustomerPlan | undefined, now: Temporal.Instant): PlanRefusal | undefined {
  if (plan === undefined) return refusal('not_found', 'There is no such plan.');
  if (plan.state !== 'applied' || plan.appliedAt === null)
    return refusal('not_undoable', `This plan is ${plan.state}; there is nothing to take back.`);
  const isTooLate = Temporal.Instant.compare(plan.appliedAt.add({ hours: 24 * undoDays }), now) < 0;
  return isTooLate ? refusal('not_undoable', `Plans can be taken back for ${undoDays} days. Split the customer instead.`) : undefined;
}
