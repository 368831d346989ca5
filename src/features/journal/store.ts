import { type Selectable, sql } from 'kysely';
import { CommandState } from '../../model/plan.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { type Command, CommandOutcome, mayBecome, StoredWrite } from './command.ts';
import type { Standing } from './decide.ts';

export async function findCommand(db: Db, commandId: string): Promise<Command | undefined> {
  const row = await db.selectFrom('command').selectAll().where('command_id', '=', commandId).executeTakeFirst();
  return row === undefined ? undefined : toCommand(row);
}

/** Locks it until the transaction ends. */
export async function lockCommand(tx: Tx, commandId: string): Promise<Command> {
  return toCommand(await tx.selectFrom('command').selectAll().where('command_id', '=', commandId).forUpdate().executeTakeFirstOrThrow());
}

export const toCommand = (row: Selectable<Tables['command']>): Command => ({
  commandId: row.command_id,
  planId: row.plan_id,
  stepId: row.step_id,
  direction: row.direction === 'undo' ? 'undo' : 'apply',
  part: row.part,
  connectionId: row.connection_id,
  state: CommandState.parse(row.state),
  write: StoredWrite.parse(row.write),
  outcome: CommandOutcome.parse(row.outcome ?? {}),
  nextLookAt: row.next_look_at ?? undefined,
  fencingToken: row.fencing_token,
  looks: row.looks,
});

export type Change = {
  readonly state: CommandState;
  readonly outcome?: CommandOutcome;
  readonly nextLookAt?: Temporal.Instant;
  readonly looks?: number;
  readonly fencingToken?: string;
  readonly at: Temporal.Instant;
};

/** Moves a locked command along the table of states; a step that the table does not have is a mistake in the program. */
export async function changeCommand(tx: Tx, command: Command, change: Change): Promise<void> {
  if (change.state !== command.state && !mayBecome(command.state, change.state))
    throw new Error(`A command cannot go from ${command.state} to ${change.state}`);
  await tx
    .updateTable('command')
    .set({
      state: change.state,
      next_look_at: change.nextLookAt ?? null,
      changed_at: change.at,
      ...(change.outcome === undefined ? {} : { outcome: JSON.stringify(change.outcome) }),
      ...(change.looks === undefined ? {} : { looks: change.looks }),
      ...(change.fencingToken === undefined ? {} : { fencing_token: change.fencingToken }),
    })
    .where('command_id', '=', command.commandId)
    .execute();
}

/** How often and when it was tried. */
export async function readStanding(db: Db, command: Command): Promise<Standing> {
  const row = await db
    .selectFrom('command_attempt')
    .select([
      sql<number>`count(*) filter (where end_state is distinct from 'not_sent')::int`.as('attempts'),
      sql<Temporal.Instant | null>`min(started_at)`.as('first'),
      sql<Temporal.Instant | null>`max(started_at)`.as('last'),
    ])
    .where('command_id', '=', command.commandId)
    .executeTakeFirstOrThrow();
  const never = Temporal.Instant.fromEpochMilliseconds(0);
  return { attempts: row.attempts, looks: command.looks, firstTriedAt: row.first ?? never, lastTriedAt: row.last ?? never };
}

export async function endAttempt(
  tx: Tx,
  commandId: string,
  end: { readonly attempt: number; readonly state: string; readonly fault?: unknown; readonly at: Temporal.Instant },
): Promise<void> {
  await tx
    .updateTable('command_attempt')
    .set({ ended_at: end.at, end_state: end.state, fault: end.fault === undefined ? null : JSON.stringify(end.fault) })
    .where('command_id', '=', commandId)
    .where('attempt', '=', end.attempt)
    .execute();
}

/** Commands that somebody has to look at now, oldest first. */
export async function dueCommands(db: Db, now: Temporal.Instant, limit: number): Promise<Command[]> {
  const rows = await db
    .selectFrom('command')
    .selectAll()
    .where('state', 'in', ['unknown', 'ready'])
    .where('next_look_at', '<=', now)
    .orderBy('next_look_at')
    .limit(limit)
    .execute();
  return rows.map(toCommand);
}

export async function commandsOf(
  db: Db,
  of: { readonly planId: string; readonly stepId: string; readonly direction: 'apply' | 'undo' },
): Promise<Command[]> {
  const rows = await db
    .selectFrom('command')
    .selectAll()
    .where('plan_id', '=', of.planId)
    .where('step_id', '=', of.stepId)
    .where('direction', '=', of.direction)
    .orderBy('part')
    .execute();
  return rows.map(toCommand);
}
