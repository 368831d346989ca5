import { type RawBuilder, sql } from 'kysely';
import type { Db } from './connect.ts';

export type RowTotal = { readonly rows: number; readonly exact: boolean };

/** Beyond this many, people read "more than": counting on is dearer than the answer is worth. */
const most = 10_000;

/** Counts rows of `from` (table and conditions), at most ten thousand or `limit` of them. */
export async function countUpTo(db: Db, from: RawBuilder<unknown>, limit = most): Promise<RowTotal> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (select 1 from ${from} limit ${limit + 1}) as counted`.execute(
    db,
  );
  const n = rows[0]?.n ?? 0;
  return n > limit ? { rows: limit, exact: false } : { rows: n, exact: true };
}
