import { isAppError } from '../../lib/errors.ts';
import { must } from '../../lib/must.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type CommandStanding, commandsOf, intend } from '../journal/index.ts';
import type { Desk, ReadBack, Seen, Target } from './desk.ts';
import { keepSeen, targetOf } from './open-desks.ts';
import { wordsOf } from './outcome-words.ts';
import { overtaken } from './overtaken.ts';
import type { PlanView, Step } from './plan.ts';
import { type Sender, send } from './send.ts';
import { type StepEnd, settleStep } from './settle-step.ts';
import { changeStep } from './store.ts';
import { inverseOf, movedFields } from './target-state.ts';

/**
 * Carries one step out, or goes on with it where a dead worker or a lost answer left it: looks first, writes the intent, sends once, reads
 * back. Run again it changes nothing more.
 */
export async function applyStep(context: Context, desk: Desk, plan: PlanView, step: Step, job: Sender): Promise<StepEnd> {
  const target = must(await inScope(context.db, context.scope, (tx) => targetOf(tx, step.correction)), 'the target of a step');
  const [known] = await inScope(context.db, context.scope, (tx) =>
    commandsOf(tx, { planId: plan.planId, stepId: step.stepId, direction: 'apply' }),
  );
  const end =
    known === undefined
      ? await first(context, desk, { plan, step, target, job })
      : await follow(context, desk, { plan, step, target, job }, known);
  await settleStep(context, plan, step, end, 'apply');
  return end;
}

type Work = { readonly plan: PlanView; readonly step: Step; readonly target: Target; readonly job: Sender };

async function first(context: Context, desk: Desk, work: Work): Promise<StepEnd> {
  const { plan, step, target, job } = work;
  const seen = await desk.look(step.correction, target, job.signal);
  const moved = movedFields(step.before, seen.state);
  if (moved.length > 0) {
    await keepSeen(context, seen);
    return movedFields(step.after, seen.state).length === 0
      ? alreadySo(seen)
      : { ...stale(step, moved), conflicts: overtaken(plan, step, seen.state, 'planOvertaken') };
  }
  const intended = await inScope(context.db, context.scope, async (tx) => {
    const { planId } = plan;
    const { stepId, resellerId, correction, effectiveOn } = step;
    const intent = await intend(tx, context, { planId, stepId, direction: 'apply', part: 0, resellerId, correction, effectiveOn });
    if (intent.status === 'intended') await changeStep(tx, planId, stepId, { state: 'applying', at: context.clock.now() });
    return intent;
  });
  if (intended.status === 'occupied') return stale(step, ['another plan']);
  return conclude(desk, work, await send(context, desk.remote, intended.commandId, job));
}

async function follow(context: Context, desk: Desk, work: Work, known: CommandStanding): Promise<StepEnd> {
  const standing = known.state === 'ready' ? await send(context, desk.remote, known.commandId, work.job) : known;
  return conclude(desk, work, standing);
}

const alreadySo = ({ keep }: Seen): StepEnd => ({
  state: 'skipped',
  code: 'already_so',
  sentence: 'It is already as wanted. Nothing was sent.',
  verified: true,
  difference: 'open', // the comparison that follows says whether it is gone
  keep,
});

const stale = (step: Step, moved: readonly string[]): StepEnd => ({
  state: 'refused',
  code: 'plan_stale',
  sentence: `${step.system} changed since the preview (${moved.join(', ')}). Nothing was sent.`,
  difference: 'open',
});

async function conclude(desk: Desk, { plan, step, target, job }: Work, standing: CommandStanding): Promise<StepEnd> {
  if (standing.state === 'confirmed') return verify(desk, { step, target, job }, standing);
  const { state, code, sentence } = wordsOf(standing, step.system);
  const isOver = state !== 'checking' && state !== 'applying';
  const audit = {
    action: 'correction.applied',
    before: step.before,
    after: null,
    result: state === 'refused' ? 'refused' : 'failed',
  } as const;
  const seen = state === 'refused' && changedCodes.has(code) ? await tryLook(desk, { step, target, job }) : undefined;
  return {
    ...{ state, code, sentence },
    ...(isOver && { difference: 'failed' as const, audit }),
    ...(seen !== undefined && { keep: seen.keep, conflicts: overtaken(plan, step, seen.state, 'writeOvertaken') }),
  };
}

/** How a remote or our own last look says that something changed before the write: a stale etag, or other values than people saw. */
const changedCodes: ReadonlySet<string> = new Set(['changed_since', 'remote_conflict']);

/** What stands there instead; undefined when it cannot be read now. */
async function tryLook(desk: Desk, { step, target, job }: Omit<Work, 'plan'>): Promise<Seen | undefined> {
  try {
    return await desk.look(step.correction, target, job.signal);
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

/** Reads back and compares: the wanted state must be there, and nothing else may have moved on the way (psa reference 8.2). */
async function verify(desk: Desk, { step, target, job }: Omit<Work, 'plan'>, standing: CommandStanding): Promise<StepEnd> {
  const remoteIds = standing.outcome.remoteIds ?? [];
  const undo = standing.outcome.undo ?? inverseOf(step.correction, step.before, remoteIds);
  const applied = { state: 'done', undo, audit: { action: 'correction.applied', before: step.before, after: step.after } } as const;
  const read = await tryReadBack(desk, { step, target, job }, remoteIds);
  if (read === undefined)
    return {
      ...applied,
      code: 'not_verified',
      sentence: `${step.system} confirmed it; it could not be read back yet.`,
      difference: 'open',
    };
  const { isReached, besides, keep } = read;
  if (!isReached)
    return {
      ...applied,
      code: 'not_verified',
      sentence: `${step.system} confirmed it, but what was read back is something else.`,
      difference: 'open',
      keep,
    };
  return {
    ...applied,
    code: besides.length === 0 ? 'verified' : 'verified_with_side_effects',
    sentence:
      besides.length === 0 ? `Done and verified at ${step.system}.` : `Done at ${step.system}, which also changed: ${besides.join(', ')}.`,
    verified: true,
    difference: 'fixed',
    recovered: 'fixed',
    keep,
  };
}

async function tryReadBack(
  desk: Desk,
  { step, target, job }: Omit<Work, 'plan'>,
  touched: readonly string[],
): Promise<ReadBack | undefined> {
  const { correction, effectiveOn, after } = step;
  try {
    return await desk.readBack({ correction, effectiveOn, touched, after }, target, job.signal);
  } catch (error) {
    if (isAppError(error)) return undefined; // the write is confirmed; the next sync reads it
    throw error;
  }
}
