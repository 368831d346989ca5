import { createHash } from 'node:crypto';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { canonicalJson } from '../../lib/canonical.ts';
import { Fault } from '../../lib/errors.ts';
import type { RowTotal } from './count-up-to.ts';
import { sqlState } from './explain-database.ts';

/** One way to sort a list: an SQL expression that has an index together with the id, and the SQL type its text is read back as. */
export type SortKey = {
  readonly expression: RawBuilder<unknown>;
  readonly type: 'text' | 'numeric' | 'integer' | 'date' | 'timestamptz' | 'bigint';
};

export type KeysetRequest = {
  readonly sort: string;
  readonly descending: boolean;
  readonly limit: number;
  readonly cursor: string | undefined;
  /** The filter, so that a cursor is refused under another filter than its own. */
  readonly filter: unknown;
};

/** What a list is asked for. `count`: how many there are is wanted too. */
export type ListRequest<Filter> = KeysetRequest & { readonly filter: Filter; readonly count: boolean };

/** What a statement puts in: condition, order and limit; it must select `page_key` (text of the sort expression) and `page_id` (the uuid). */
export type KeysetParts = {
  readonly where: RawBuilder<SqlBool>;
  readonly orderBy: RawBuilder<unknown>;
  readonly limit: number;
  readonly pageKey: RawBuilder<string>;
};

export type KeysetPage<Row> = {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
  readonly hasMore: boolean;
};

/** A page, and how many rows there are when that was asked. */
export type CountedPage<Row> = KeysetPage<Row> & { readonly total: RowTotal | undefined };

type Cursor = {
  readonly s: string;
  readonly d: boolean;
  readonly f: string;
  readonly k: string;
  readonly i: string;
  readonly back: boolean;
};

/** Reads one page by keyset, never by offset: cost does not grow with the page number (performance reference, section 6). Throws `invalid_cursor`. */
export async function keysetPage<Row extends { page_key: string; page_id: string }>(
  request: KeysetRequest,
  sort: SortKey,
  idColumn: RawBuilder<unknown>,
  select: (parts: KeysetParts) => Promise<readonly Row[]>,
): Promise<KeysetPage<Row>> {
  const print = createHash('sha256').update(canonicalJson(request.filter)).digest('base64url').slice(0, 12);
  const at = request.cursor === undefined ? undefined : readCursor(request.cursor, request, print);
  const backwards = at?.back ?? false;
  const downwards = request.descending !== backwards;
  const direction = sql.raw(downwards ? 'desc' : 'asc');
  const type = sql.raw(sort.type);
  const where =
    at === undefined
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(${sort.expression}, ${idColumn}) ${sql.raw(downwards ? '<' : '>')} (${at.k}::${type}, ${at.i}::uuid)`;
  const found = await selectAt(at, select, {
    where,
    orderBy: sql`${sort.expression} ${direction}, ${idColumn} ${direction}`,
    limit: request.limit + 1,
    pageKey: sql<string>`(${sort.expression})::text`,
  });
  const more = found.length > request.limit;
  const kept = found.slice(0, request.limit);
  const rows = backwards ? kept.toReversed() : kept;
  const cursorAt = (row: Row | undefined, back: boolean): string | null =>
    row === undefined ? null : writeCursor({ s: request.sort, d: request.descending, f: print, k: row.page_key, i: row.page_id, back });
  const hasNext = backwards ? true : more;
  const hasPrevious = backwards ? more : at !== undefined;
  return {
    rows,
    hasMore: hasNext,
    nextCursor: hasNext ? cursorAt(rows.at(-1), false) : null,
    previousCursor: hasPrevious ? cursorAt(rows[0], true) : null,
  };
}

/** A cursor that was tampered with may hold what its type cannot be: the database says so with a data exception (SQLSTATE class 22). */
async function selectAt<Row>(
  at: Cursor | undefined,
  select: (parts: KeysetParts) => Promise<readonly Row[]>,
  parts: KeysetParts,
): Promise<readonly Row[]> {
  try {
    return await select(parts);
  } catch (error) {
    throw at !== undefined && sqlState(error)?.startsWith('22') === true ? invalidCursor(error) : error;
  }
}

const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

function readCursor(text: string, request: KeysetRequest, print: string): Cursor {
  const cursor = parseCursor(text);
  if (cursor?.s !== request.sort || cursor.d !== request.descending || cursor.f !== print) throw invalidCursor();
  return cursor;
}

const invalidCursor = (cause?: unknown): Fault =>
  new Fault(
    'invalid_cursor',
    'permanent',
    'The cursor does not belong to this list, filter and sort order',
    { hint: 'Ask for the first page again, without a cursor.' },
    cause,
  );

function parseCursor(text: string): Cursor | undefined {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Partial<Record<keyof Cursor, unknown>>;
    const { s, d, f, k, i, back } = value;
    const isCursor = [s, f, k].every((part) => typeof part === 'string') && typeof d === 'boolean' && typeof back === 'boolean';
    return isCursor && typeof i === 'string' && /^[0-9a-f-]{36}$/.test(i) ? (value as Cursor) : undefined;
  } catch {
    return undefined;
  }
}
