import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aCustomer, guid } from '../../../../test/support/records.ts';
import { must } from '../../../lib/must.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { customerSyncer, findCustomerPlan, listCustomers } from '../index.ts';
import { applyMerge, applySplit, keepApart, listDuplicates, type Planned, planMerge, planSplit, undoMerge } from './index.ts';
import { readReferences } from './references.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const north = guid(1);

const sync = (...customers: readonly ReturnType<typeof aCustomer>[]) =>
  inScope(db, everything, (tx) => customerSyncer.keep(tx, { connectionId: north, seenAt: clock.now(), ids: context.ids }, customers));
const leave = async (n: number) => {
  await sql`update customer set retired_at = now() where tenant_id = ${guid(n)}`.execute(owner.db);
};
const idOf = async (n: number): Promise<string> => {
  const { rows } = await sql<{ id: string }>`select customer_id as id from customer where tenant_id = ${guid(n)}`.execute(owner.db);
  return must(rows[0], 'the customer').id;
};
const planned = async (plan: Promise<Planned>): Promise<string> => {
  const outcome = await plan;
  if (outcome.status === 'refused') throw new Error(outcome.detail);
  return outcome.planId;
};

/** Tables that name a customer; the customers themselves and remembered work apart. */
const references = await inScope(db, everything, (tx) => readReferences(tx));
const columns = await sql<{ table: string; column: string; type: string }>`
  select c.relname::text as table, a.attname::text as column, format_type(a.atttypid, null) as type
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where c.relnamespace = 'public'::regnamespace order by 1, a.attnum`.execute(owner.db);

/** Values that fit each type, and words that a check of the database insists on. */
const words: Readonly<Record<string, string>> = {
  side: 'psa',
  direction: 'apply',
  outcome: 'done',
  period: '2026-11',
  term_end: 'renew',
  delivery: 'email',
  kind: 'subscriptions',
  what: 'changed',
};
const filling = (column: string, type: string, customerId: string, id: string): unknown =>
  column === 'customer_id'
    ? customerId
    : ({
        uuid: id,
        text: words[column] ?? id,
        boolean: false,
        date: '2026-11-21',
        jsonb: '{}',
        'timestamp with time zone': '2026-11-21T09:00:00Z',
        'text[]': '{}',
        'uuid[]': '{}',
      }[type] ?? 1);

type Given = Readonly<Record<string, unknown>>;

/** A row of this table with what is given in it, and something that fits in every other column. */
async function fill(table: string, customerId: string, id: string, given: Given = {}): Promise<void> {
  const own = columns.rows.filter((each) => each.table === table);
  await inScope(owner.db, everything, async (tx) => {
    await sql.raw('set local session_replication_role = replica').execute(tx); // a row needs no plan or job of its own here
    await sql`insert into ${sql.table(table)} (${sql.join(own.map(({ column }) => sql.ref(column)))})
      values (${sql.join(own.map(({ column, type }) => sql`${given[column] ?? filling(column, type, customerId, id)}`))})`.execute(tx);
  });
}

/** A row of the customer in every table that can hold one. */
async function fillFor(customerId: string, id: string): Promise<void> {
  for (const { table } of references) await fill(table, customerId, id);
}

const owners = async (): Promise<Record<string, string[]>> => {
  const all: Record<string, string[]> = {};
  for (const { table } of references) {
    const { rows } = await inScope(owner.db, everything, (tx) =>
      sql<{ id: string }>`select customer_id::text as id from ${sql.table(table)} order by 1`.execute(tx),
    );
    all[table] = rows.map(({ id }) => id);
  }
  return all;
};

beforeEach(async () => {
  const names = [
    ...references.map(({ table }) => table),
    'customer',
    'customer_identity',
    'customer_plan',
    'customer_apart',
    'compared_books',
    'connection',
  ];
  await sql.raw(`truncate ${names.join(', ')} cascade`).execute(owner.db);
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${north}::uuid, 'partnerCenter', 'microsoft', 'North', 'connected', '{}', 'north', now(), now())`.execute(owner.db);
  await sync(aCustomer(1), aCustomer(2));
  await sql`truncate customer_connection`.execute(owner.db);
});

describe('merging a customer that is gone from Microsoft', () => {
  test('gives every row of every table to the one that goes on, and taking it back gives each of them back', async () => {
    await leave(2);
    const [survivor, gone] = [await idOf(1), await idOf(2)];
    await fillFor(gone, guid(77));
    expect(references.length).toBeGreaterThan(15);

    const plan = await planned(planMerge(context, survivor, gone));
    const before = await owners();
    expect(await applyMerge(context, plan)).toEqual({ status: 'applied', customerIds: [survivor, gone] });

    expect(await owners()).toEqual(Object.fromEntries(references.map(({ table }) => [table, [survivor]])));
    expect(await undoMerge(context, plan)).toEqual({ status: 'applied', customerIds: [survivor, gone] });
    expect(await owners()).toEqual(before);
  });

  test('leaves a row where it is of which the other has its own, and loses none', async () => {
    await leave(2);
    const [survivor, gone] = [await idOf(1), await idOf(2)];
    await sql`insert into customer_connection (customer_id, connection_id, reseller_id, relationship, seen_at)
      values (${survivor}::uuid, ${north}::uuid, ${north}::uuid, 'reseller', now()), (${gone}::uuid, ${north}::uuid, ${north}::uuid, 'reseller', now())`.execute(
      owner.db,
    );

    await applyMerge(context, await planned(planMerge(context, survivor, gone)));

    expect((await owners())['customer_connection']).toEqual([survivor, gone].sort());
  });

  test('makes the account of the one who went a further one of the other, and the same account no second link; undone, all is as before', async () => {
    await leave(2);
    const [survivor, gone] = [await idOf(1), await idOf(2)];
    const [psa, also] = [guid(50), guid(51)];
    await fill('subscription', gone, guid(60), { remote_id: 'SUB-OLD' });
    const link = (customerId: string, n: number, connection_id: string, account_id: string) =>
      fill('account_mapping', customerId, guid(n), {
        ...{ connection_id, account_id, state: 'mapped' },
        customer_name: customerId === survivor ? 'Customer 1' : 'Customer 2',
      });
    await link(survivor, 61, psa, guid(71));
    await link(gone, 62, psa, guid(72));
    await link(survivor, 63, also, guid(73));
    await link(gone, 64, also, guid(73));
    const links = () =>
      inScope(owner.db, everything, async (tx) => await tx.selectFrom('account_mapping').selectAll().orderBy('mapping_id').execute());
    const before = await links();
    const plan = await planned(planMerge(context, survivor, gone));

    await applyMerge(context, plan);

    expect((await links()).map((row) => [row.customer_id, row.account_id, row.is_extra, row.covers])).toEqual([
      [survivor, guid(71), false, []],
      [survivor, guid(72), true, ['sub-old']],
      [survivor, guid(73), false, []],
    ]);
    await undoMerge(context, plan);
    expect(await links()).toEqual(before);
  });

  test('is not taken back over what a person decided about a further account since; once that is taken out, it goes back as it was', async () => {
    await leave(2);
    const [survivor, gone] = [await idOf(1), await idOf(2)];
    const psa = guid(50);
    await fill('subscription', gone, guid(60), { remote_id: 'SUB-OLD' });
    await fill('account_mapping', survivor, guid(61), {
      connection_id: psa,
      account_id: guid(71),
      state: 'mapped',
      customer_name: 'Customer 1',
    });
    await fill('account_mapping', gone, guid(62), {
      connection_id: psa,
      account_id: guid(72),
      state: 'mapped',
      customer_name: 'Customer 2',
    });
    const plan = await planned(planMerge(context, survivor, gone));
    await applyMerge(context, plan);
    const split = await planned(planSplit(context, gone));
    // Taken out and added again for nothing but another subscription: another row, another decision.
    await owner.db
      .updateTable('account_mapping')
      .set({ mapping_id: guid(66), covers: ['sub-new'] })
      .where('mapping_id', '=', guid(62))
      .execute();

    const refused = { status: 'refused', because: 'conflict', detail: expect.stringContaining('decided anew since the merge') as string };
    expect(await undoMerge(context, plan)).toMatchObject(refused);
    expect(await applySplit(context, split)).toMatchObject(refused);
    await owner.db
      .updateTable('account_mapping')
      .set({ mapping_id: guid(62) })
      .where('mapping_id', '=', guid(66))
      .execute();
    expect(await undoMerge(context, plan)).toMatchObject(refused);

    await owner.db.deleteFrom('account_mapping').where('mapping_id', '=', guid(62)).execute();
    expect(await undoMerge(context, plan)).toMatchObject({ status: 'applied' });
    const { rows } = await sql<{ customer_id: string; covers: string[] }>`select customer_id, covers from account_mapping
      where account_id = ${guid(72)}`.execute(owner.db);
    expect(rows).toEqual([{ customer_id: gone, covers: [] }]);
  });

  test('is refused while both live at Microsoft: a customer is its tenant (ruling 1)', async () => {
    expect(await planMerge(context, await idOf(1), await idOf(2))).toMatchObject({ status: 'refused', because: 'conflict' });
  });

  test('is refused when something was added since the preview', async () => {
    await leave(2);
    const [survivor, gone] = [await idOf(1), await idOf(2)];
    const plan = await planned(planMerge(context, survivor, gone));
    await fillFor(gone, guid(77));

    expect(await applyMerge(context, plan)).toMatchObject({ because: 'stale' });
  });

  test('can be taken back for 30 days, and split at any time', async () => {
    await leave(2);
    const [survivor, gone] = [await idOf(1), await idOf(2)];
    await fillFor(gone, guid(77));
    const plan = await planned(planMerge(context, survivor, gone));
    const before = await owners();
    await applyMerge(context, plan);
    await clock.advance(31 * 86_400_000);
    expect(await undoMerge(context, plan)).toMatchObject({ because: 'not_undoable' });

    const split = await planned(planSplit(context, gone));
    const merged = await owners();
    expect((await findCustomerPlan(context, split))?.wish).toMatchObject({
      survivorName: 'Customer 1',
      goneName: 'Customer 2',
      tables: references.map(({ table }) => ({ table, rows: 1 })),
    });
    expect(merged).not.toEqual(before); // a preview splits nobody
    expect(await applySplit(context, split)).toEqual({ status: 'applied', customerIds: [survivor, gone] });

    expect(await owners()).toEqual(before);
  });

  test('is not split over what changed since the preview', async () => {
    await leave(2);
    const [survivor, gone] = [await idOf(1), await idOf(2)];
    await fill('subscription', gone, guid(60), { remote_id: 'SUB-OLD' });
    await applyMerge(context, await planned(planMerge(context, survivor, gone)));
    const split = await planned(planSplit(context, gone));
    await owner.db.deleteFrom('subscription').where('subscription_id', '=', guid(60)).execute();

    expect(await applySplit(context, split)).toMatchObject({ because: 'stale' });
    expect(await applySplit(context, await planned(planSplit(context, gone)))).toMatchObject({ status: 'applied' });
  });

  test('into one that was merged itself since is taken back after that one only, so that nothing is left with the last', async () => {
    await sync(aCustomer(3));
    await sql`truncate customer_connection`.execute(owner.db);
    const [last, middle, first] = [await idOf(1), await idOf(2), await idOf(3)];
    const identities = async () =>
      (await owner.db.selectFrom('customer_identity').select(['tenant_id', 'customer_id']).orderBy('tenant_id').execute()).map((row) => [
        row.tenant_id,
        row.customer_id,
      ]);
    await leave(3);
    await fillFor(first, guid(77));
    const before = await owners();
    const earlier = await planned(planMerge(context, middle, first));
    await applyMerge(context, earlier);
    await leave(2);
    const later = await planned(planMerge(context, last, middle));
    await clock.advance(1_000);
    await applyMerge(context, later);

    const refused = {
      status: 'refused',
      because: 'conflict',
      detail: expect.stringContaining('Customer 2 went on as Customer 1') as string,
    };
    expect(await undoMerge(context, earlier)).toMatchObject(refused);
    expect(await planSplit(context, first)).toMatchObject(refused);
    expect(await undoMerge(context, later)).toMatchObject({ status: 'applied' });
    expect(await identities()).toEqual([
      [guid(1), last],
      [guid(2), middle],
      [guid(3), middle],
    ]);
    expect(await undoMerge(context, earlier)).toMatchObject({ status: 'applied' });
    expect(await owners()).toEqual(before);
  });

  test('ends by itself when the tenant comes back to Microsoft', async () => {
    await leave(2);
    const [survivor, gone] = [await idOf(1), await idOf(2)];
    await applyMerge(context, await planned(planMerge(context, survivor, gone)));
    await clock.advance(1_000);

    await sync(aCustomer(2));

    const page = await listCustomers(context, { sort: 'name', descending: false, limit: 9, cursor: undefined, filter: {}, count: false });
    expect(page.rows.map(({ customerId }) => customerId).sort()).toEqual([survivor, gone].sort());
  });
});

describe('duplicates', () => {
  test('are found by a domain that two have, and the one that is gone can be merged', async () => {
    await sync(aCustomer(3, { domain: 'customer1.com' }));
    await leave(3);

    expect(await listDuplicates(context)).toMatchObject([
      {
        reasons: [{ reason: 'sameDomain', value: 'customer1.com' }],
        mergeable: { survivorId: await idOf(1), goneId: await idOf(3) },
      },
    ]);
  });

  test('are never found by a name that looks alike', async () => {
    await sync(aCustomer(3, { name: 'Customer 1 Ltd' }), aCustomer(4, { name: 'Customer 1' }));

    expect(await listDuplicates(context)).toEqual([]);
  });

  test('of two clouds or two living tenants are shown and not offered', async () => {
    await sync(aCustomer(3, { domain: 'customer1.com' }), aCustomer(2, { cloud: 'china', domain: 'cn.com' }));

    expect((await listDuplicates(context)).map(({ mergeable }) => mergeable)).toEqual([null, null]);
  });

  test('that somebody declared two are not asked again', async () => {
    await sync(aCustomer(3, { domain: 'customer1.com' }));

    await keepApart(context, await idOf(3), await idOf(1), 'Holding and subsidiary');

    expect(await listDuplicates(context)).toEqual([]);
  });
});
