import type { Context } from '../context.ts';
import { naturalKey } from '../journal/index.ts';
import { firstBill } from './billing/first-bill.ts';
import type { Chosen } from './choose.ts';
import type { Seen } from './desk.ts';
import { type DateWish, effectiveDate } from './effective-date.ts';
import { type Desks, keepSeen } from './open-desks.ts';
import type { TargetState } from './plan.ts';
import { isRefused, type Refused, refused } from './plan.ts';
import type { NewStep } from './store.ts';
import { isAsCompared, stateAfter } from './target-state.ts';
import { summaryOf } from './words.ts';

export type Draft =
  | { readonly status: 'drafted'; readonly steps: readonly NewStep[] }
  /** A remote is no longer as compared for these customers; what was read is kept, so they can be compared again. */
  | { readonly status: 'moved'; readonly customerIds: readonly string[] }
  | Refused;

/** Reads everything again at the remotes, outside any transaction, and freezes what would be done to it. */
export async function draftSteps(context: Context, desks: Desks, chosen: readonly Chosen[], asked: DateWish): Promise<Draft> {
  const steps: NewStep[] = [];
  const moved = new Set<string>();
  const planned = new Map<string, TargetState>();
  for (const each of chosen) {
    const desk = await desks(each.correction.connectionId);
    const seen = await desk.look(each.correction, each.target);
    if (!isAsCompared(seen.state, each.correction)) {
      await keepSeen(context, seen);
      moved.add(each.customerId);
      continue;
    }
    const step = toStep(context, each, { seen, planned, asked });
    if (isRefused(step)) return step;
    planned.set(naturalKey(each.correction), step.after);
    steps.push({
      ...step,
      calls: [...desk.remote.prepare({ correction: each.correction, effectiveOn: step.effectiveOn, reference: step.stepId })],
    });
  }
  return moved.size > 0 ? { status: 'moved', customerIds: [...moved] } : { status: 'drafted', steps };
}

type Basis = { readonly seen: Seen; readonly planned: ReadonlyMap<string, TargetState>; readonly asked: DateWish };

function toStep(context: Context, each: Chosen, { seen, planned, asked }: Basis): NewStep | Refused {
  const { correction, finding, target, billing } = each;
  const calendar = {
    today: context.clock.today().toString(),
    nextInvoiceOn: target.nextInvoiceOn,
    cycleMonths: target.bills?.cycleMonths,
    renewsOn: billing.renewsOn,
  };
  const effective = effectiveDate(correction, asked, calendar, billing.behaviour);
  if (effective.status === 'inInvoicedPeriod')
    return refused('invalid', `The PSA has invoiced everything before ${effective.openFrom}.`, {
      hint: `Choose ${effective.openFrom} or a later day.`,
    });
  const earlier = planned.get(naturalKey(correction));
  if (earlier !== undefined && effective.date !== undefined)
    return refused('conflict', `Two corrections of the same line of ${finding.productName} cannot both start on a day.`, {
      hint: 'Apply one, then preview the other; or preview both for the next bill, without a date.',
    });
  const terms = seen.terms(correction, effective.date);
  if (isRefused(terms)) return terms;
  const before = earlier ?? seen.state;
  const after = stateAfter(before, correction, effective.date);
  const { bills } = target;
  const { rounding } = billing.behaviour;
  return {
    stepId: context.ids(),
    differenceId: each.differenceId,
    customerId: each.customerId,
    resellerId: each.resellerId,
    connectionId: correction.connectionId,
    summary: summaryOf(correction, finding.productName, effective.date),
    correction,
    effectiveOn: effective.date,
    before,
    after,
    impact: finding.impact,
    firstBill: bills && firstBill(before, after, { effectiveOn: effective.date, agreement: bills, rounding }),
    ...terms,
    calls: [],
  };
}
