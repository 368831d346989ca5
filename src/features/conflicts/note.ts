import { sql } from 'kysely';
import type { ConflictKind, ConflictWinner } from '../../model/conflict.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';

export type NewConflict = {
  readonly customerId: string;
  readonly resellerId: string;
  readonly kind: ConflictKind;
  readonly winner: ConflictWinner;
  readonly connectionId?: string | undefined;
  readonly planId?: string | undefined;
  /** What the field belongs to, in words: a subscription, the billing profile. */
  readonly subject: string;
  readonly field: string;
  /** What both began from, where it is known. */
  readonly base?: string | undefined;
  readonly ours: string;
  readonly theirs: string;
};

/** Writes conflicts down, in the transaction in which they were decided. What was told last of the same thing is not told twice. */
export async function noteConflicts(
  tx: Tx,
  { ids }: Pick<Context, 'ids'>,
  at: Temporal.Instant,
  conflicts: readonly NewConflict[],
): Promise<void> {
  if (conflicts.length === 0) return;
  const rows = conflicts.map((each) => ({
    customer_id: each.customerId,
    conflict_id: ids(),
    reseller_id: each.resellerId,
    kind: each.kind,
    winner: each.winner,
    connection_id: each.connectionId ?? null,
    plan_id: each.planId ?? null,
    subject: each.subject,
    field: each.field,
    base_value: each.base ?? null,
    our_value: each.ours,
    their_value: each.theirs,
    at,
  }));
  await sql`
    insert into customer_conflict
    select told.* from json_populate_recordset(null::customer_conflict, ${JSON.stringify(rows)}::json) as told
    where not exists (
      select from (
        select winner, our_value, their_value from customer_conflict as known
        where known.customer_id = told.customer_id and known.kind = told.kind and known.field = told.field and known.subject = told.subject
          and known.connection_id is not distinct from told.connection_id and known.plan_id is not distinct from told.plan_id
        order by known.at desc, known.conflict_id desc limit 1) as newest
      where newest.winner = told.winner and newest.our_value = told.our_value and newest.their_value = told.their_value)`.execute(tx);
}
