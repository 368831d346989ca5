import type { DifferenceState } from '../../model/difference.ts';
import { publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import { type NewConflict, noteConflicts } from '../conflicts/index.ts';
import type { Context } from '../context.ts';
import { countRecovered, moveDifferences } from '../reconciliation/index.ts';
import { endedSteps, isOpenStep, type PlanView, type Step, type StepOutcome } from './plan.ts';
import { changeStep, type StepChange } from './store.ts';

export type StepEnd = {
  readonly state: StepChange['state'];
  readonly code: string;
  readonly sentence: string;
  readonly verified?: boolean;
  readonly undo?: Step['undo'];
  /** Where the difference goes; left out: it stays. */
  readonly difference?: DifferenceState;
  /** Keeps what was read back, in the same transaction. */
  readonly keep?: (tx: Tx) => Promise<void>;
  readonly audit?: {
    readonly action: string;
    readonly before: unknown;
    readonly after: unknown;
    readonly result?: 'done' | 'refused' | 'failed';
  };
  readonly recovered?: 'fixed' | 'undone';
  /** What the other side had changed meanwhile. */
  readonly conflicts?: readonly NewConflict[];
};

/**
 * Writes how a step ended: step, difference, totals, what was read back and audit event in one transaction (O4). A worker that saw only that it is under
 * way takes nothing back of what another one has ended meanwhile.
 */
export function settleStep(context: Context, plan: PlanView, step: Step, end: StepEnd, direction: keyof typeof endedSteps): Promise<void> {
  const at = context.clock.now();
  const outcome: StepOutcome = { code: end.code, sentence: end.sentence, at: at.toString(), verified: end.verified ?? false };
  return inScope(context.db, context.scope, async (tx) => {
    const change = { state: end.state, at, outcome, ...(end.undo === undefined ? {} : { undo: end.undo }) };
    await end.keep?.(tx);
    if (!(await changeStep(tx, plan.planId, step.stepId, change, isOpenStep(end.state) ? endedSteps[direction] : []))) return;
    if (end.difference !== undefined && step.differenceId !== undefined) {
      const moved = await moveDifferences(
        tx,
        [{ customerId: step.customerId, differenceIds: [step.differenceId], to: end.difference, cameBack: false }],
        at,
      );
      if (end.recovered !== undefined && moved.length > 0) await countRecovered(tx, step.differenceId, end.recovered);
    }
    await noteConflicts(tx, context, at, end.conflicts ?? []);
    if (end.audit !== undefined)
      await record(tx, context, {
        object: step.differenceId === undefined ? publicId('customer', step.customerId) : publicId('difference', step.differenceId),
        planId: plan.planId,
        resellerId: step.resellerId,
        reason: step.summary,
        ...end.audit,
      });
  });
}
