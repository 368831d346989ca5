import type { SetupPage, SetupSubject } from '../../model/setup.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { checklistOf } from './checklist.ts';
import { type Missing, missingBefore } from './conditions.ts';
import { readFacts } from './facts.ts';
import { insertConfirmation, lockSetup, withdrawConfirmation } from './store.ts';

export type GateRefusal = { readonly status: 'refused'; readonly because: 'gate'; readonly missing: readonly Missing[] };
export type ConfirmOutcome =
  | { readonly status: 'confirmed' | 'withdrawn' | 'unchanged' }
  | GateRefusal
  | { readonly status: 'refused'; readonly because: 'reasonMissing' };

const pageOf: Readonly<Record<SetupSubject, SetupPage>> = { readiness: 'readiness', withoutTenantEvidence: 'access' };

export type Confirm = { readonly subject: SetupSubject; readonly confirmed: boolean; readonly reason?: string | undefined };

/**
 * A person confirms the checklist, or that the set-up goes on although no customer is Ready (commercial comparison only, product.md ruling 3).
 * Kept with the name, the time and what the checks said then (S17, S57); taken back in the same way.
 */
export async function confirm(context: Context, { subject, confirmed, reason }: Confirm): Promise<ConfirmOutcome> {
  if (confirmed && subject === 'withoutTenantEvidence' && reason === undefined) return { status: 'refused', because: 'reasonMissing' };
  const facts = await readFacts(context);
  const missing = missingBefore(facts, pageOf[subject]);
  if (confirmed && missing.length > 0) return { status: 'refused', because: 'gate', missing };
  const checks = await checklistOf(context, facts);
  return inScope(context.db, everything, async (tx): Promise<ConfirmOutcome> => {
    const now = context.clock.now();
    await lockSetup(tx, now);
    const by = context.actor.name;
    const changed = confirmed
      ? await insertConfirmation(tx, { confirmationId: context.ids(), subject, by, at: now, reason: reason ?? null, checks })
      : await withdrawConfirmation(tx, subject, by, now);
    if (!changed) return { status: 'unchanged' };
    await record(tx, context, {
      action: confirmed ? 'setup.confirmed' : 'setup.confirmationWithdrawn',
      object: subject,
      after: { checks: checks.map(({ id, outcome }) => ({ id, outcome })) },
      ...(reason !== undefined && { reason }),
    });
    return { status: confirmed ? 'confirmed' : 'withdrawn' };
  });
}
