import { canonicalJson } from '../../lib/canonical.ts';
import type { CorrectionAction } from '../../model/difference.ts';
import { sumByCurrency } from '../../model/money.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { moveDifferences, reconcileCustomers } from '../reconciliation/index.ts';
import { readBillingExceptions, readSettings } from '../settings/index.ts';
import { needsApproval } from './approval.ts';
import { choose } from './choose.ts';
import { draftSteps } from './draft.ts';
import type { DateWish } from './effective-date.ts';
import { freezePlan } from './freeze-plan.ts';
import { openDesks } from './open-desks.ts';
import { isRefused, movesOf, type PlanView, type Refused, refused } from './plan.ts';
import type { NewStep } from './store.ts';

export type PlanWish = {
  readonly differenceIds: readonly string[];
  /** Left out: as the settings say. */
  readonly effectiveOn?: DateWish;
  /** One of the alternatives of the differences, by its action; left out: what is suggested. */
  readonly action?: CorrectionAction | undefined;
  /** The stale plan that this one follows. */
  readonly replaces?: PlanView;
};

export type Created = { readonly status: 'created'; readonly planId: string } | Refused;

/**
 * Previews a correction: reads the lines again, freezes what would be sent with before, after and money. Nothing is changed anywhere. Lines
 * that moved since the comparison are compared again first, once.
 */
export async function createPlan(context: Context, wish: PlanWish): Promise<Created> {
  const desks = openDesks(context);
  const exceptions = await readBillingExceptions(context);
  for (let round = 1; ; round += 1) {
    const chosen = await inScope(context.db, context.scope, (tx) => choose(tx, context, { ...wish, action: wish.action, exceptions }));
    if (isRefused(chosen)) return chosen;
    const draft = await draftSteps(context, desks, chosen, wish.effectiveOn);
    if (draft.status === 'refused') return draft;
    if (draft.status === 'drafted') return freeze(context, wish, draft.steps);
    await reconcileCustomers(context, draft.customerIds);
    if (round > 1)
      return refused('conflict', 'It changes while it is looked at.', {
        hint: 'Sync the connection and look at the difference again.',
      });
  }
}

function freeze(context: Context, { replaces, effectiveOn }: PlanWish, steps: readonly NewStep[]): Promise<Created> {
  return inScope(context.db, context.scope, async (tx) => {
    const impacts = steps.map((step) => step.impact);
    const { approvalLimit } = await readSettings(tx);
    const waits = needsApproval(impacts, approvalLimit);
    const totals = sumByCurrency(impacts);
    const { planId, createdAt } = await freezePlan(tx, context, {
      type: 'correction',
      steps,
      totals,
      waits,
      replacesPlanId: replaces?.planId,
      dateWish: effectiveOn,
      movedSteps: replaces === undefined ? [] : movedSince(replaces, steps),
      noted: { totals, waitsForApproval: waits },
    });
    if (waits) await moveDifferences(tx, movesOf(steps, 'waitingForApproval'), createdAt);
    return { status: 'created', planId };
  });
}

/** New steps whose before or after is not what the replaced plan showed. */
const movedSince = (old: PlanView, steps: readonly NewStep[]): string[] => {
  const shown = new Map(old.steps.map((step) => [step.differenceId, canonicalJson([step.before, step.after])]));
  return steps.filter((step) => shown.get(step.differenceId) !== canonicalJson([step.before, step.after])).map((step) => step.stepId);
};
