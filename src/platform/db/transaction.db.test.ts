import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aDatabase } from '../../../test/support/database.ts';
import { checkAppRole } from './check-role.ts';
import type { Db } from './connect.ts';
import { plannedOnce } from './named-statements.ts';
import { everything, inScope, readIn } from './transaction.ts';

const { db, owner, app } = await aDatabase();

const [north, south] = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'];
const now = Temporal.Instant.from('2026-11-20T08:00:00.123456Z');

await inScope(owner.db, everything, async (tx) => {
  for (const [reseller_id, name] of [
    [north, 'created'],
    [south, 'lost'],
  ] as const) {
    await tx.insertInto('overview_total').values({ reseller_id, name, facet: 'all', count: 3, amount: '12.50', currency: 'USD' }).execute();
  }
});

test('a transaction sees the rows of its reseller only', async () => {
  const seen = await inScope(db, { reseller: north }, (tx) =>
    tx.selectFrom('overview_total').select(['name', 'amount', 'count']).execute(),
  );

  expect(seen).toEqual([{ name: 'created', amount: '12.50', count: '3' }]);
});

test('the whole installation is seen with the scope *', async () => {
  const seen = await inScope(db, everything, (tx) => tx.selectFrom('overview_total').select('name').execute());

  expect(seen.map((row) => row.name).sort()).toEqual(['created', 'lost']);
});

test('without a scope there are no rows, not even for one who asks nicely', async () => {
  expect(await db.selectFrom('overview_total').selectAll().execute()).toEqual([]);
});

test('the scope ends with its transaction and does not cling to the connection', async () => {
  await Promise.all(Array.from({ length: 30 }, () => inScope(db, everything, (tx) => sql`select 1`.execute(tx))));

  const seen = await Promise.all(Array.from({ length: 30 }, () => db.selectFrom('overview_total').selectAll().execute()));
  expect(seen.flat()).toEqual([]);
});

test('a row cannot be written into a foreign scope', async () => {
  const foreign = { reseller_id: south, name: 'smuggled', facet: 'all', count: 1, amount: '1', currency: 'USD' };

  await expect(inScope(db, { reseller: north }, (tx) => tx.insertInto('overview_total').values(foreign).execute())).rejects.toMatchObject({
    code: '42501',
  });
});

test('a transaction whose first statement has parameters begins as well', async () => {
  const failing = owner.db.transaction().execute(async (tx) => {
    await sql`insert into ${sql.table('overview_total')} (reseller_id, name, facet, count, amount, currency) values (${north}, 'gone', 'all', 1, 1, 'USD')`.execute(
      tx,
    );
    throw new Error('Taken back');
  });

  await expect(failing).rejects.toThrow('Taken back');
  const { rows } = await inScope(owner.db, everything, (tx) => sql`select 1 from overview_total where name = 'gone'`.execute(tx));
  expect(rows).toEqual([]);
});

test('a transaction that does nothing leaves its connection as it was', async () => {
  await db.transaction().execute(() => Promise.resolve());
  await expect(db.transaction().execute(() => Promise.reject(new Error('At once')))).rejects.toThrow('At once');

  const { rows } = await sql<{ state: string }>`select pg_current_xact_id_if_assigned()::text as state`.execute(db);
  expect(rows).toEqual([{ state: null }]);
});

test('what reads in a scope sees its rows only, statement by statement, and leaves nothing on the connection', async () => {
  const seen = await Promise.all(
    [north, south, '*'].map((reseller) =>
      readIn(db, { reseller }).selectFrom('overview_total').select('name').where('count', '=', '3').orderBy('name').execute(),
    ),
  );

  expect(seen.map((rows) => rows.map(({ name }) => name))).toEqual([['created'], ['lost'], ['created', 'lost']]);
  expect(await db.selectFrom('overview_total').selectAll().execute()).toEqual([]);
});

test('what reads in a scope cannot write, by no kind of statement, and can go on afterwards', async () => {
  const reading = readIn(db, { reseller: north });
  const written = sql`insert into overview_total (reseller_id, name, facet, count, amount, currency) values (${north}, 'slipped', 'all', 1, 1, 'USD')`;

  await expect(written.execute(reading)).rejects.toMatchObject({ code: 'database_read_only' });
  expect(() => reading.deleteFrom('overview_total').compile()).toThrow('was told to write');
  expect(await reading.selectFrom('overview_total').select('name').execute()).toEqual([{ name: 'created' }]);
});

test('a statement that fails inside a transaction tells its own error, and the next transaction is a new one', async () => {
  const odd = (tx: Db) => sql`select ${'x'}::int`.execute(tx);

  await expect(inScope(db, everything, odd)).rejects.toMatchObject({ code: '22P02' });
  await expect(odd(readIn(db, everything))).rejects.toMatchObject({ code: '22P02' });
  await Promise.all(Array.from({ length: 12 }, () => inScope(db, everything, (tx) => sql`select ${1}::int`.execute(tx))));
});

test('a scope that is not a reseller id is refused before it reaches the database', async () => {
  await expect(inScope(db, { reseller: `x'; drop table customer; --` }, () => Promise.resolve())).rejects.toMatchObject({
    code: 'scope_unreadable',
  });
});

test('two transactions that wait for each other are repeated until both are done', async () => {
  await sql`create table tally (id int primary key, n int not null)`.execute(owner.db);
  await sql`insert into tally values (1, 0), (2, 0)`.execute(owner.db);
  let tries = 0;
  const bump = (first: number, second: number): Promise<void> =>
    inScope(owner.db, everything, async (tx) => {
      tries += 1;
      await sql`update tally set n = n + 1 where id = ${first}`.execute(tx);
      await sql`select pg_sleep(0.2)`.execute(tx);
      await sql`update tally set n = n + 1 where id = ${second}`.execute(tx);
    });

  await Promise.all([bump(1, 2), bump(2, 1)]);

  const { rows } = await sql<{ n: number }>`select n from tally`.execute(owner.db);
  expect(rows).toEqual([{ n: 2 }, { n: 2 }]);
  expect(tries).toBeGreaterThan(2);
});

test('a transaction that fails to serialise is tried five times and then says so', async () => {
  let tries = 0;
  const work = inScope(db, everything, async (tx) => {
    tries += 1;
    await sql`do $$ begin raise exception 'as if' using errcode = '40001'; end $$`.execute(tx);
  });

  await expect(work).rejects.toMatchObject({ code: '40001' });
  expect(tries).toBe(5);
});

test('instants, dates and exact numbers come back as they were given', async () => {
  const { rows } = await sql<{ at: Temporal.Instant; day: string; amount: string; big: string; list: string[] }>`
    select ${now}::timestamptz as at, ${Temporal.PlainDate.from('2026-01-31')}::date as day, ${'12345678901234567890.10'}::numeric as amount,
      9007199254740993::bigint as big, ${['a', 'b']}::text[] as list`.execute(db);

  expect(rows[0]?.at.equals(now)).toBe(true);
  expect(rows[0]).toMatchObject({ day: '2026-01-31', amount: '12345678901234567890.10', big: '9007199254740993', list: ['a', 'b'] });
});

test('the application role owns nothing and may not do more than it must', async () => {
  await expect(checkAppRole(app)).resolves.toBeUndefined();
  await expect(checkAppRole(owner)).rejects.toMatchObject({ code: 'database_role_too_strong', kind: 'needs_operator' });
  await expect(sql`alter table customer add column x int`.execute(db)).rejects.toMatchObject({ code: '42501' });
  await expect(sql`update schema_step set version = 0`.execute(db)).rejects.toMatchObject({ code: '42501' });
  await expect(sql`delete from audit_event`.execute(db)).rejects.toMatchObject({ code: '42501' });
});

test('a statement that is kept under a name is asked anew when its table has another column', async () => {
  const ask = () => sql<object>`select ${plannedOnce} * from overview_total where reseller_id = ${north}`.execute(db);
  const askWithin = () =>
    inScope(db, everything, (tx) => sql<object>`select ${plannedOnce} * from overview_total where name = ${'lost'}`.execute(tx));
  await Promise.all([ask(), askWithin()]);
  const { rows: kept } = await sql<{ n: number }>`select count(*)::int as n from pg_prepared_statements where name like 'concord%'`.execute(
    db,
  );
  await owner.db.schema.alterTable('overview_total').addColumn('further', 'text').execute();

  await expect(Promise.all([ask(), ask(), askWithin(), askWithin()])).resolves.toHaveLength(4);
  expect(kept[0]?.n).toBeGreaterThan(0);
  expect(Object.keys((await askWithin()).rows[0] ?? {})).toContain('further');
});
