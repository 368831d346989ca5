import { type Anchor, anchorOf, instantAt, type MonthEnd, monthsOf, nextPoint } from './estate/times.ts';
import type { BillingCycle, Subscription, Term } from './types.ts';
import type { World } from './world.ts';

/** What the cycles of a subscription are counted from. */
export type CycleFacts = Pick<
  Subscription,
  'anchorAt' | 'effectiveStartAt' | 'term' | 'billingCycle' | 'billingCycleEndAt' | 'commitmentEndAt'
>;

/** First and last second of a charge cycle. */
export type ChargeCycle = { readonly startMs: number; readonly endMs: number };

type Begun = { readonly anchorAt?: string; readonly effectiveStartAt: string; readonly term: Term };

export function anchorIn({ anchorAt, effectiveStartAt, term }: Begun, monthEnd?: MonthEnd): Anchor {
  const startMs = Date.parse(effectiveStartAt);
  return anchorOf(anchorAt === undefined ? startMs : Date.parse(anchorAt), startMs, term, monthEnd);
}

/** A charge cycle ends on its day, and with its term at the latest. */
export function cycleEndOf(anchor: Anchor, startMs: number, cycle: BillingCycle, termEndAt: string): string {
  const end = instantAt(nextPoint(anchor, startMs, monthsOf(cycle)) - 1000);
  return end < termEndAt ? end : termEndAt;
}

/**
 * The charge cycles of the running term. Nothing is kept for a cycle that only moves on: the next follows from the one before. A changed
 * billing cycle writes the row anew (`subscription.cycleChanged`); `fromMs` is then the instant of that event.
 */
export function* cyclesOf(row: CycleFacts, fromMs = Date.parse(row.effectiveStartAt)): Generator<ChargeCycle> {
  const termEndMs = Date.parse(row.commitmentEndAt);
  const anchor = anchorIn(row);
  let startMs = fromMs;
  let endMs = firstEnd(row, anchor, startMs);
  while (startMs < termEndMs) {
    yield { startMs, endMs };
    startMs = endMs + 1000;
    if (startMs >= termEndMs) return;
    endMs = Date.parse(cycleEndOf(anchor, startMs, row.billingCycle, row.commitmentEndAt));
  }
}

/** The order wrote the end of the first cycle; a row that is older than its cycle has to be counted from the term's start. */
function firstEnd(row: CycleFacts, anchor: Anchor, startMs: number): number {
  const counted = Date.parse(cycleEndOf(anchor, startMs, row.billingCycle, row.commitmentEndAt));
  return Math.min(counted, Math.max(startMs, Date.parse(row.billingCycleEndAt)));
}

/** End of the charge cycle that runs at present. */
export function runningCycleEnd(row: Subscription, world: World): string {
  const nowMs = world.clock.nowMs();
  const { billingCycleEndAt, commitmentEndAt } = row;
  const isRunning = row.status === 'active' || row.status === 'suspended';
  if (!isRunning || commitmentEndAt.startsWith('9999')) return billingCycleEndAt;
  const { monthEnd } = world.switch('billing');
  const anchor = anchorIn(row, monthEnd);
  if (monthEnd === 'clamped' && row.billingCycle === 'monthly' && row.legacy === undefined)
    return cycleEndOf(anchor, Math.max(nowMs, Date.parse(row.effectiveStartAt)), 'monthly', commitmentEndAt);
  let end = billingCycleEndAt;
  let endMs = Date.parse(end);
  const termEndMs = Date.parse(commitmentEndAt);
  while (endMs + 1000 <= nowMs && endMs < termEndMs) {
    end = cycleEndOf(anchor, endMs + 1000, row.billingCycle, commitmentEndAt);
    endMs = Date.parse(end);
  }
  return end;
}

/** The row with the charge cycle that runs at present: what every change begins from. */
export function atPresent(row: Subscription, world: World): Subscription {
  const billingCycleEndAt = runningCycleEnd(row, world);
  return billingCycleEndAt === row.billingCycleEndAt ? row : { ...row, billingCycleEndAt };
}
