import { sql } from 'kysely';
import type { MatchHow } from '../../model/mapping.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { Decision } from './decide.ts';
import type { Mapping } from './match.ts';

/** What a person's decision says about a suggestion: whether the target was the right one. */
export type Answer = { readonly targetId: string; readonly how: MatchHow; readonly wasRight: boolean };

/** Choosing a candidate says that it was right, and that the first one was wrong if it was another; taking a match back says that it was wrong. Pure. */
export function answersOf(before: Mapping, decision: Decision): readonly Answer[] {
  const [first] = before.candidates;
  const of = (targetId: string): MatchHow | undefined => before.candidates.find((each) => each.targetId === targetId)?.how;
  const one = (targetId: string, wasRight: boolean): Answer[] => {
    const how = of(targetId);
    return how === undefined || how === 'manual' ? [] : [{ targetId, how, wasRight }];
  };
  switch (decision.decision) {
    case 'accept':
      return first === undefined ? [] : one(first.targetId, true);
    case 'map':
      return [
        ...one(decision.targetId, true),
        ...(first === undefined || first.targetId === decision.targetId ? [] : one(first.targetId, false)),
      ];
    case 'reject':
      return one(decision.targetId, false);
    case 'unmap':
    case 'absent':
      return before.targetId !== null && before.decidedBy === null ? one(before.targetId, false) : [];
    default:
      return [];
  }
}

export type AnswerKind = 'account' | 'product';
type Given = {
  readonly mappingId: string;
  readonly answers: readonly Answer[];
  readonly undoes: boolean;
  readonly changedAt: Temporal.Instant;
};

/** Keeps what decisions answered; an undone decision answered nothing (its answers are those of its moment). */
export async function keepAnswers(tx: Tx, kind: AnswerKind, now: Temporal.Instant, given: readonly Given[]): Promise<void> {
  const undone = given.filter(({ undoes }) => undoes).map(({ mappingId, changedAt }) => ({ mapping_id: mappingId, at: changedAt }));
  if (undone.length > 0)
    await sql`delete from mapping_answer using json_to_recordset(${JSON.stringify(undone)}::json) as undone (mapping_id uuid, at timestamptz)
      where mapping_answer.mapping_id = undone.mapping_id and mapping_answer.at = undone.at`.execute(tx);
  const rows = given.flatMap(({ mappingId, answers }) =>
    answers.map(({ targetId, how, wasRight }) => ({ mapping_id: mappingId, target_id: targetId, kind, how, was_right: wasRight, at: now })),
  );
  if (rows.length === 0) return;
  await sql`insert into mapping_answer select * from json_populate_recordset(null::mapping_answer, ${JSON.stringify(rows)}::json)
    on conflict (mapping_id, target_id) do update set how = excluded.how, was_right = excluded.was_right, at = excluded.at`.execute(tx);
}

/** How often suggestions made that way were right, in whole percent rounded down; only where enough people answered to say so. */
export type Trust = Readonly<Record<AnswerKind, Partial<Record<MatchHow, number>>>>;
const fewestAnswers = 10;

export const readTrust = (context: Context): Promise<Trust> =>
  inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<{ kind: AnswerKind; how: MatchHow; percent: number }>`
      select kind, how, (100 * count(*) filter (where was_right) / count(*))::int as percent
      from mapping_answer group by kind, how having count(*) >= ${fewestAnswers}`.execute(tx);
    const of = (kind: AnswerKind) => Object.fromEntries(rows.flatMap((row) => (row.kind === kind ? [[row.how, row.percent]] : [])));
    return { account: of('account'), product: of('product') };
  });
