import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { aDatabase } from '../../../test/support/database.ts';
import { Seeded } from '../../lib/seeded.ts';
import { countUpTo } from './count-up-to.ts';
import { type KeysetPage, keysetPage, type SortKey } from './keyset.ts';

const { owner } = await aDatabase();
const db = owner.db;

type Row = { page_key: string; page_id: string };

// Many rows share a value in every column: what a list of subscriptions looks like when it is sorted by status.
const chance = new Seeded('rows');
const total = 137;
const rows = Array.from({ length: total }, () => ({
  id: chance.uuid(),
  name: chance.pick(['alpha', 'Beta', 'ömega', '', 'zebra %_\\', "o'brien", '"quoted"', '株式会社']),
  amount: chance.pick(['-12.50', '0', '0.10', '1e-9', '12345678901234567890.123']),
  seats: chance.int(0, 3),
  day: chance.pick(['2026-01-31', '2026-02-28', '9999-12-31']),
  at: chance.pick(['2026-11-21T09:00:00.000001Z', '2026-11-21T09:00:00.000002Z', '1970-01-01T00:00:00Z']),
}));

beforeAll(async () => {
  await sql`create table thing (id uuid primary key, name text collate "C" not null, amount numeric not null, seats int not null, day date not null,
    at timestamptz not null)`.execute(db);
  await sql`insert into thing select * from json_populate_recordset(null::thing, ${JSON.stringify(rows)}::json)`.execute(db);
});

const sorts = {
  name: { expression: sql.ref('name'), type: 'text' },
  amount: { expression: sql.ref('amount'), type: 'numeric' },
  seats: { expression: sql.ref('seats'), type: 'integer' },
  day: { expression: sql.ref('day'), type: 'date' },
  at: { expression: sql.ref('at'), type: 'timestamptz' },
} as const satisfies Readonly<Record<string, SortKey>>;
type Sort = keyof typeof sorts;
const sortNames = Object.keys(sorts) as Sort[];

type Ask = { sort?: Sort; descending?: boolean; limit?: number; cursor?: string | null; filter?: unknown };
const page = ({ sort = 'name', descending = false, limit = 10, cursor = null, filter = {} }: Ask): Promise<KeysetPage<Row>> =>
  keysetPage<Row>(
    { sort, descending, limit, cursor: cursor ?? undefined, filter },
    sorts[sort],
    sql.ref('id'),
    async (parts) =>
      (
        await sql<Row>`select ${parts.pageKey} as page_key, id::text as page_id from thing where ${parts.where} order by ${parts.orderBy}
          limit ${parts.limit}`.execute(db)
      ).rows,
  );

const idsOf = (of: KeysetPage<Row>): string[] => of.rows.map((row) => row.page_id);
const inOrder = async (sort: Sort, descending: boolean): Promise<string[]> => {
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const all = await sql<{ id: string }>`select id::text from thing order by ${sql.ref(sort)} ${direction}, id ${direction}`.execute(db);
  return all.rows.map(({ id }) => id);
};
async function walk(ask: Ask, way: 'nextCursor' | 'previousCursor'): Promise<KeysetPage<Row>[]> {
  const pages: KeysetPage<Row>[] = [];
  for (let cursor = ask.cursor ?? null; pages.length <= total; ) {
    const found = await page({ ...ask, cursor });
    pages.push(found);
    cursor = found[way];
    if (cursor === null) return pages;
  }
  throw new Error('The walk does not end');
}

const cases = sortNames.flatMap((sort) => [false, true].map((descending) => [sort, descending] as const));

describe.each(cases)('a list sorted by %s, descending: %s', (sort, descending) => {
  test.each([1, 7, 50, 136, 137, 138, 200])('shows every row once, in order, in pages of %d', async (limit) => {
    const pages = await walk({ sort, descending, limit }, 'nextCursor');

    expect(pages.flatMap(idsOf)).toEqual(await inOrder(sort, descending));
    expect(pages.slice(0, -1).every((each) => each.rows.length === limit && each.hasMore)).toBe(true);
    expect(pages.at(-1)?.hasMore).toBe(false);
    expect(pages).toHaveLength(Math.ceil(total / limit));
  });

  test.each([1, 10, 50])('shows the same pages on the way back, in pages of %d', async (limit) => {
    const there = await walk({ sort, descending, limit }, 'nextCursor');
    const before = there.at(-1)?.previousCursor ?? null;

    const back = await walk({ sort, descending, limit, cursor: before }, 'previousCursor');

    expect(back.toReversed().flatMap(idsOf)).toEqual(there.slice(0, -1).flatMap(idsOf));
    expect(back.every((each) => each.hasMore)).toBe(true);
  });
});

test('any wandering to and fro, in pages of any size, always shows what stands there', async () => {
  const steps = fc.array(fc.record({ back: fc.boolean(), limit: fc.integer({ min: 1, max: 40 }) }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...sortNames), fc.boolean(), steps, async (sort, descending, moves) => {
      const all = await inOrder(sort, descending);
      let at = await page({ sort, descending, limit: 20 });
      for (const { back, limit } of moves) {
        const [first, last] = [all.indexOf(idsOf(at)[0] ?? ''), all.indexOf(idsOf(at).at(-1) ?? '')];
        expect(idsOf(at)).toEqual(all.slice(first, last + 1));
        expect(at.previousCursor === null).toBe(first === 0);
        const cursor = back ? at.previousCursor : at.nextCursor;
        if (cursor === null) continue;
        at = await page({ sort, descending, limit, cursor });
        expect(idsOf(at)).toEqual(back ? all.slice(Math.max(0, first - limit), first) : all.slice(last + 1, last + 1 + limit));
      }
    }),
    { numRuns: 40 },
  );
});

describe('while somebody reads, others write', () => {
  const extra = '00000000-0000-4000-8000-000000000000';

  test('a row that comes before the place doubles nothing and hides nothing', async () => {
    const first = await page({ sort: 'seats', limit: 20 });
    await sql`insert into thing values (${extra}, 'new', 0, 0, '2026-01-31', now())`.execute(db);
    try {
      const rest = await walk({ sort: 'seats', limit: 20, cursor: first.nextCursor }, 'nextCursor');

      const read = [...idsOf(first), ...rest.flatMap(idsOf)];
      expect(read).toHaveLength(total);
      expect(new Set(read).size).toBe(total);
    } finally {
      await sql`delete from thing where id = ${extra}`.execute(db);
    }
  });

  test('the row at the place may go: the next page begins after where it stood', async () => {
    await sql`insert into thing values (${extra}, 'new', 0, 1, '2026-01-31', now())`.execute(db);
    const all = await inOrder('seats', false);
    const first = await page({ sort: 'seats', limit: all.indexOf(extra) + 1 });
    await sql`delete from thing where id = ${extra}`.execute(db);

    const next = await page({ sort: 'seats', limit: 200, cursor: first.nextCursor });

    expect(idsOf(next)).toEqual(all.slice(all.indexOf(extra) + 1));
  });
});

describe('a place in a list', () => {
  const aPlace = async (): Promise<string> =>
    (await page({ sort: 'amount', limit: 5, filter: { state: ['open'], q: 'x' } })).nextCursor ?? '';
  const ask = { sort: 'amount', limit: 5, filter: { q: 'x', state: ['open'] } } as const;

  test('holds for the same list, however its filter was written', async () => {
    await expect(page({ ...ask, cursor: await aPlace() })).resolves.toMatchObject({ hasMore: true });
  });

  test.each([
    ['another order', { sort: 'name' }],
    ['the other direction', { descending: true }],
    ['another filter', { filter: { state: ['muted'], q: 'x' } }],
    ['no filter', { filter: {} }],
  ] as const)('does not hold for %s', async (_what, other) => {
    await expect(page({ ...ask, ...other, cursor: await aPlace() })).rejects.toMatchObject({ code: 'invalid_cursor', kind: 'permanent' });
  });

  /** The cursor with parts replaced, as somebody who plays with it would. */
  const forged = async (parts: object): Promise<string> => {
    const cursor = JSON.parse(Buffer.from(await aPlace(), 'base64url').toString()) as object;
    return Buffer.from(JSON.stringify({ ...cursor, ...parts })).toString('base64url');
  };

  test.each([
    ['a word where a number belongs', { k: 'many' }],
    ['a statement where a number belongs', { k: '0); drop table thing; --' }],
    ['a number that is none', { k: '1e999999' }],
    ['nothing where a number belongs', { k: '' }],
    ['a character that text cannot hold', { k: '1\u0000' }],
    ['an id of hyphens', { i: '-'.repeat(36) }],
    ['an id that is none', { i: 'x' }],
    ['a number for an id', { i: 7 }],
    ['a word for yes', { back: 'yes' }],
    ['null', { k: null }],
    ['a list', { k: ['1'] }],
  ])('that was forged with %s is refused as such, and is no fault of ours', async (_what, parts) => {
    await expect(page({ ...ask, cursor: await forged(parts) })).rejects.toMatchObject({ code: 'invalid_cursor' });
    expect(await page({ ...ask })).toMatchObject({ hasMore: true });
  });

  test('that is any other text is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
        ),
        async (cursor) => {
          await expect(page({ ...ask, cursor })).rejects.toMatchObject({ code: 'invalid_cursor' });
        },
      ),
    );
  });

  test('says nothing about the filter but whether it is the same', async () => {
    const text = Buffer.from((await page({ limit: 1, filter: { q: 'secret customer' } })).nextCursor ?? '', 'base64url').toString();

    expect(text).not.toContain('secret');
  });
});

describe('how many there are', () => {
  test.each([
    ['thing', { rows: total, exact: true }],
    ['thing where false', { rows: 0, exact: true }],
    ['generate_series(1, 10000)', { rows: 10_000, exact: true }],
    ['generate_series(1, 10001)', { rows: 10_000, exact: false }],
    ['thing a, thing b, thing c, thing d', { rows: 10_000, exact: false }],
  ])('of %s', async (from, counted) => {
    expect(await countUpTo(db, sql.raw(from))).toEqual(counted);
  });
});
