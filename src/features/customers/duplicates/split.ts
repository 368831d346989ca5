import { sql } from 'kysely';
import { z } from 'zod';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { decidingCustomers } from '../identity-lock.ts';
import { type Apart, type Applied, goApart, type Planned } from './merge.ts';
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
    // Carried out and taken back at once: what is shown is what would happen.
    await sql`savepoint split`.execute(tx);
    const apart = await goApart(tx, merge);
    if ('status' in apart) return apart;
    await sql`rollback to savepoint split`.execute(tx);
    const wish = wishOf(merge, apart);
    const title = `Split ${wish.goneName} from ${wish.survivorName}`;
    return { status: 'planned', planId: await keepPlan(tx, context, { kind: 'split', title, wish }) };
  });
}

/** Who is apart, and which rows went back. */
const wishOf = (merge: CustomerPlan, { tables }: Apart) => ({ mergePlanId: merge.planId, ...Merged.parse(merge.wish), tables });

/** Carries a split out as it was previewed; refused when something of it changed since. */
export function applySplit(context: Context, planId: string): Promise<Applied> {
  return inScope(context.db, context.scope, async (tx): Promise<Applied> => {
    await decidingCustomers(tx);
    const plan = await lockPlan(tx, planId);
    const not = whyNotApply(plan, context.clock.now());
    if (plan === undefined || not !== undefined) return not ?? refusal('not_found', 'There is no such plan.');
    const merge = await readPlan(tx, Wish.parse(plan.wish).mergePlanId);
    if (merge?.state !== 'applied') return refusal('stale', 'The merge was taken back meanwhile.');
    await sql`savepoint split`.execute(tx);
    const apart = await goApart(tx, merge);
    if ('status' in apart) return apart;
    if (fingerprintOf(wishOf(merge, apart)) !== plan.fingerprint) {
      await sql`rollback to savepoint split`.execute(tx);
      return refusal('stale', 'They changed since the preview. Preview it again.');
    }
    const { rows, customerIds } = apart;
    await changePlan(tx, context, merge, { state: 'undone', told: { rows } });
    await changePlan(tx, context, plan, { state: 'applied', done: { rows }, told: { rows } });
    return { status: 'applied', customerIds };
  });
}
