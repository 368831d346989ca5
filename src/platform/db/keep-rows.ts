import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './connect.ts';
import type { Tables } from './tables.ts';

/** Rows read from elsewhere and how they are kept. Every row has all of `key`, `fields`, `fixed` as members. */
export type KeepRows = {
  readonly table: keyof Tables;
  /** What makes a row the same row: a unique key of the table. */
  readonly key: readonly string[];
  /** What the source tells: compared, and overwritten when newer. */
  readonly fields: readonly string[];
  /** Written only when the row is new. */
  readonly fixed?: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** When the source was asked; a row of another answer has a `seen_at` of its own. What was seen later stays (S2). */
  readonly seenAt: Temporal.Instant;
};

export type KeptRow = { readonly key: readonly string[]; readonly outcome: 'created' | 'updated' };
/** `unchanged` includes rows that came twice and rows already known from a later reading. */
export type KeptRows = {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly touched: readonly KeptRow[];
};

/**
 * Inserts or updates rows by their key, one statement for all. Keeping the same twice changes nothing but `seen_at`; an older reading
 * never overwrites a newer one; a retired row that is seen again is back. The table needs `seen_at`, `changed_at` and `retired_at`.
 */
export async function keepRows(tx: Tx, { table, key, fields, fixed = [], rows, seenAt }: KeepRows): Promise<KeptRows> {
  const unique = new Map(rows.map((row) => [key.map((column) => String(row[column])).join('\u001f'), row]));
  if (unique.size === 0) return { created: 0, updated: 0, unchanged: rows.length, touched: [] };
  const given = [...key, ...fixed, ...fields];
  const listOf = (columns: readonly string[], prefix?: string): RawBuilder<unknown> =>
    sql.join(columns.map((column) => (prefix === undefined ? sql.ref(column) : sql.ref(`${prefix}.${column}`))));
  const json = JSON.stringify(
    [...unique.values()].map((row) => ({
      ...Object.fromEntries(given.map((column) => [column, row[column] ?? null])),
      seen_at: row['seen_at'] ?? seenAt,
    })),
  );
  const { rows: written } = await sql<{ key: string[]; created: boolean; changed: boolean }>`
    insert into ${sql.table(table)} as kept (${listOf(given)}, seen_at, changed_at)
    select ${listOf(given)}, seen_at, seen_at from json_populate_recordset(null::${sql.table(table)}, ${json}::json)
    on conflict (${listOf(key)}) do update set
      ${sql.join(fields.map((field) => sql`${sql.ref(field)} = excluded.${sql.ref(field)}`))},
      seen_at = excluded.seen_at,
      retired_at = null,
      changed_at = case when row(${listOf(fields, 'kept')}) is distinct from row(${listOf(fields, 'excluded')}) or kept.retired_at is not null
        then excluded.changed_at else kept.changed_at end
    where kept.seen_at < excluded.seen_at
      or kept.seen_at = excluded.seen_at and row(${listOf(fields, 'kept')}) is distinct from row(${listOf(fields, 'excluded')})
    returning array[${sql.join(key.map((column) => sql`kept.${sql.ref(column)}::text`))}] as key,
      (kept.xmax = 0) as created, (kept.changed_at = kept.seen_at) as changed`.execute(tx);
  const touched = written.flatMap((row): KeptRow[] => {
    if (row.created) return [{ key: row.key, outcome: 'created' }];
    return row.changed ? [{ key: row.key, outcome: 'updated' }] : [];
  });
  const created = touched.filter(({ outcome }) => outcome === 'created').length;
  return { created, updated: touched.length - created, unchanged: rows.length - touched.length, touched };
}
