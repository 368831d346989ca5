import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type Applied, applyMerge, applySplit, undoMerge } from './duplicates/index.ts';
import { type CustomerPlan, readPlan, refusal, selectPlansInShort, toPlan } from './duplicates/plan-store.ts';
import { type ImportStarted, startImport } from './import/index.ts';

/** Plans of who is who: newest first. */
export const listCustomerPlans = (context: Context): Promise<CustomerPlan[]> =>
  inScope(context.db, context.scope, async (tx) =>
    (await selectPlansInShort(tx).orderBy('created_at', 'desc').limit(50).execute()).map(toPlan),
  );

export const findCustomerPlan = (context: Context, planId: string): Promise<CustomerPlan | undefined> =>
  inScope(context.db, context.scope, (tx) => readPlan(tx, planId));

export type PlanApplied = Applied | ImportStarted;

/** Carries out a plan of any kind. */
export async function applyCustomerPlan(context: Context, planId: string): Promise<PlanApplied> {
  const plan = await findCustomerPlan(context, planId);
  switch (plan?.kind) {
    case undefined:
      return refusal('not_found', 'There is no such plan.');
    case 'merge':
      return applyMerge(context, planId);
    case 'split':
      return applySplit(context, planId);
    case 'import':
      return startImport(context, planId);
  }
}

/** Takes a merge back. What was split is merged again; what was imported is at Microsoft and would come back with the next sync. */
export async function undoCustomerPlan(context: Context, planId: string): Promise<Applied> {
  const plan = await findCustomerPlan(context, planId);
  switch (plan?.kind) {
    case undefined:
      return refusal('not_found', 'There is no such plan.');
    case 'merge':
      return undoMerge(context, planId);
    case 'split':
      return refusal('not_undoable', 'Merge the two again instead.');
    case 'import':
      return refusal('not_undoable', 'These tenants are at Partner Center; the next sync would bring them back.');
  }
}
