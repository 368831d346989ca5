import { type RawBuilder, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { aDatabase } from '../../../test/support/database.ts';
import { Seeded } from '../../lib/seeded.ts';
import { type Db, openDatabase } from './connect.ts';
import { everything, inScope, ofCustomer, type Scope } from './transaction.ts';

const { db, owner, connection } = await aDatabase();

const north = '0aaaaaaa-0000-7000-8000-00000000000a';
const south = '0bbbbbbb-0000-7000-8000-00000000000b';
const number: Readonly<Record<string, number>> = { [north]: 1, [south]: 2 };
const scopeOf = (reseller: string): Scope => ({ reseller });

type ColumnRow = { table: string; column: string; type: string };
// Every table under row level security, present and future: found in the catalogue, not listed here.
const { rows: columns } = await sql<ColumnRow>`
  select c.relname::text as table, a.attname::text as column, format_type(a.atttypid, null) as type
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where c.relnamespace = 'public'::regnamespace and c.relrowsecurity order by 1, a.attnum`.execute(owner.db);
const tables = [...new Set(columns.map(({ table }) => table))];
const owned = tables.filter((table) => columns.some((each) => each.table === table && each.column === 'reseller_id'));
const mixed = tables.filter((table) => !owned.includes(table));

/** Words that a check of the database insists on. */
const words: Readonly<Record<string, string>> = {
  side: 'psa',
  origin: 'customer',
  direction: 'apply',
  outcome: 'done',
  format: 'csv',
  provider: 'microsoft',
  tie: 'tied',
  'feed_event.feed': 'audit',
  'feed_event.outcome': 'read',
  'relay_delivery.state': 'waiting',
  'saved_view.list': 'customers',
  'sync_find.kind': 'subscriptions',
  'sync_find.what': 'changed',
  'subscription.term_end': 'renew',
  'provider_invoice.period': '2026-11',
  'provider_invoice.state': 'complete',
  'invoice_version.state': 'published',
  'invoice_version.source': 'upload',
  'distributor_file.kind': 'customers',
};

/** A value for any column. All ids of a reseller's rows are his own id, so that rows of his that refer to each other do. */
function valueOf({ table, column, type }: ColumnRow, reseller: string): unknown {
  if (type === 'uuid') return reseller;
  if (type === 'text') return words[`${table}.${column}`] ?? words[column] ?? reseller;
  if (['integer', 'bigint', 'numeric'].includes(type)) return number[reseller];
  const others: Readonly<Record<string, unknown>> = {
    boolean: true,
    date: '2026-11-21',
    jsonb: '{}',
    bytea: Buffer.from(reseller),
    'timestamp with time zone': '2026-11-21T09:00:00Z',
    'text[]': '{}',
    'uuid[]': '{}',
  };
  if (!(type in others)) throw new Error(`${table}.${column} has a type that this test cannot fill: ${type}`);
  return others[type];
}

function insert(table: string, reseller: string): RawBuilder<unknown> {
  const own = columns.filter((each) => each.table === table);
  return sql`insert into ${sql.table(table)} (${sql.join(own.map(({ column }) => sql.ref(column)))})
    values (${sql.join(own.map((column) => sql`${valueOf(column, reseller)}`))})`;
}

/** Rows in the order in which they may refer to each other: what fails for a missing parent waits for the next round. */
async function fill(): Promise<void> {
  let waiting = tables.flatMap((table) => [north, south].map((reseller) => ({ table, reseller })));
  for (const reseller of [north, south])
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${reseller}::uuid, 'connectWise', 'psa', ${reseller}, 'connected', '{}', ${reseller}, now(), now())`.execute(owner.db);
  while (waiting.length > 0) {
    const failed: { row: (typeof waiting)[number]; error: unknown }[] = [];
    for (const row of waiting) {
      try {
        await inScope(owner.db, everything, (tx) => insert(row.table, row.reseller).execute(tx));
      } catch (error) {
        failed.push({ row, error });
      }
    }
    if (failed.length === waiting.length) throw failed[0]?.error;
    waiting = failed.map(({ row }) => row);
  }
}
await fill();

const count = async (on: Db, table: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(on);
  return rows[0]?.n ?? -1;
};

test('there is something to protect, in every table that holds data of customers', () => {
  expect(owned).toEqual(
    expect.arrayContaining(['customer', 'subscription', 'psa_line', 'difference', 'plan', 'command', 'job', 'audit_event']),
  );
  expect(mixed).toEqual([
    'feed_event',
    'feed_resource',
    'raw_answer',
    'registration',
    'relay_delivery',
    'relay_destination',
    'sync_problem',
    'webhook_event',
  ]);
});

// SEC-07: direct SQL as the application role.
describe.each(tables)('without a scope, %s', (table) => {
  test('shows no row, neither alone nor in a transaction nor with an empty scope', async () => {
    const inTransaction = await db.transaction().execute((tx) => count(tx, table));
    const emptyScope = await db.transaction().execute(async (tx) => {
      await sql`set local app.reseller = ''`.execute(tx);
      return count(tx, table);
    });

    expect([await count(db, table), inTransaction, emptyScope]).toEqual([0, 0, 0]);
  });

  test('takes no row', async () => {
    await expect(insert(table, '0ccccccc-0000-7000-8000-00000000000c').execute(db)).rejects.toMatchObject({ code: '42501' });
  });

  test('changes and removes none', async () => {
    const column = columns.find((each) => each.table === table)?.column ?? '';
    for (const statement of [
      sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(column)}`,
      sql`delete from ${sql.table(table)}`,
    ]) {
      const outcome = await statement.execute(db).then(
        (done) => Number(done.numAffectedRows ?? 0n),
        (error: unknown) => (error as { code?: string }).code,
      );
      expect([0, '42501']).toContain(outcome);
    }
    expect(await inScope(db, everything, (tx) => count(tx, table))).toBe(2);
  });
});

const openToCustomers = ['access_relationship', 'change_request', 'customer', 'customer_profile', 'subscription'];

// S91: each row of `north` is about the customer with the same id.
describe.each(tables)('within the scope of one customer, %s', (table) => {
  test('shows its own row where it is open to customers, else none, and takes nothing', async () => {
    const seen = await inScope(db, ofCustomer(north), async (tx) =>
      openToCustomers.includes(table)
        ? (await sql<{ customer_id: string }>`select customer_id::text from ${sql.table(table)}`.execute(tx)).rows
        : count(tx, table),
    );
    expect(seen).toEqual(openToCustomers.includes(table) ? [{ customer_id: north }] : 0);

    await expect(inScope(db, ofCustomer(north), (tx) => insert(table, north).execute(tx))).rejects.toMatchObject({ code: '42501' });
    const column = columns.find((each) => each.table === table)?.column ?? '';
    for (const statement of [
      sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(column)}`,
      sql`delete from ${sql.table(table)}`,
    ]) {
      const outcome = await inScope(db, ofCustomer(north), (tx) => statement.execute(tx)).then(
        (done) => Number(done.numAffectedRows ?? 0n),
        (error: unknown) => (error as { code?: string }).code,
      );
      expect([0, '42501']).toContain(outcome);
    }
  });
});

describe.each(owned)('within the scope of one reseller, %s', (table) => {
  test('shows his row and nobody else’s', async () => {
    for (const reseller of [north, south]) {
      const { rows } = await inScope(db, scopeOf(reseller), (tx) =>
        sql<{ reseller_id: string }>`select reseller_id::text from ${sql.table(table)}`.execute(tx),
      );
      expect(rows).toEqual([{ reseller_id: reseller }]);
    }
  });

  test('takes no row for somebody else', async () => {
    await expect(inScope(db, scopeOf(north), (tx) => insert(table, south).execute(tx))).rejects.toMatchObject({ code: '42501' });
  });

  test('gives no row away', async () => {
    const give = inScope(db, scopeOf(north), (tx) => sql`update ${sql.table(table)} set reseller_id = ${south}::uuid`.execute(tx));

    await expect(give).rejects.toMatchObject({ code: '42501' });
  });

  test('does not touch a row of somebody else, even when it is named', async () => {
    const outcome = await inScope(db, scopeOf(north), (tx) =>
      sql`delete from ${sql.table(table)} where reseller_id = ${south}::uuid`.execute(tx),
    ).then(
      (done) => Number(done.numAffectedRows ?? 0n),
      (error: unknown) => (error as { code?: string }).code,
    );

    expect([0, '42501']).toContain(outcome); // 42501 where the role may not delete at all
    expect(await inScope(db, scopeOf(south), (tx) => count(tx, table))).toBe(1);
  });
});

describe.each(mixed)('raw material that mixes customers, %s', (table) => {
  test('is for work of the whole installation only', async () => {
    expect(await inScope(db, scopeOf(north), (tx) => count(tx, table))).toBe(0);
    expect(await inScope(db, everything, (tx) => count(tx, table))).toBe(2);
  });
});

test('what belongs to nobody yet is seen by the whole installation only', async () => {
  await inScope(db, everything, async (tx) => {
    await sql`update account set reseller_id = null where account_id = ${south}::uuid`.execute(tx);
  });

  expect(await inScope(db, scopeOf(south), (tx) => count(tx, 'account'))).toBe(0);
  expect(await inScope(db, everything, (tx) => count(tx, 'account'))).toBe(2);
  await inScope(db, everything, async (tx) => {
    await sql`update account set reseller_id = ${south}::uuid where account_id = ${south}::uuid`.execute(tx);
  });
});

test('a scope cannot be widened from inside by what looks like a reseller', async () => {
  for (const reseller of ['', ' ', '**', `${north}' or '1'='1`, north.toUpperCase(), '%', 'null'])
    await expect(inScope(db, scopeOf(reseller), (tx) => count(tx, 'customer'))).rejects.toMatchObject({ code: 'scope_unreadable' });
});

// SEC-06: connections of a pool are used by one scope after the other, also after transactions that broke off in any way.
test('2,000 interleaved transactions of two scopes on five connections, many of them broken off, never see a foreign row', async () => {
  const pool = openDatabase({ connection, role: 'app', max: 5 });
  const chance = new Seeded('pool bleed');
  const foreign: string[] = [];
  let [seen, broken, bare] = [0, 0, 0];

  const visit = async (reseller: string, how: number): Promise<void> => {
    if (how === 0) {
      bare += 1;
      if ((await count(pool.db, 'customer')) !== 0) foreign.push(`${reseller}: rows without a scope`);
      return;
    }
    await inScope(pool.db, scopeOf(reseller), async (tx) => {
      const { rows } = await sql<{
        reseller_id: string;
      }>`select reseller_id::text from customer union all select reseller_id::text from job`.execute(tx);
      for (const row of rows) if (row.reseller_id !== reseller) foreign.push(`${reseller}: saw ${row.reseller_id}`);
      seen += rows.length;
      if (how === 1) throw new Error('changed his mind');
      if (how === 2) await sql`select 1 / 0`.execute(tx);
      if (how === 3) await insert('customer', reseller === north ? south : north).execute(tx);
    }).catch((error: unknown) => {
      const { code, message } = error as { code?: string; message: string };
      if (message !== 'changed his mind' && code !== '22012' && code !== '42501') throw error;
      broken += 1;
    });
  };

  try {
    const visits = Array.from({ length: 2_000 }, (_, index) => ({ reseller: index % 2 === 0 ? north : south, how: chance.int(0, 7) }));
    const lanes = Array.from({ length: 20 }, async () => {
      for (let next = visits.pop(); next !== undefined; next = visits.pop()) await visit(next.reseller, next.how);
    });
    await Promise.all(lanes);
  } finally {
    await pool.close();
  }

  expect(foreign).toEqual([]);
  expect(seen).toBe((2_000 - bare) * 2);
  expect(broken).toBeGreaterThan(500);
  expect(bare).toBeGreaterThan(100);
});
