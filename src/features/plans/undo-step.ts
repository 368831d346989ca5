import { must } from '../../lib/must.ts';
import { changedIdOf } from '../../model/difference.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type CommandStanding, commandsOf, intend } from '../journal/index.ts';
import type { Desk, Target } from './desk.ts';
import { keepSeen, targetOf } from './open-desks.ts';
import { wordsOf } from './outcome-words.ts';
import { overtaken } from './overtaken.ts';
import { isRefused, type PlanView, type Step } from './plan.ts';
import { type Sender, send } from './send.ts';
import { type StepEnd, settleStep } from './settle-step.ts';
import { changeStep } from './store.ts';
import { isAsCompared } from './target-state.ts';

/** Takes one step back by its inverse corrections, in order, each a command of its own. Run again it goes on where it was. */
export async function undoStep(context: Context, desk: Desk, plan: PlanView, step: Step, job: Sender): Promise<StepEnd> {
  const target = must(await inScope(context.db, context.scope, (tx) => targetOf(tx, step.correction)), 'the target of a step');
  const end = (await refusal(context, desk, { plan, step, target, job })) ?? (await takeBack(context, desk, { plan, step, target, job }));
  await settleStep(context, plan, step, end, 'undo');
  return end;
}

type Work = { readonly plan: PlanView; readonly step: Step; readonly target: Target; readonly job: Sender };

/** Somebody changed it after us, and taking back would undo his work too (ux reference 4.6); or it is too late. Asked only before the first write. */
async function refusal(context: Context, desk: Desk, { plan, step, target, job }: Work): Promise<StepEnd | undefined> {
  const begun = await inScope(context.db, context.scope, (tx) =>
    commandsOf(tx, { planId: plan.planId, stepId: step.stepId, direction: 'undo' }),
  );
  const [inverse] = step.undo;
  if (begun.length > 0 || inverse === undefined) return undefined;
  const seen = await desk.look(inverse, target, job.signal);
  if (!isAsCompared(seen.state, inverse)) {
    await keepSeen(context, seen);
    const kept = keepDone('changed_since', `Cannot be undone: it was changed again at ${step.system} since.`);
    return { ...kept, conflicts: overtaken(plan, step, seen.state, 'undoOvertaken') };
  }
  const terms = seen.terms(inverse, undefined);
  return isRefused(terms) ? keepDone('too_late', `Cannot be undone. ${terms.detail}`) : undefined;
}

/** It stays applied; the words say why. */
const keepDone = (code: string, sentence: string): StepEnd => ({ state: 'done', code, sentence, verified: true });

async function takeBack(context: Context, desk: Desk, work: Work): Promise<StepEnd> {
  const { plan, step, job } = work;
  const touched: string[] = [];
  for (const [part, correction] of step.undo.entries()) {
    const intended = await inScope(context.db, context.scope, async (tx) => {
      const { stepId, resellerId } = step;
      const intent = await intend(tx, context, {
        planId: plan.planId,
        stepId,
        direction: 'undo',
        part,
        resellerId,
        correction,
        effectiveOn: correction.action === 'endLine' ? (step.effectiveOn ?? context.clock.today().toString()) : undefined,
      });
      if (intent.status === 'intended') await changeStep(tx, plan.planId, stepId, { state: 'applying', at: context.clock.now() });
      return intent;
    });
    if (intended.status === 'occupied') return keepDone('conflict', 'Another plan is changing the same just now.');
    const standing = await send(context, desk.remote, intended.commandId, job);
    if (standing.state !== 'confirmed') return unfinished(step, standing);
    touched.push(...(standing.outcome.remoteIds ?? []), changedIdOf(correction) ?? '');
  }
  return undone(desk, work, touched);
}

function unfinished(step: Step, standing: CommandStanding): StepEnd {
  const { state, code, sentence } = wordsOf(standing, step.system);
  return state === 'refused' || state === 'failed' ? keepDone(code, `Cannot be undone. ${sentence}`) : { state, code, sentence };
}

async function undone(desk: Desk, { step, target, job }: Work, touched: readonly string[]): Promise<StepEnd> {
  const last = must(step.undo.at(-1), 'a correction that takes back');
  const { isReached: isBack, keep } = await desk.readBack(
    { correction: last, effectiveOn: undefined, touched: [...touched, changedIdOf(step.correction) ?? ''] },
    target,
    job.signal,
  );
  return {
    state: 'undone',
    code: isBack ? 'undone' : 'not_verified',
    sentence: isBack
      ? `Taken back and verified at ${step.system}.`
      : `${step.system} confirmed it, but what was read back is something else.`,
    verified: isBack,
    difference: 'open',
    recovered: 'undone',
    keep,
    audit: { action: 'correction.undone', before: step.after, after: step.before },
  };
}
