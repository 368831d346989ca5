import { sql } from 'kysely';
import type { IdMaker } from '../../lib/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';

export type NewProblem = {
  readonly connectionId: string;
  readonly runId: string;
  readonly kind: string;
  /** What it is about, in a form that is the same in the next run: a remote id or a unit's name and key. */
  readonly subject: string;
  readonly code: string;
  readonly reason: string;
  readonly raw?: string;
};

/** PostgreSQL text holds no NUL; a raw record longer than this is cut: the whole answer is among the raw answers. */
const clean = (text: string, most: number): string => text.replaceAll('\u0000', '\uFFFD').toWellFormed().slice(0, most);

/** Notes problems; one that is already open is renewed, not doubled. */
export async function keepProblems(tx: Tx, ids: IdMaker, problems: readonly NewProblem[], now: Temporal.Instant): Promise<void> {
  const rows = [...new Map(problems.map((problem) => [`${problem.kind} ${problem.subject} ${problem.code}`, problem])).values()].map(
    (problem) => ({
      problem_id: ids(),
      connection_id: problem.connectionId,
      run_id: problem.runId,
      kind: problem.kind,
      subject: clean(problem.subject, 300),
      code: problem.code,
      reason: clean(problem.reason, 1_000),
      raw: problem.raw === undefined ? null : clean(problem.raw, 8_000),
      at: now,
    }),
  );
  if (rows.length === 0) return;
  await sql`insert into sync_problem (problem_id, connection_id, run_id, kind, subject, code, reason, raw, at)
    select problem_id, connection_id, run_id, kind, subject, code, reason, raw, at
      from json_populate_recordset(null::sync_problem, ${JSON.stringify(rows)}::json)
    on conflict (connection_id, kind, subject, code) where solved_at is null
    do update set run_id = excluded.run_id, reason = excluded.reason, raw = excluded.raw, at = excluded.at`.execute(tx);
}

/** What earlier runs found and this one did not find again. `subject`: of this thing only. */
export async function solveProblems(
  tx: Tx,
  { connectionId, runId, kind, subject }: { connectionId: string; runId: string; kind: string; subject?: string },
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('sync_problem')
    .set({ solved_at: now })
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .where('run_id', '!=', runId)
    .where('solved_at', 'is', null)
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
    .execute();
}

/** What earlier runs found and nobody solved, by subject. `doubted`: how short its answer was, when it is in doubt. */
export async function openProblems(
  tx: Tx,
  { connectionId, kind, runId }: Pick<NewProblem, 'connectionId' | 'kind' | 'runId'>,
): Promise<ReadonlyMap<string, { readonly doubted: number | undefined }>> {
  const rows = await tx
    .selectFrom('sync_problem')
    .select(['subject', 'code', 'raw'])
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .where('run_id', '!=', runId)
    .where('solved_at', 'is', null)
    .execute();
  const bySubject = Map.groupBy(rows, ({ subject }) => subject);
  return new Map(
    [...bySubject].map(([subject, its]) => {
      const raw = its.find(({ code }) => code === 'suspicious_count')?.raw ?? undefined;
      return [subject, { doubted: raw === undefined ? undefined : Number(raw) }];
    }),
  );
}

/** Units of a kind whose answer stands in doubt. */
export async function countDoubted(tx: Tx, connectionId: string, kind: string): Promise<number> {
  const row = await tx
    .selectFrom('sync_problem')
    .select((eb) => eb.fn.countAll<string>().as('doubted'))
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .where('code', '=', 'suspicious_count')
    .where('solved_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.doubted);
}
