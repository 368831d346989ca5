import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { decidingCustomers } from '../identity-lock.ts';
import { type Applied, goApart, type Planned } from './merge.ts';
import {
  type CustomerPlan,
  changePlan,
  fingerprintOf,
  keepPlan,
  lockPlan,
  readPlan,
  refusal,
  selectPlans,
  toPlan,
  whyNotApply,
} from './plan-store.ts';

/** A split takes apart what one merge brought together, however long ago. */
const Wish = z.object({ mergePlanId: z.string() });
const Merged = z.object({ survivorId: z.string(), survivorName: z.string(), goneId: z.string(), goneName: z.string() });

/** Previews that a customer that was merged is itself again. `goneId`: the one that went on as another. */
export function planSplit(context: Context, goneId: string): Promise<Planned> {
  return inScope(context.db, context.scope, async (tx): Promise<Planned> => {
    await decidingCustomers(tx);
    const merges = await selectPlans(tx).where('kind', '=', 'merge').where('state', '=', 'applied').orderBy('applied_at', 'desc').execute();
    const merge = merges.map(toPlan).find((plan) => Merged.parse(plan.wish).goneId === goneId);
    if (merge === undefined) return refusal('not_found', 'This customer was not merged into another one.');
    const wish = await draft(tx, merge);
    if ('status' in wish) return wish;
    const title = `Split ${wish.goneName} from ${wish.survivorName}`;
    return { status: 'planned', planId: await keepPlan(tx, context, { kind: 'split', title, wish }) };
  });
}

/** Who would be apart, and which rows would go back: the split is carried out and taken back at once, so what is shown is what would happen. */
async function draft(tx: Tx, merge: CustomerPlan) {
  await sql`savepoint split`.execute(tx);
  const apart = await goApart(tx, merge);
  await sql`rollback to savepoint split`.execute(tx);
  if ('status' in apart) return apart;
  return { mergePlanId: merge.planId, ...Merged.parse(merge.wish), tables: apart.tables };
}

/** Carries a split out as it was previewed; refused when something of it changed since. */
export function applySplit(context: Context, planId: string): Promise<Applied> {
  return inScope(context.db, context.scope, async (tx): Promise<Applied> => {
    await decidingCustomers(tx);
    const plan = await lockPlan(tx, planId);
    const not = whyNotApply(plan, context.clock.now());
    if (plan === undefined || not !== undefined) return not ?? refusal('not_found', 'There is no such plan.');
    const merge = await readPlan(tx, Wish.parse(plan.wish).mergePlanId);
    if (merge?.state !== 'applied') return refusal('stale', 'The merge was taken back meanwhile.');
    const now = await draft(tx, merge);
    if ('status' in now) return now;
    if (fingerprintOf(now) !== plan.fingerprint) return refusal('stale', 'They changed since the preview. Preview it again.');
    const apart = await goApart(tx, merge);
    if ('status' in apart) return apart;
    const { rows, customerIds } = apart;
    await changePlan(tx, context, merge, { state: 'undone', told: { rows } });
    await changePlan(tx, context, plan, { state: 'applied', done: { rows }, told: { rows } });
    return { status: 'applied', customerIds };
  });
}
