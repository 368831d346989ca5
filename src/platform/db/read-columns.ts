import { type RawBuilder, sql } from 'kysely';
import type { Db } from './connect.ts';

/** What JSON says exactly. No decimals and no eight-byte numbers, which it reads as doubles: cast those to text. */
type Told = string | number | boolean | null;

/** What is selected, by its name in each row. */
type Columns = Readonly<Record<string, RawBuilder<Told>>>;
export type RowOf<Selected extends Columns> = {
  readonly [Name in keyof Selected]: Selected[Name] extends RawBuilder<infer Value> ? Value : never;
};

/**
 * Rows of a statement that answers very many, in its order. Each column comes as one array in JSON, which the engine reads in one call; the
 * client of the database would take every value of every row apart by itself. A row is made when it is asked for, so that few are alive; the
 * rows can be gone through once. `from` is the statement behind what it selects. The whole answer is one row, which PostgreSQL limits to 1 GB:
 * with 300 bytes for each, three million rows.
 */
export async function readColumns<Selected extends Columns>(
  db: Db,
  columns: Selected,
  from: RawBuilder<unknown>,
): Promise<Iterable<RowOf<Selected>>> {
  const names = Object.keys(columns);
  const selected = sql.join(Object.entries(columns).map(([name, column]) => sql`${column} as ${sql.ref(name)}`));
  const arrays = sql.join(names.map((name) => sql`json_agg(each.${sql.ref(name)}) as ${sql.ref(name)}`));
  const { rows } = await sql<Arrays>`select ${arrays} from (select ${selected} ${from}) as each`.execute(db);
  return rowsOf(names, rows[0] ?? {}) as Iterable<RowOf<Selected>>; // each column was selected with the type of its value
}

/** Null where there is no row. */
type Arrays = Readonly<Record<string, readonly Told[] | null>>;

function* rowsOf(names: readonly string[], arrays: Arrays): Generator<Record<string, Told>> {
  const columns = names.map((name) => ({ name, values: arrays[name] ?? [] }));
  const length = columns[0]?.values.length ?? 0;
  for (let at = 0; at < length; at += 1) {
    const row: Record<string, Told> = {};
    for (const { name, values } of columns) row[name] = values[at] ?? null;
    yield row;
  }
}
