import { SetupChoices, SetupState, type SetupSubject } from '../../model/setup.ts';
import type { Tx } from '../../platform/db/connect.ts';

export type SetupRow = {
  readonly state: SetupState;
  readonly choices: SetupChoices | undefined;
  readonly chosenBy: string | null;
  readonly chosenAt: Temporal.Instant | null;
  readonly checks: unknown;
  /** What the network check said last. */
  readonly network: unknown;
  readonly firstJobs: readonly string[];
  readonly finishedBy: string | null;
  readonly finishedAt: Temporal.Instant | null;
};

/** A data folder without a workspace (a command before the first start) is nobody's draft: nothing is held back there. */
const none: SetupRow = {
  state: 'live',
  choices: undefined,
  chosenBy: null,
  chosenAt: null,
  checks: null,
  network: null,
  firstJobs: [],
  finishedBy: null,
  finishedAt: null,
};

/** A new workspace begins as a draft; one that has begun stays what it is. */
export async function beginSetup(tx: Tx, now: Temporal.Instant): Promise<void> {
  await tx
    .insertInto('setup')
    .values({ state: 'draft', changed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function readSetup(tx: Tx): Promise<SetupRow> {
  return toRow(await tx.selectFrom('setup').selectAll().executeTakeFirst());
}

/** Locked until the transaction ends: of two who finish at once the second sees what the first did. */
export async function lockSetup(tx: Tx, now: Temporal.Instant): Promise<SetupRow> {
  await beginSetup(tx, now);
  return toRow(await tx.selectFrom('setup').selectAll().forUpdate().executeTakeFirst());
}

type Stored = {
  readonly state: string;
  readonly choices: unknown;
  readonly chosen_by: string | null;
  readonly chosen_at: Temporal.Instant | null;
  readonly checks: unknown;
  readonly network: unknown;
  readonly first_jobs: readonly string[];
  readonly finished_by: string | null;
  readonly finished_at: Temporal.Instant | null;
};

const toRow = (row: Stored | undefined): SetupRow =>
  row === undefined
    ? none
    : {
        state: SetupState.parse(row.state),
        // A kind that no longer exists makes a choice unreadable: then it is asked for again.
        choices: SetupChoices.safeParse(row.choices).data,
        chosenBy: row.chosen_by,
        chosenAt: row.chosen_at,
        checks: row.checks,
        network: row.network,
        firstJobs: row.first_jobs,
        finishedBy: row.finished_by,
        finishedAt: row.finished_at,
      };

export type SetupChange = {
  readonly state?: SetupState;
  readonly choices?: string;
  readonly chosen_by?: string;
  readonly chosen_at?: Temporal.Instant;
  readonly checks?: string;
  readonly network?: string;
  readonly first_jobs?: readonly string[];
  readonly finished_by?: string | null;
  readonly finished_at?: Temporal.Instant | null;
};

export const changeSetup = (tx: Tx, { first_jobs, ...rest }: SetupChange, now: Temporal.Instant) =>
  tx
    .updateTable('setup')
    .set({ ...rest, ...(first_jobs !== undefined && { first_jobs: [...first_jobs] }), changed_at: now })
    .execute();

/** What a person said: who, when, why, and what the checks said then. */
export type Confirmation = {
  readonly subject: SetupSubject;
  readonly by: string;
  readonly at: Temporal.Instant;
  readonly reason: string | null;
};

/** Those that hold. */
export async function readConfirmations(tx: Tx): Promise<readonly Confirmation[]> {
  const rows = await tx
    .selectFrom('setup_confirmation')
    .select(['subject', 'by_name', 'at', 'reason'])
    .where('withdrawn_at', 'is', null)
    .execute();
  return rows.map((row) => ({ subject: row.subject as SetupSubject, by: row.by_name, at: row.at, reason: row.reason })); // the column takes no other
}

export type NewConfirmation = Confirmation & { readonly confirmationId: string; readonly checks: unknown };

/** False when it holds already: the first one stays, with its name and time. */
export async function insertConfirmation(tx: Tx, { confirmationId, subject, by, at, reason, checks }: NewConfirmation): Promise<boolean> {
  const done = await tx
    .insertInto('setup_confirmation')
    .values({ confirmation_id: confirmationId, subject, by_name: by, at, reason, checks: JSON.stringify(checks) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** False when there was none. */
export async function withdrawConfirmation(tx: Tx, subject: SetupSubject, by: string, now: Temporal.Instant): Promise<boolean> {
  const done = await tx
    .updateTable('setup_confirmation')
    .set({ withdrawn_at: now, withdrawn_by: by })
    .where('subject', '=', subject)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
