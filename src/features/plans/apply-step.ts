import type { Psa } from '../../connectors/ports.ts';
import { isAppError } from '../../lib/errors.ts';
import { must } from '../../lib/must.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type CommandStanding, commandsOf, intend } from '../journal/index.ts';
import { inverseOf, isReached, lineOf, movedFields, stateOf } from './line-state.ts';
import { wordsOf } from './outcome-words.ts';
import type { PlanView, Step } from './plan.ts';
import { keepLook, look, readBack, type Seen, type Target, targetOf } from './remotes.ts';
import { type Sender, send } from './send.ts';
import { type StepEnd, settleStep } from './settle-step.ts';
import { changeStep } from './store.ts';

/**
 * Carries one step out, or goes on with it where a dead worker or a lost answer left it: looks first, writes the intent, sends once, reads
 * back. Run again it changes nothing more.
 */
export async function applyStep(context: Context, remote: Psa, plan: PlanView, step: Step, job: Sender): Promise<StepEnd> {
  const target = must(await inScope(context.db, context.scope, (tx) => targetOf(tx, step.correction)), 'the agreement of a step');
  const [known] = await inScope(context.db, context.scope, (tx) =>
    commandsOf(tx, { planId: plan.planId, stepId: step.stepId, direction: 'apply' }),
  );
  const end =
    known === undefined
      ? await first(context, remote, { plan, step, target, job })
      : await follow(context, remote, { plan, step, target, job }, known);
  await settleStep(context, plan, step, end);
  return end;
}

type Work = { readonly plan: PlanView; readonly step: Step; readonly target: Target; readonly job: Sender };

async function first(context: Context, remote: Psa, work: Work): Promise<StepEnd> {
  const { plan, step, target, job } = work;
  const seen = await look(context, remote, step.correction, target, job.signal);
  const moved = movedFields(step.before, seen.state);
  if (moved.length > 0) {
    await keepLook(context, step.correction, target, seen);
    return movedFields(step.after, seen.state).length === 0 ? alreadySo(target, seen) : stale(step, moved);
  }
  const intended = await inScope(context.db, context.scope, async (tx) => {
    const { planId } = plan;
    const { stepId, resellerId, correction, effectiveOn } = step;
    const intent = await intend(tx, context, { planId, stepId, direction: 'apply', part: 0, resellerId, correction, effectiveOn });
    if (intent.status === 'intended') await changeStep(tx, planId, stepId, { state: 'applying', at: context.clock.now() });
    return intent;
  });
  if (intended.status === 'occupied') return stale(step, ['another plan']);
  return conclude(context, remote, work, await send(context, remote, intended.commandId, job));
}

async function follow(context: Context, remote: Psa, work: Work, known: CommandStanding): Promise<StepEnd> {
  const standing = known.state === 'ready' ? await send(context, remote, known.commandId, work.job) : known;
  return conclude(context, remote, work, standing);
}

const alreadySo = (target: Target, seen: Seen): StepEnd => ({
  state: 'skipped',
  code: 'already_so',
  sentence: 'The line is already as wanted. Nothing was sent.',
  verified: true,
  difference: 'open', // the comparison that follows says whether it is gone
  read: { target, ...seen },
});

const stale = (step: Step, moved: readonly string[]): StepEnd => ({
  state: 'refused',
  code: 'plan_stale',
  sentence: `${step.system} changed since the preview (${moved.join(', ')}). Nothing was sent.`,
  difference: 'open',
});

async function conclude(context: Context, remote: Psa, { step, target, job }: Work, standing: CommandStanding): Promise<StepEnd> {
  if (standing.state === 'confirmed') return verify(context, remote, { step, target, job }, standing);
  const { state, code, sentence } = wordsOf(standing, step.system);
  const isOver = state !== 'checking' && state !== 'applying';
  const audit = {
    action: 'correction.applied',
    before: step.before,
    after: null,
    result: state === 'refused' ? 'refused' : 'failed',
  } as const;
  return { state, code, sentence, ...(isOver ? { difference: 'failed' as const, audit } : {}) };
}

/** Reads back and compares: the wanted state must be there, and nothing else may have moved on the way (psa reference 8.2). */
async function verify(
  context: Context,
  remote: Psa,
  { step, target, job }: Omit<Work, 'plan'>,
  standing: CommandStanding,
): Promise<StepEnd> {
  const { correction } = step;
  const remoteIds = standing.outcome.remoteIds ?? [];
  const undo = standing.outcome.undo ?? inverseOf(correction, step.before, remoteIds);
  const applied = { state: 'done', undo, audit: { action: 'correction.applied', before: step.before, after: step.after } } as const;
  const read = await tryReadBack(
    context,
    remote,
    { agreementRemoteId: correction.agreementRemoteId, ids: [...remoteIds, lineOf(correction) ?? ''] },
    job.signal,
  );
  if (read === undefined)
    return {
      ...applied,
      code: 'not_verified',
      sentence: `${step.system} confirmed it; it could not be read back yet.`,
      difference: 'open',
    };
  if (!isReached(read.lines, correction))
    return {
      ...applied,
      code: 'not_verified',
      sentence: `${step.system} confirmed it, but what was read back is something else.`,
      difference: 'open',
      read: { target, ...read },
    };
  const besides = changedBesides(step, read.lines);
  return {
    ...applied,
    code: besides.length === 0 ? 'verified' : 'verified_with_side_effects',
    sentence:
      besides.length === 0 ? `Done and verified at ${step.system}.` : `Done at ${step.system}, which also changed: ${besides.join(', ')}.`,
    verified: true,
    difference: 'fixed',
    recovered: 'fixed',
    read: { target, ...read },
  };
}

async function tryReadBack(...args: Parameters<typeof readBack>): Promise<Omit<Seen, 'state'> | undefined> {
  try {
    const [context, remote, { agreementRemoteId, ids }, signal] = args;
    return await readBack(context, remote, { agreementRemoteId, ids: ids.filter((id) => id !== '') }, signal);
  } catch (error) {
    if (isAppError(error)) return undefined; // the write is confirmed; the next sync reads the line
    throw error;
  }
}

/** A dated change ends one line and begins another: only what happens in place can be compared field by field. */
function changedBesides(step: Step, lines: Seen['lines']): string[] {
  const line = lines.find((each) => each.remoteId === lineOf(step.correction));
  if (line === undefined || step.effectiveOn !== undefined) return [];
  return movedFields(step.after, stateOf(line));
}
