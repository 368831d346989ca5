import { isAppError } from '../../../lib/errors.ts';
import { claimLease, holdLease, type Lease, releaseLease } from '../../../platform/db/lease.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { readAccess, readStandings, type Standing } from '../../access/index.ts';
import type { Context } from '../../context.ts';
import { readSettings } from '../../settings/index.ts';
import { applyPlan } from '../start-apply.ts';
import { createAccessPlan } from './create-access-plan.ts';
import { tellHeldBack, tellOutcomes } from './tell-replacements.ts';

/** Relationships that one turn asks for. */
const most = 25;
/** One turn asks a remote a few times for each; the claim ends soon after a worker that died. */
const leaseSeconds = 600;

/**
 * Asks for a replacement of access that ends within the days of the setting (0: never) and that Microsoft does not prolong by itself, which it
 * does not with the Global Administrator role (partner-center-api reference 16). The same roles for the same groups, as a plan of its own; once for
 * each relationship. Each customer is read again before, and judged by what was read: somebody may have renewed it meanwhile. Told when it was asked
 * for, when that failed, and when something is in the way. Answers how many were begun.
 */
export async function replaceEnding(context: Context): Promise<number> {
  await inScope(context.db, everything, (tx) => tellOutcomes(tx, context));
  const lease = await claimLease(context.db, 'access replacements', context.ids(), leaseSeconds);
  if (lease === undefined) return 0;
  try {
    const waiting = (await standings(context)).filter(({ isDue, openPlanId }) => isDue || openPlanId !== undefined).slice(0, most);
    let begun = 0;
    for (const one of waiting) if (await replaceOne(context, lease, one)) begun += 1;
    const after = await standings(context);
    await inScope(context.db, everything, (tx) => tellHeldBack(tx, context, after));
    return begun;
  } finally {
    await releaseLease(context.db, lease);
  }
}

/** As the setting wants it now; of all, or of one customer. */
const standings = (context: Context, customerIds?: readonly string[]): Promise<readonly Standing[]> =>
  inScope(context.db, everything, async (tx) => {
    const { replaceAccessDays: days } = await readSettings(tx);
    if (days === 0) return [];
    return readStandings(tx, context.clock.now(), { days, withinDays: days, ...(customerIds !== undefined && { customerIds }) });
  });

async function replaceOne(context: Context, lease: Lease, one: Standing): Promise<boolean> {
  const planId = one.openPlanId ?? (await makePlan(context, lease, one));
  if (planId === undefined) return false;
  try {
    const applied = await applyPlan(context, planId);
    if (applied.status === 'accepted') return true;
    // What moved between preview and now is judged anew at its next turn.
    context.log.warn({ customerId: one.customerId, because: applied.because }, 'A replacement of access was not asked for');
  } catch (error) {
    if (!isAppError(error)) throw error;
    context.log.warn({ error, customerId: one.customerId }, 'A replacement of access was not asked for');
  }
  return false;
}

type HeldBack = { readonly code: string; readonly because: string };

/** Which plan it is stands with the relationship before anything is sent: whoever goes on after a kill carries out the same one. */
async function makePlan(context: Context, lease: Lease, one: Standing): Promise<string | undefined> {
  const made = await readAndPreview(context, one);
  if (made === undefined) return undefined;
  if ('code' in made) context.log.warn({ customerId: one.customerId, because: made.because }, 'A replacement of access was not asked for');
  await inScope(context.db, everything, async (tx) => {
    await holdLease(tx, lease);
    await tx
      .updateTable('access_relationship')
      .set({
        replacement_tried_at: context.clock.now(),
        ...('code' in made
          ? { replacement_held_code: made.code, replacement_held_because: made.because }
          : { replacement_held_code: null, replacement_held_because: null, replacement_plan_id: made.planId }),
      })
      .where('customer_id', '=', one.customerId)
      .where('connection_id', '=', one.connectionId)
      .where('remote_id', '=', one.remoteId)
      .execute();
  });
  return 'code' in made ? undefined : made.planId;
}

/** Undefined: there is nothing to ask for any more. A customer who cannot be read stops no other. */
async function readAndPreview(context: Context, one: Standing): Promise<{ readonly planId: string } | HeldBack | undefined> {
  const { customerId, connectionId, remoteId } = one;
  try {
    const read = await readAccess(context, { ...one, name: one.customerName });
    if (read === undefined) return { code: 'refused', because: 'The account has no delegated access that could be read.' };
    if (!read.isWhole)
      return { code: 'unread', because: 'Not all of its relationships, or of the groups that hold their roles, could be read.' };
    const now = (await standings(context, [customerId])).find((each) => each.connectionId === connectionId && each.remoteId === remoteId);
    if (now?.isDue !== true) return undefined;
    const wish = { act: 'replace', relationshipId: remoteId } as const;
    const created = await createAccessPlan(context, { customerIds: [customerId], connectionId, wish });
    return created.status === 'created' ? { planId: created.planId } : { code: 'refused', because: created.detail };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { code: 'unread', because: error.message };
  }
}
