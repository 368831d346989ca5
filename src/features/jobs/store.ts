import { sql } from 'kysely';
import { idOf, type JobId } from '../../model/ids.ts';
import { JobKind, JobState } from '../../model/job.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { JobError } from './job.ts';

export type JobRecord = {
  readonly jobId: JobId;
  readonly kind: JobKind;
  readonly title: string;
  readonly state: JobState;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
  readonly step: string | null;
  readonly waitingUntil: Temporal.Instant | null;
  readonly input: unknown;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly JobError[];
  readonly startedBy: string;
  readonly joins: string | null;
  readonly cancelAsked: boolean;
  readonly createdAt: Temporal.Instant;
  readonly startedAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
};

export type NewJob = {
  readonly jobId: string;
  readonly resellerId: string;
  readonly kind: JobKind;
  readonly title: string;
  readonly unit: string;
  readonly input: unknown;
  readonly joins: string | undefined;
  readonly startedBy: string;
};

/** Inserts a waiting job; false when one with the same `joins` is already waiting or running. The database decides between two starts. */
export async function insertJob(tx: Tx, job: NewJob, now: Temporal.Instant): Promise<boolean> {
  const done = await tx
    .insertInto('job')
    .values({
      job_id: job.jobId,
      reseller_id: job.resellerId,
      kind: job.kind,
      title: job.title,
      state: 'queued',
      unit: job.unit,
      input: JSON.stringify(job.input),
      started_by: job.startedBy,
      joins: job.joins ?? null,
      created_at: now,
      changed_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function findJoinable(tx: Tx, joins: string): Promise<JobId | undefined> {
  const row = await tx
    .selectFrom('job')
    .select('job_id')
    .where('joins', '=', joins)
    .where('state', 'in', ['queued', 'running', 'paused'])
    .executeTakeFirst();
  return row && idOf('job', row.job_id);
}

/** False when the job has ended meanwhile. A start of the job waits for the asker's transaction, and then reads what it wrote. */
export async function askAgain(tx: Tx, jobId: string): Promise<boolean> {
  const done = await tx
    .updateTable('job')
    .set({ asked_again: true })
    .where('job_id', '=', jobId)
    .where('state', 'in', ['queued', 'running', 'paused'])
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** Was the job asked for since it began? Takes the request; nobody can ask until the transaction has ended. */
export async function takeRequest(tx: Tx, jobId: string): Promise<boolean> {
  const job = await tx.selectFrom('job').select('asked_again').where('job_id', '=', jobId).forUpdate().executeTakeFirst();
  if (job?.asked_again !== true) return false;
  await tx.updateTable('job').set({ asked_again: false }).where('job_id', '=', jobId).execute();
  return true;
}

export async function readJob(tx: Tx, jobId: string): Promise<JobRecord | undefined> {
  const row = await tx.selectFrom('job').selectAll().where('job_id', '=', jobId).executeTakeFirst();
  return row && toRecord(row);
}

export type JobChange = {
  readonly state?: JobState;
  readonly done?: number;
  readonly total?: number;
  readonly unit?: string;
  readonly step?: string;
  readonly waitingUntil?: Temporal.Instant | null;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly JobError[];
  readonly startedAt?: Temporal.Instant;
  readonly endedAt?: Temporal.Instant;
  readonly cancelAsked?: boolean;
};

/** Writes what changed, when the job is in one of `from`; false when it is not (somebody else ended it first). */
export async function changeJob(
  tx: Tx,
  jobId: string,
  change: JobChange,
  from: readonly JobState[],
  now: Temporal.Instant,
): Promise<boolean> {
  const done = await tx
    .updateTable('job')
    .set({
      changed_at: now,
      ...(change.state !== undefined && { state: change.state }),
      ...(change.done !== undefined && { done: change.done }),
      ...(change.total !== undefined && { total: String(change.total) }),
      ...(change.unit !== undefined && { unit: change.unit }),
      ...(change.step !== undefined && { step: change.step }),
      ...(change.waitingUntil !== undefined && { waiting_until: change.waitingUntil }),
      ...(change.result !== undefined && { result: JSON.stringify(change.result) }),
      ...(change.errors !== undefined && { errors: JSON.stringify(change.errors) }),
      ...(change.startedAt !== undefined && { started_at: sql<Temporal.Instant>`coalesce(started_at, ${change.startedAt})` }),
      ...(change.endedAt !== undefined && { ended_at: change.endedAt }),
      ...(change.cancelAsked !== undefined && { cancel_asked: change.cancelAsked }),
    })
    .where('job_id', '=', jobId)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export type JobItemRow = {
  readonly itemId: string;
  readonly subject: string;
  readonly outcome: 'done' | 'changed' | 'failed' | 'skipped';
  readonly code: string | null;
  readonly reason: string | null;
  readonly at: Temporal.Instant;
};

export async function insertItem(tx: Tx, jobId: string, resellerId: string, item: JobItemRow): Promise<void> {
  await tx
    .insertInto('job_item')
    .values({
      job_id: jobId,
      item_id: item.itemId,
      reseller_id: resellerId,
      subject: item.subject,
      outcome: item.outcome,
      code: item.code,
      reason: item.reason,
      at: item.at,
    })
    .execute();
}

export async function readItems(tx: Tx, jobId: string, outcomes: readonly string[] | undefined): Promise<readonly JobItemRow[]> {
  let query = tx.selectFrom('job_item').select(['item_id', 'subject', 'outcome', 'code', 'reason', 'at']).where('job_id', '=', jobId);
  if (outcomes !== undefined) query = query.where('outcome', 'in', [...outcomes]);
  const rows = await query.orderBy('at').orderBy('item_id').limit(1_000).execute();
  return rows.map((row) => ({ ...row, itemId: row.item_id, outcome: row.outcome as JobItemRow['outcome'] })); // a check in the table allows no other word
}

type Row = {
  job_id: string;
  kind: string;
  title: string;
  state: string;
  done: string;
  total: string | null;
  unit: string;
  step: string | null;
  waiting_until: Temporal.Instant | null;
  input: unknown;
  result: unknown;
  errors: unknown;
  started_by: string;
  joins: string | null;
  cancel_asked: boolean;
  created_at: Temporal.Instant;
  started_at: Temporal.Instant | null;
  ended_at: Temporal.Instant | null;
};

export const toRecord = (row: Row): JobRecord => ({
  jobId: idOf('job', row.job_id),
  kind: JobKind.parse(row.kind),
  title: row.title,
  state: JobState.parse(row.state),
  done: Number(row.done),
  total: row.total === null ? null : Number(row.total),
  unit: row.unit,
  step: row.step,
  waitingUntil: row.waiting_until,
  input: row.input,
  // Written by us as JSON of these shapes; see JobChange.
  result: row.result as JobRecord['result'],
  errors: (row.errors ?? []) as readonly JobError[],
  startedBy: row.started_by,
  joins: row.joins,
  cancelAsked: row.cancel_asked,
  createdAt: row.created_at,
  startedAt: row.started_at,
  endedAt: row.ended_at,
});

/** A failed job waits again, unless the same work is already waiting or running under another id. */
export async function reopenJob(tx: Tx, jobId: string, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('job')
    .set({ state: 'queued', ended_at: null, errors: '[]', cancel_asked: false, joins: null, changed_at: now })
    .where('job_id', '=', jobId)
    .where('state', '=', 'failed')
    .execute();
}
