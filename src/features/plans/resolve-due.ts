import { isAppError } from '../../lib/errors.ts';
import type { Context } from '../context.ts';
import { type Command, dueNow, recoverCommands, resolve } from '../journal/index.ts';
import { reconcileCustomers } from '../reconciliation/index.ts';
import { applyStep } from './apply-step.ts';
import { closeApplied, closeUndone } from './close-plan.ts';
import { type Desks, openDesks } from './open-desks.ts';
import { findPlan } from './queries.ts';
import { undoStep } from './undo-step.ts';

export type Resolved = { readonly looked: number; readonly settled: number; readonly failed: number };

const quiet = new AbortController().signal;
const nobody = { signal: quiet, progress: () => Promise.resolve() };

/**
 * Looks at every command that is due: left behind by a dead worker, with a lost answer, or waiting for a remote that was not ready. One that
 * is settled lets its step and plan go on. To be called at start and every half minute; does nothing when nothing is due.
 */
export async function resolveDue(context: Context): Promise<Resolved> {
  await recoverCommands(context);
  const due = await dueNow(context);
  const desks = openDesks(context);
  let [settled, failed] = [0, 0];
  for (const command of due) {
    try {
      settled += (await resolveOne(context, desks, command)) ? 1 : 0;
    } catch (error) {
      // One connection's trouble stops only its own commands; they stay due.
      context.log.warn({ error, commandId: command.commandId }, 'A command could not be looked up');
      if (!isAppError(error)) throw error;
      failed += 1;
    }
  }
  return { looked: due.length, settled, failed };
}

async function resolveOne(context: Context, desks: Desks, command: Command): Promise<boolean> {
  const desk = await desks(command.connectionId);
  const standing = await resolve(context, desk.remote, command.commandId);
  const plan = await findPlan(context, command.planId);
  const step = plan?.steps.find((each) => each.stepId === command.stepId);
  if (plan === undefined || step === undefined || standing.state === 'unknown') return false;
  if (command.direction === 'apply') await applyStep(context, desk, plan, step, nobody);
  else await undoStep(context, desk, plan, step, nobody);
  if (plan.type === 'correction') await reconcileCustomers(context, [step.customerId]);
  await (command.direction === 'apply' ? closeApplied : closeUndone)(context, plan.planId);
  return true;
}
