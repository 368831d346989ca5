import { isAboutAccess } from '../../model/access-correction.ts';
import type { ConflictKind, ConflictWinner } from '../../model/conflict.ts';
import { type Act, isAtMicrosoft } from '../../model/difference.ts';
import { isAboutProfile } from '../../model/profile-correction.ts';
import type { NewConflict } from '../conflicts/index.ts';
import type { PlanView, Step, TargetState } from './plan.ts';
import { movedFields } from './target-state.ts';

const sideOf = (act: Act): ConflictWinner => (isAboutAccess(act) || isAboutProfile(act) || isAtMicrosoft(act) ? 'microsoft' : 'psa');

type OfPlan = Extract<ConflictKind, 'planOvertaken' | 'writeOvertaken' | 'undoOvertaken'>;

/** What moved under a step, field by field: what stood there when people looked, what the plan wanted, what is there now (S22). */
export function overtaken({ planId }: Pick<PlanView, 'planId'>, step: Step, now: TargetState, kind: OfPlan): NewConflict[] {
  // What a plan left is what taking it back begins from.
  const [base, wanted] = kind === 'undoOvertaken' ? [step.after, step.before] : [step.before, step.after];
  return movedFields(base, now)
    .filter((field) => base[field] !== 'now') // "ended on the day it was sent" names no day to compare with
    .map((field) => ({
      ...{ customerId: step.customerId, resellerId: step.resellerId, connectionId: step.connectionId, planId },
      ...{ kind, winner: sideOf(step.correction), subject: step.summary, field },
      ...{ base: base[field], ours: wanted[field] ?? '', theirs: now[field] ?? '' },
    }));
}
