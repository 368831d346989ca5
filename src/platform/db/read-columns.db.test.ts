import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { aDatabase } from '../../../test/support/database.ts';
import { readColumns } from './read-columns.ts';

const { owner } = await aDatabase();
const db = owner.db;

const words = ['alpha', '', 'a,b', 'a\nb', '"quoted"', '{braces}', 'back\\slash', '株式会社', '\u2028', "o'brien", 'null', '\t\u0001'];
const columns = {
  n: sql<number>`n`,
  word: sql<string | null>`word`,
  price: sql<string>`price::text`,
  day: sql<string | null>`day`,
  even: sql<boolean>`n % 2 = 0`,
};

beforeAll(async () => {
  await sql`create table thing (n int primary key, word text, price numeric not null, day date)`.execute(db);
  await sql`insert into thing
    select n, (${words}::text[])[1 + n % ${words.length}::int], n + 12345678901234567890.123, date '2026-02-28' + n from generate_series(1, 5000) n`.execute(
    db,
  );
  await sql`insert into thing values (0, null, 0.10, null)`.execute(db);
});

test('what comes column by column is what the client would read row by row, in the order of the statement', async () => {
  const from = sql`from thing where n < ${3000} order by word collate "C" desc nulls last, n`;
  const { rows } = await sql`select n, word, price::text as price, day, n % 2 = 0 as even ${from}`.execute(db);
  const read = [...(await readColumns(db, columns, from))];
  expect(read).toHaveLength(3000);
  expect(read).toEqual(rows);
  expect(read.find(({ n }) => n === 1)).toMatchObject({ price: '12345678901234567891.123', day: '2026-03-01', even: false });
  expect(read.at(-1)).toEqual({ n: 0, word: null, price: '0.10', day: null, even: true });
});

test('no row is an empty answer', async () => {
  expect([...(await readColumns(db, columns, sql`from thing where n < 0`))]).toEqual([]);
});
