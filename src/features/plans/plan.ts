import { z } from 'zod';
import { Act } from '../../model/difference.ts';
import type { Money } from '../../model/money.ts';
import type { PlanState, PlanType, Reversibility, StepState } from '../../model/plan.ts';
import type { DateWish } from './effective-date.ts';

export const StepOutcome = z.object({ code: z.string(), sentence: z.string(), at: z.string(), verified: z.boolean() });
export type StepOutcome = z.infer<typeof StepOutcome>;

export const PreparedCalls = z.array(z.object({ summary: z.string(), method: z.string(), path: z.string(), body: z.unknown() }));
export const Acts = z.array(Act);

/** What a step is about, in words that are compared and shown: `quantity`, `unitPrice`, `service`, `from`, `until`; `seats`, `autoRenew`, `status`; `relationship`, `replacement`, `autoExtend`, `group`, `consent`. */
export type TargetState = Readonly<Record<string, string>>;

/** A frozen step: what it was made of never changes, only how far it is. */
export type Step = {
  readonly stepId: string;
  /** Undefined where no difference of the books is put right: delegated access. */
  readonly differenceId: string | undefined;
  readonly customerId: string;
  readonly customerName: string;
  readonly resellerId: string;
  readonly connectionId: string;
  /** Name of the connection. */
  readonly system: string;
  readonly summary: string;
  readonly correction: Act;
  readonly effectiveOn: string | undefined;
  readonly before: TargetState;
  readonly after: TargetState;
  readonly impact: Money;
  /** By how much the first bill that shows it is another one; undefined: no bill of a PSA moves, or nobody can say. */
  readonly firstBill: Money | undefined;
  readonly reversibility: Reversibility;
  /** With `reversibleUntil`: the last instant at which it can be taken back. */
  readonly reversibleUntil: Temporal.Instant | undefined;
  readonly warnings: readonly string[];
  readonly calls: z.infer<typeof PreparedCalls>;
  readonly state: StepState;
  readonly outcome: StepOutcome | undefined;
  /** In the order in which to send them; empty: cannot be taken back. */
  readonly undo: readonly Act[];
};

export type PlanView = {
  readonly planId: string;
  readonly resellerId: string;
  readonly type: PlanType;
  readonly state: PlanState;
  readonly fingerprint: string;
  readonly steps: readonly Step[];
  readonly totals: readonly Money[];
  readonly createdAt: Temporal.Instant;
  readonly createdBy: string;
  readonly makerId: string | undefined;
  readonly expiresAt: Temporal.Instant;
  readonly needsApproval: boolean;
  readonly approvedBy: string | undefined;
  readonly jobId: string | undefined;
  readonly undoable: boolean;
  readonly movedSteps: readonly string[];
  /** What was asked for when it was previewed. */
  readonly dateWish: DateWish;
};

/** Preview to apply: 15 minutes (ux reference 4.5). Whoever waits for a second person is given a day. */
export const expiryMinutes = 15;
export const approvalExpiryMinutes = 24 * 60;
export const undoDays = 30; // ux reference 4.6

/** The differences that steps put right, as their states are moved. */
export const movesOf = <To extends string>(steps: readonly Pick<Step, 'customerId' | 'differenceId'>[], to: To) =>
  steps.flatMap(({ customerId, differenceId }) => (differenceId === undefined ? [] : [{ customerId, differenceIds: [differenceId], to }]));

/** A step that something may still happen to by itself. */
export const isOpenStep = (state: StepState): boolean => ['planned', 'applying', 'checking'].includes(state);

/** How a step has ended that was carried out, or taken back. Only what ends it again moves it from there; "under way" does not. */
export const endedSteps = {
  apply: ['done', 'skipped', 'refused', 'failed', 'needsDecision', 'undone'],
  undo: ['undone'],
} as const satisfies Readonly<Record<string, readonly StepState[]>>;

/** What the plan is when no step is open any more. */
export function stateWhenDone(steps: readonly { readonly state: StepState; readonly outcome: StepOutcome | undefined }[]): PlanState {
  const good = steps.filter((step) => step.state === 'done' || step.state === 'skipped').length;
  if (good === steps.length) return 'applied';
  if (good > 0) return 'appliedInPart';
  return steps.every((step) => step.outcome?.code === 'plan_stale') ? 'stale' : 'failed';
}

/** A refusal of the business; the entrance turns it into a problem. */
export type Refused = {
  readonly status: 'refused';
  readonly because:
    | 'not_found'
    | 'nothing_to_correct'
    | 'write_switched_off'
    | 'data_stale'
    | 'conflict'
    | 'invalid'
    | 'forbidden'
    | 'plan_stale'
    | 'plan_not_applicable'
    | 'plan_not_undoable'
    | 'approval_needed'
    | 'writing_held';
  readonly detail: string;
  readonly hint?: string;
  /** `plan_stale`: the fresh plan. */
  readonly planId?: string;
};

export const refused = (because: Refused['because'], detail: string, more: { hint?: string; planId?: string } = {}): Refused => ({
  status: 'refused',
  because,
  detail,
  ...more,
});

export const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'status' in value && value.status === 'refused';
