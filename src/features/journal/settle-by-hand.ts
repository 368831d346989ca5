import { changedIdOf } from '../../model/difference.ts';
import type { CommandState } from '../../model/plan.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import type { Command } from './command.ts';
import { changeCommand, findCommand, lockCommand } from './store.ts';

/** What a person found out at the other system. `remoteId`: which of the candidates it is. */
export type Word = { readonly decision: 'confirmed'; readonly remoteId?: string | undefined } | { readonly decision: 'notPlaced' };

export type SettledByHand =
  | { readonly status: 'settled'; readonly before: Command; readonly state: CommandState }
  | { readonly status: 'absent' }
  /** It settled by itself, or somebody decided before. */
  | { readonly status: 'not_waiting'; readonly state: CommandState }
  | { readonly status: 'not_a_candidate'; readonly candidates: readonly string[] };

/** Ends a command that waits for a person, in his words (section 3 rule 6). Sends nothing and frees the line for new plans. */
export async function settleByHand(tx: Tx, context: Pick<Context, 'clock'>, commandId: string, word: Word): Promise<SettledByHand> {
  if ((await findCommand(tx, commandId)) === undefined) return { status: 'absent' };
  const command = await lockCommand(tx, commandId);
  if (command.state !== 'needs_operator') return { status: 'not_waiting', state: command.state };
  const at = context.clock.now();
  if (word.decision === 'notPlaced') {
    const outcome = { code: 'not_placed', sentence: 'A person looked: the other system never received it.' };
    await changeCommand(tx, command, { state: 'not_placed', outcome, at });
    return { status: 'settled', before: command, state: 'not_placed' };
  }
  const candidates = command.outcome.candidates ?? [];
  if (word.remoteId !== undefined && candidates.length > 0 && !candidates.includes(word.remoteId))
    return { status: 'not_a_candidate', candidates };
  const { correction } = command.write;
  const remoteId = word.remoteId ?? changedIdOf(correction);
  await changeCommand(tx, command, { state: 'confirmed', outcome: { remoteIds: remoteId === undefined ? [] : [remoteId] }, at });
  return { status: 'settled', before: command, state: 'confirmed' };
}
