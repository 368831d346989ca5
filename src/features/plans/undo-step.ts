import type { Psa } from '../../connectors/ports.ts';
import { must } from '../../lib/must.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type CommandStanding, commandsOf, intend } from '../journal/index.ts';
import { isAsCompared, isReached, lineOf } from './line-state.ts';
import { wordsOf } from './outcome-words.ts';
import type { PlanView, Step } from './plan.ts';
import { keepLook, look, readBack, type Target, targetOf } from './remotes.ts';
import { type Sender, send } from './send.ts';
import { type StepEnd, settleStep } from './settle-step.ts';
import { changeStep } from './store.ts';

/** Takes one step back by its inverse corrections, in order, each a command of its own. Run again it goes on where it was. */
export async function undoStep(context: Context, remote: Psa, plan: PlanView, step: Step, job: Sender): Promise<StepEnd> {
  const target = must(await inScope(context.db, context.scope, (tx) => targetOf(tx, step.correction)), 'the agreement of a step');
  const end =
    (await refusal(context, remote, { plan, step, target, job })) ?? (await takeBack(context, remote, { plan, step, target, job }));
  await settleStep(context, plan, step, end);
  return end;
}

type Work = { readonly plan: PlanView; readonly step: Step; readonly target: Target; readonly job: Sender };

/** Somebody changed the line after us: taking back would undo his work too (ux reference 4.6). Asked only before the first write. */
async function refusal(context: Context, remote: Psa, { plan, step, target, job }: Work): Promise<StepEnd | undefined> {
  const begun = await inScope(context.db, context.scope, (tx) =>
    commandsOf(tx, { planId: plan.planId, stepId: step.stepId, direction: 'undo' }),
  );
  const [inverse] = step.undo;
  if (begun.length > 0 || inverse === undefined) return undefined;
  const seen = await look(context, remote, inverse, target, job.signal);
  if (isAsCompared(seen.state, inverse)) return undefined;
  await keepLook(context, inverse, target, seen);
  return keepDone('changed_since', `Cannot be undone: ${step.system} changed the line again since.`);
}

/** It stays applied; the words say why. */
const keepDone = (code: string, sentence: string): StepEnd => ({ state: 'done', code, sentence, verified: true });

async function takeBack(context: Context, remote: Psa, work: Work): Promise<StepEnd> {
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
    if (intended.status === 'occupied') return keepDone('conflict', 'Another plan is changing this line just now.');
    const standing = await send(context, remote, intended.commandId, job);
    if (standing.state !== 'confirmed') return unfinished(step, standing);
    touched.push(...(standing.outcome.remoteIds ?? []), lineOf(correction) ?? '');
  }
  return undone(context, remote, work, touched);
}

function unfinished(step: Step, standing: CommandStanding): StepEnd {
  const { state, code, sentence } = wordsOf(standing, step.system);
  return state === 'refused' || state === 'failed' ? keepDone(code, `Cannot be undone. ${sentence}`) : { state, code, sentence };
}

async function undone(context: Context, remote: Psa, { step, target, job }: Work, touched: readonly string[]): Promise<StepEnd> {
  const last = must(step.undo.at(-1), 'a correction that takes back');
  const ids = [...touched, lineOf(step.correction) ?? ''].filter((id) => id !== '');
  const read = await readBack(context, remote, { agreementRemoteId: last.agreementRemoteId, ids }, job.signal);
  const isBack = isReached(read.lines, last);
  return {
    state: 'undone',
    code: isBack ? 'undone' : 'not_verified',
    sentence: isBack
      ? `Taken back and verified at ${step.system}.`
      : `${step.system} confirmed it, but what was read back is something else.`,
    verified: isBack,
    difference: 'open',
    recovered: 'undone',
    read: { target, ...read },
    audit: { action: 'correction.undone', before: step.after, after: step.before },
  };
}
