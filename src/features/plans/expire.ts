import type { PlanState } from '../../model/plan.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { moveDifferences } from '../reconciliation/index.ts';
import type { PlanView } from './plan.ts';
import { changePlan } from './store.ts';

const mayExpire: readonly PlanState[] = ['previewed', 'waitingForApproval', 'approved'];

/** A locked plan whose time is over expires; its differences wait no longer. Answers whether it did. */
export async function expireIfDue(tx: Tx, context: Context, plan: PlanView): Promise<boolean> {
  const now = context.clock.now();
  if (plan.state === 'expired') return true;
  if (!mayExpire.includes(plan.state) || Temporal.Instant.compare(plan.expiresAt, now) > 0) return false;
  await closeUnapplied(tx, plan, 'expired', now);
  return true;
}

/** Ends a plan of which nothing was applied. */
export async function closeUnapplied(tx: Tx, plan: PlanView, state: 'expired' | 'stale', at: Temporal.Instant): Promise<void> {
  await changePlan(tx, plan, { state, at });
  const differenceIds = plan.steps.flatMap((step) => step.differenceId ?? []);
  if (differenceIds.length === 0) return; // a plan about no difference
  const waiting = await tx
    .selectFrom('difference')
    .select(['difference_id', 'customer_id'])
    .where('difference_id', 'in', differenceIds)
    .where('state', '=', 'waitingForApproval')
    .execute();
  if (waiting.length > 0)
    await moveDifferences(
      tx,
      waiting.map((row) => ({ customerId: row.customer_id, differenceIds: [row.difference_id], to: 'open' as const })),
      at,
    );
}
