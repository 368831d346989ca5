import { publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { expireIfDue } from './expire.ts';
import { expiryMinutes, type Refused, refused } from './plan.ts';
import { readPlan } from './queries.ts';
import { changePlan, lockPlan } from './store.ts';

export type Approved = { readonly status: 'approved' } | Refused;

/** A second person says yes. Who made the correction cannot (RB9): one person with two keys is still one person. */
export function approvePlan(context: Context, planId: string): Promise<Approved> {
  return inScope(context.db, context.scope, async (tx): Promise<Approved> => {
    const locked = await lockPlan(tx, planId);
    const plan = locked === undefined ? undefined : await readPlan(tx, planId);
    if (plan === undefined) return refused('not_found', 'There is no such plan.');
    if (await expireIfDue(tx, context, plan))
      return refused('plan_not_applicable', 'This plan has expired.', { hint: 'Preview it again.' });
    if (plan.state !== 'waitingForApproval')
      return refused('plan_not_applicable', `This plan is ${plan.state}; it does not wait for approval.`);
    if (context.actor.personId === undefined || context.actor.personId === plan.makerId) {
      await record(tx, context, {
        action: 'plan.approved',
        object: publicId('plan', planId),
        planId,
        resellerId: plan.resellerId,
        result: 'refused',
      });
      return refused('forbidden', 'Who made a correction cannot approve it.', { hint: 'Ask somebody else.' });
    }
    const at = context.clock.now();
    await changePlan(tx, plan, {
      state: 'approved',
      at,
      approvedBy: context.actor.name,
      expiresAt: at.add({ minutes: expiryMinutes * 4 }),
    });
    await record(tx, context, {
      action: 'plan.approved',
      object: publicId('plan', planId),
      planId,
      resellerId: plan.resellerId,
      after: { totals: plan.totals, fingerprint: plan.fingerprint },
    });
    return { status: 'approved' };
  });
}
