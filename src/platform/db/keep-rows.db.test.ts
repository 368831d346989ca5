import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aDatabase } from '../../../test/support/database.ts';
import { countUpTo } from './count-up-to.ts';
import { type KeptRows, keepRows } from './keep-rows.ts';
import { everything, inScope } from './transaction.ts';

const { db } = await aDatabase();
const connection = '00000000-0000-7000-8000-000000000001';
await db
  .insertInto('connection')
  .values({
    connection_id: connection,
    kind: 'connectWise',
    side: 'psa',
    name: 'PSA',
    state: 'connected',
    settings: '{}',
    identity: 'x',
    created_at: Temporal.Instant.from('2026-11-21T08:00:00Z'),
    changed_at: Temporal.Instant.from('2026-11-21T08:00:00Z'),
  })
  .execute();

const keep = (minute: number, ...rows: { remote_id: string; name: string; vendor_sku?: string | null }[]): Promise<KeptRows> =>
  inScope(db, everything, (tx) =>
    keepRows(tx, {
      table: 'distributor_product',
      key: ['connection_id', 'remote_id'],
      fields: ['name', 'vendor_sku'],
      rows: rows.map((row) => ({ connection_id: connection, ...row })),
      seenAt: Temporal.Instant.from('2026-11-21T09:00:00Z').add({ minutes: minute }),
    }),
  );
const rowOf = (id: string) => db.selectFrom('distributor_product').selectAll().where('remote_id', '=', id).executeTakeFirstOrThrow();

test('a row is created, then unchanged, then updated, and the time of its last change stays with the change', async () => {
  expect(await keep(0, { remote_id: 'a', name: 'One' })).toMatchObject({ created: 1, updated: 0, unchanged: 0 });
  expect(await keep(1, { remote_id: 'a', name: 'One' })).toMatchObject({ created: 0, updated: 0, unchanged: 1, touched: [] });
  expect(await keep(2, { remote_id: 'a', name: 'Two' })).toMatchObject({
    updated: 1,
    touched: [{ key: [connection, 'a'], outcome: 'updated' }],
  });
  await keep(3, { remote_id: 'a', name: 'Two' });

  const row = await rowOf('a');
  expect([row.seen_at.toString(), row.changed_at.toString()]).toEqual(['2026-11-21T09:03:00Z', '2026-11-21T09:02:00Z']);
});

test('null and absent are the same, and different from a value', async () => {
  await keep(0, { remote_id: 'n', name: 'N' });

  expect(await keep(1, { remote_id: 'n', name: 'N', vendor_sku: null })).toMatchObject({ unchanged: 1 });
  expect(await keep(2, { remote_id: 'n', name: 'N', vendor_sku: 'x' })).toMatchObject({ updated: 1 });
});

test('an older reading changes nothing', async () => {
  await keep(5, { remote_id: 'o', name: 'New' });

  expect(await keep(4, { remote_id: 'o', name: 'Old' })).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
  expect(await rowOf('o')).toMatchObject({ name: 'New' });
});

test('a record that is twice in one page is kept once and counted twice', async () => {
  expect(await keep(0, { remote_id: 't', name: 'T' }, { remote_id: 't', name: 'T' })).toMatchObject({ created: 1, unchanged: 1 });
});

test('a retired row that is seen again is back, as an update', async () => {
  await keep(0, { remote_id: 'r', name: 'R' });
  await db
    .updateTable('distributor_product')
    .set({ retired_at: Temporal.Instant.from('2026-11-21T09:01:00Z') })
    .where('remote_id', '=', 'r')
    .execute();

  expect(await keep(2, { remote_id: 'r', name: 'R' })).toMatchObject({ updated: 1 });
  expect(await rowOf('r')).toMatchObject({ retired_at: null });
});

test('hostile text is kept as it is', async () => {
  const name = `'; drop table customer; -- {"a": "\\u202e"} =1+1 \u{1F600}\\`;
  await keep(0, { remote_id: 'h', name });

  expect(await rowOf('h')).toMatchObject({ name });
});

test('nothing to keep is nothing', async () => {
  expect(await keep(0)).toEqual({ created: 0, updated: 0, unchanged: 0, touched: [] });
});

test('counting stops at ten thousand', async () => {
  expect(await countUpTo(db, sql`generate_series(1, 9999)`)).toEqual({ rows: 9_999, exact: true });
  expect(await countUpTo(db, sql`generate_series(1, 10001)`)).toEqual({ rows: 10_000, exact: false });
});
