import type { LookUp, Writable } from '../../connectors/ports.ts';
import { must } from '../../lib/must.ts';
import { holdLease } from '../../platform/db/lease.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { Command, CommandStanding } from './command.ts';
import { type Decision, decide } from './decide.ts';
import { withLease, writerLease } from './lease.ts';
import { type Change, changeCommand, dueCommands, lockCommand, readStanding } from './store.ts';
import { readCommand, submit, toWrite } from './submit.ts';

/** Asks the remote what became of a command whose answer was lost, and acts on what it says: reads only, except where rule 6 lets it be sent again. */
export async function resolve(context: Context, remote: Writable, commandId: string, signal?: AbortSignal): Promise<CommandStanding> {
  const known = must(await readCommand(context, commandId), 'the command');
  if (known.state === 'ready') return submit(context, remote, commandId, signal);
  if (known.state !== 'unknown') return known;
  const resolved = await withLease(context, writerLease(known.connectionId), async (lease) => {
    const found = await ask(context, remote, known, signal);
    return inScope(context.db, context.scope, async (tx) => {
      await holdLease(tx, lease);
      const command = await lockCommand(tx, commandId);
      if (command.state !== 'unknown') return command;
      const now = context.clock.now();
      const change = toChange(command, decide(found, await readStanding(tx, command), now), now);
      await changeCommand(tx, command, change);
      return { commandId, state: change.state, outcome: change.outcome ?? command.outcome, nextLookAt: change.nextLookAt };
    });
  });
  return resolved.state === 'ready' ? submit(context, remote, commandId, signal) : resolved;
}

async function ask(context: Context, remote: Writable, command: Command, signal: AbortSignal | undefined): Promise<LookUp | undefined> {
  try {
    return await remote.lookUp(toWrite(command), signal);
  } catch (error) {
    context.log.warn({ error, commandId: command.commandId }, 'A look-up failed and is repeated later');
    return undefined;
  }
}

function toChange(command: Command, decision: Decision, at: Temporal.Instant): Change {
  const looks = command.looks + 1;
  switch (decision.next) {
    case 'confirmed':
      return { state: 'confirmed', outcome: { remoteIds: [...decision.remoteIds] }, looks, at };
    case 'sendAgain':
      return { state: 'ready', looks, at };
    case 'not_placed':
      return {
        state: 'not_placed',
        outcome: { code: 'not_placed', sentence: 'The other system never received it.', hint: 'Preview the correction again.' },
        looks,
        at,
      };
    case 'needs_operator':
      return {
        state: 'needs_operator',
        outcome: {
          code: 'needs_operator',
          sentence: 'Nobody could find out whether the other system has done it.',
          hint: 'Look there, then decide.',
          candidates: [...decision.candidates],
        },
        looks,
        at,
      };
    case 'wait':
      return { state: 'unknown', nextLookAt: decision.until, looks, at };
  }
}

/** Commands that are due for a look, or to be sent when the remote was not ready. */
export const dueNow = (context: Context, limit = 100): Promise<Command[]> =>
  inScope(context.db, context.scope, (tx) => dueCommands(tx, context.clock.now(), limit));
