import { publicId } from '../../model/ids.ts';
import type { PlanState } from '../../model/plan.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { startJob } from '../jobs/index.ts';
import { type Command, findCommand, type SettledByHand, settleByHand, type Word } from '../journal/index.ts';
import { moveDifferences } from '../reconciliation/index.ts';
import { movesOf, type PlanView, type Refused, refused } from './plan.ts';
import { readPlan } from './queries.ts';
import { type Accepted, checkWriting } from './start-apply.ts';
import { changePlan, changeStep, lockPlan } from './store.ts';

export type CommandDecision = Word & { readonly reason: string };

/**
 * A person says what became of a write that nobody could look up. The step goes on from there in a job: what is confirmed is read back and
 * verified, what was never placed leaves the difference to a new plan. Nothing is sent for the command itself.
 */
export function decideCommand(context: Context, commandId: string, decision: CommandDecision): Promise<Accepted> {
  return inScope(context.db, context.scope, async (tx): Promise<Accepted> => {
    const command = await findCommand(tx, commandId);
    if (command === undefined) return refused('not_found', 'There is no such write.');
    await lockPlan(tx, command.planId);
    const plan = await readPlan(tx, command.planId);
    if (plan === undefined) return refused('not_found', 'There is no such write.');
    const refusal = await hindrance(tx, plan, command);
    if (refusal !== undefined) return refusal;
    const settled = await settleByHand(tx, context, commandId, decision);
    return settled.status === 'settled' ? goOn(tx, context, { plan, command, decision }) : refusalOf(settled);
  });
}

/** The state in which a plan's step is carried out or taken back. */
const busy = { apply: 'applying', undo: 'undoing' } as const satisfies Record<Command['direction'], PlanState>;

async function hindrance(tx: Tx, plan: PlanView, { direction }: Command): Promise<Refused | undefined> {
  const other = direction === 'apply' ? 'undoing' : 'applying';
  if (plan.state === other)
    return refused('conflict', `The plan is ${plan.state} just now.`, { hint: 'Wait for its job to end, then decide.' });
  // Taking back may need another write after this one.
  return direction === 'undo' ? checkWriting(tx, plan) : undefined;
}

const refusalOf = (settled: Exclude<SettledByHand, { status: 'settled' }>): Refused => {
  switch (settled.status) {
    case 'absent':
      return refused('not_found', 'There is no such write.');
    case 'not_waiting':
      return refused('conflict', `This write is ${settled.state}; it does not wait for a decision.`, { hint: 'Look at the plan again.' });
    case 'not_a_candidate':
      return refused('invalid', `It can only be one of ${settled.candidates.join(', ')}.`, {
        hint: 'Leave the id out if it is none of them.',
      });
  }
};

type Decided = { readonly plan: PlanView; readonly command: Command; readonly decision: CommandDecision };

async function goOn(tx: Tx, context: Context, { plan, command, decision }: Decided): Promise<Accepted> {
  const { planId, stepId, direction, commandId } = command;
  const at = context.clock.now();
  const step = plan.steps.find((each) => each.stepId === stepId);
  const job = await startJob(context, tx, {
    kind: direction === 'apply' ? 'applyPlan' : 'undoPlan',
    title: `Decided: ${step?.summary ?? 'a write'}`,
    input: { planId, stepId },
    joins: `decide:${commandId}`,
    unit: 'steps',
  });
  await changeStep(tx, planId, stepId, { state: direction === 'apply' ? 'checking' : 'applying', at });
  if (plan.state !== busy[direction]) await changePlan(tx, plan, { state: busy[direction], at, jobId: job.jobId });
  if (direction === 'apply' && step !== undefined) await moveDifferences(tx, movesOf([step], 'applying'), at);
  await record(tx, context, {
    action: 'command.decided',
    object: publicId('command', commandId),
    planId,
    resellerId: plan.resellerId,
    before: { state: command.state, candidates: command.outcome.candidates ?? [] },
    after: {
      decision: decision.decision,
      ...(decision.decision === 'confirmed' && decision.remoteId !== undefined ? { remoteId: decision.remoteId } : {}),
    },
    reason: decision.reason,
  });
  return { status: 'accepted', ...job };
}
