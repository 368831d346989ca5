import { isAppError } from '../../lib/errors.ts';
import { BillToField } from '../../model/bill-to.ts';
import type { RequestWish } from '../../model/change-request.ts';
import { everything } from '../../platform/db/transaction.ts';
import { type Context, system } from '../context.ts';
import { applyPlan } from '../plans/index.ts';
import { readFieldOwners } from '../settings/index.ts';
import { decideRequest } from './decide-request.ts';

/** Whether we agreed beforehand to all that is wished for: fields of the billing profile only (S99). */
export async function isAgreed({ db }: Pick<Context, 'db'>, wish: RequestWish): Promise<boolean> {
  if (wish.kind !== 'billTo') return false;
  const agreed = new Set<string>((await readFieldOwners(db)).agreed);
  return BillToField.options.every((field) => wish.changes[field] === undefined || agreed.has(field));
}

/**
 * Accepts a request that was agreed to and begins to carry it out as Concord, with plan, journal and undo like any other. What cannot be done so,
 * also when Microsoft does not answer, waits for one of us as if nothing had been agreed.
 */
export async function acceptAgreed(context: Context, requestId: string): Promise<void> {
  const ours: Context = { ...context, actor: system, scope: everything };
  try {
    const decided = await decideRequest(ours, requestId, { action: 'accept' });
    const planId = decided.status === 'decided' ? decided.request.planId : null;
    const begun = planId === null ? decided : await applyPlan(ours, planId);
    if (begun.status !== 'accepted')
      context.log.info({ requestId, because: begun.status }, 'A change that was agreed to waits for a person');
  } catch (error) {
    if (!isAppError(error)) throw error;
    context.log.warn({ requestId, code: error.code }, 'A change that was agreed to waits for a person');
  }
}
