import { createHash } from 'node:crypto';
import type { Writable, Written } from '../../connectors/ports.ts';
import { canonicalJson } from '../../lib/canonical.ts';
import { isAppError } from '../../lib/errors.ts';
import { must } from '../../lib/must.ts';
import { holdLease, type Lease } from '../../platform/db/lease.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { Command, CommandStanding } from './command.ts';
import { withLease, writerLease } from './lease.ts';
import { nextLookAt } from './schedule.ts';
import { type Change, changeCommand, endAttempt, findCommand, lockCommand } from './store.ts';

/**
 * Carries out a command that is ready: claim, attempt written down and committed, call, outcome. Commits before and after the call, never
 * around it (B4). A command that is not ready is left as it is: nothing is ever sent twice from here.
 */
export async function submit(context: Context, remote: Writable, commandId: string, signal?: AbortSignal): Promise<CommandStanding> {
  const { connectionId } = must(await readCommand(context, commandId), 'the command');
  return withLease(context, writerLease(connectionId), async (lease) => {
    const begun = await begin(context, remote, commandId, lease);
    if (begun === undefined) return must(await readCommand(context, commandId), 'the command');
    const end = await call(remote, begun.command, signal);
    return finish(context, begun, lease, end);
  });
}

export const readCommand = (context: Context, commandId: string): Promise<Command | undefined> =>
  inScope(context.db, context.scope, (tx) => findCommand(tx, commandId));

type Begun = { readonly command: Command; readonly attempt: number };

function begin(context: Context, remote: Writable, commandId: string, lease: Lease): Promise<Begun | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    await holdLease(tx, lease);
    const command = await lockCommand(tx, commandId);
    if (command.state !== 'ready') return undefined;
    const at = context.clock.now();
    const { count } = await tx
      .selectFrom('command_attempt')
      .select((of) => of.fn.countAll<string>().as('count'))
      .where('command_id', '=', commandId)
      .executeTakeFirstOrThrow();
    const attempt = Number(count) + 1;
    const body = canonicalJson(remote.prepare(toWrite(command)));
    const { reseller_id } = await tx
      .selectFrom('command')
      .select('reseller_id')
      .where('command_id', '=', commandId)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('command_attempt')
      .values({
        command_id: commandId,
        attempt,
        reseller_id,
        body,
        body_hash: createHash('sha256').update(body).digest('hex'),
        request_id: context.ids(),
        correlation_id: context.ids(),
        fencing_token: lease.token,
        started_at: at,
      })
      .execute();
    await changeCommand(tx, command, { state: 'submitting', fencingToken: lease.token, at });
    return { command: { ...command, state: 'submitting', fencingToken: lease.token }, attempt };
  });
}

export const toWrite = ({ write }: Command) => ({
  correction: write.correction,
  effectiveOn: write.effectiveOn,
  reference: write.reference,
});

type CallEnd = { readonly written: Written } | { readonly error: unknown };

async function call(remote: Writable, command: Command, signal: AbortSignal | undefined): Promise<CallEnd> {
  try {
    return { written: await remote.write(toWrite(command), signal) };
  } catch (error) {
    return { error };
  }
}

function finish(context: Context, { command, attempt }: Begun, lease: Lease, end: CallEnd): Promise<CommandStanding> {
  return inScope(context.db, context.scope, async (tx) => {
    await holdLease(tx, lease); // a worker that slept through its claim writes nothing: the look-up of the next one decides (F69, F70)
    const locked = await lockCommand(tx, command.commandId);
    if (locked.state !== 'submitting' || locked.fencingToken !== lease.token) return locked;
    const at = context.clock.now();
    const { change, attemptState } = 'written' in end ? confirmed(end.written, at) : faulted(end.error, at);
    await endAttempt(tx, command.commandId, { attempt, state: attemptState, at, ...('error' in end ? { fault: factsOf(end.error) } : {}) });
    await changeCommand(tx, locked, change);
    if (attemptState !== 'not_sent') return standing(locked, change);
    // Nothing arrived, so it may simply be sent when the remote is ready again.
    const again: Change = { ...change, state: 'ready' };
    await changeCommand(tx, { ...locked, state: 'unknown' }, again);
    return standing(locked, again);
  });
}

const standing = ({ commandId }: Command, change: Change): CommandStanding => ({
  commandId,
  state: change.state,
  outcome: change.outcome ?? {},
  nextLookAt: change.nextLookAt,
});

type Ended = { readonly change: Change; readonly attemptState: 'confirmed' | 'rejected' | 'unknown' | 'not_sent' };

const confirmed = (written: Written, at: Temporal.Instant): Ended => ({
  attemptState: 'confirmed',
  change: { state: 'confirmed', outcome: { remoteIds: [...written.remoteIds], undo: [...written.undo] }, at },
});

/** Refused for good, not sent at all, or nobody knows. Whatever is not clearly one of the first two is unknown (section 3 rule 5). */
function faulted(error: unknown, at: Temporal.Instant): Ended {
  const outcome = wordsOf(error);
  const kind = isAppError(error) ? error.kind : 'unknown_outcome';
  switch (kind) {
    case 'permanent':
    case 'needs_operator':
      return { attemptState: 'rejected', change: { state: 'rejected', outcome, at } };
    case 'retryable':
      // The transport gives this for writes only when the remote told us to come again, or was never reached.
      return { attemptState: 'not_sent', change: { state: 'unknown', outcome, nextLookAt: toldAt(error) ?? nextLookAt(at, 0), at } };
    case 'unknown_outcome':
      return { attemptState: 'unknown', change: { state: 'unknown', outcome, nextLookAt: nextLookAt(at, 0), looks: 0, at } };
  }
}

const toldAt = (error: unknown): Temporal.Instant | undefined =>
  isAppError(error) && error.facts.nextAttemptAt !== undefined ? Temporal.Instant.from(error.facts.nextAttemptAt) : undefined;

const wordsOf = (error: unknown) =>
  isAppError(error)
    ? { code: error.code, sentence: error.message, ...(error.facts.hint === undefined ? {} : { hint: error.facts.hint }) }
    : { code: 'unexpected', sentence: 'The answer could not be understood.' };

const factsOf = (error: unknown): unknown =>
  isAppError(error) ? { code: error.code, kind: error.kind, message: error.message, facts: error.facts } : { message: String(error) };
