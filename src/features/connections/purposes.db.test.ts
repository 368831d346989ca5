import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { guid } from '../../../test/support/records.ts';
import { idOf } from '../../model/ids.ts';
import { listMissingBooks } from './missing-books.ts';
import { changePurposes } from './purposes.ts';

const { db, owner } = await aDatabase();
const { context } = aContext(db);
const settings = {
  tdSynnex: { kind: 'tdSynnex', baseUrl: 'https://ion.tdsynnex.com', accountId: '1' },
  connectWise: { kind: 'connectWise', baseUrl: 'https://psa.example', companyId: 'c', publicKey: 'p', clientId: 'i' },
};
const add = (id: string, kind: keyof typeof settings, side: string) =>
  sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${id}::uuid, ${kind}, ${side}, ${kind}, 'connected', ${JSON.stringify(settings[kind])}::jsonb, ${id}, now(), now())`.execute(
    owner.db,
  );
const [distributor, psa] = [idOf('connection', guid(1)), idOf('connection', guid(2))];
await add(distributor, 'tdSynnex', 'distributor');
await add(psa, 'connectWise', 'psa');

test('a distributor is read for costs and access until one is switched off; what is not named stays, and each change is audited once', async () => {
  const changes = async () =>
    (await sql`set app.reseller = '*'; select 1 from audit_event where action = 'connection.purposes'`.execute(owner.db)).rows.length;

  expect(await changePurposes(context, distributor, {})).toMatchObject({ connection: { purposes: ['costs', 'access'] } });
  expect(await changePurposes(context, distributor, { access: false })).toMatchObject({ connection: { purposes: ['costs'] } });
  expect(await changePurposes(context, distributor, { access: false })).toMatchObject({ connection: { purposes: ['costs'] } });
  expect(await changes()).toBe(1);
  expect(await changePurposes(context, distributor, { costs: false, access: true })).toMatchObject({
    connection: { purposes: ['access'] },
  });
});

test('costs that were read are gone when they are switched off, and their history says so', async () => {
  await changePurposes(context, distributor, { costs: true });
  const account = guid(5);
  await sql`set app.reseller = '*'; insert into account (account_id, connection_id, side, remote_id, name, domain, tenant_ids, active, created_at, seen_at, changed_at)
    values (${sql.lit(account)}, ${sql.lit(distributor)}, 'distributor', 'A', 'Contoso', '', '{}', true, now(), now(), now());
    insert into distributor_subscription (account_id, connection_id, remote_id, product_remote_id, product_name, term, frequency, seats, status, remote_status, unit_cost, currency, seen_at, changed_at)
    values (${sql.lit(account)}, ${sql.lit(distributor)}, 'S', 'P', 'Business Basic', 'P1Y', 'monthly', 5, 'active', 'Active', 9.50, 'USD', now(), now());
    insert into distributor_usage (account_id, connection_id, remote_id, subscription_remote_id, resource_group, cost, currency, seen_at, changed_at)
    values (${sql.lit(account)}, ${sql.lit(distributor)}, 'U', 'S', 'rg', 3, 'USD', now(), now());
    insert into distributor_price (price_id, connection_id, product_remote_id, billing_term, commitment, term, frequency, kind, per, unit, quantity_from, cost, read_at, seen_at)
    values (${sql.lit(guid(6))}, ${sql.lit(distributor)}, 'P', 'Monthly', '1-Year', 'P1Y', 'monthly', 'flat', 'unit', 'User', 1, 9.50, now(), now())`.execute(
    owner.db,
  );
  const rowsOf = async (table: string) =>
    (await sql<Record<string, unknown>>`set app.reseller = '*'; select * from ${sql.table(table)}`.execute(owner.db)).rows;

  await changePurposes(context, distributor, { access: false });
  expect(await rowsOf('distributor_usage')).toHaveLength(1);
  await changePurposes(context, distributor, { costs: false });

  expect(await rowsOf('distributor_subscription')).toMatchObject([{ seats: 5, unit_cost: null }]);
  expect(await rowsOf('distributor_usage')).toEqual([]);
  expect(await rowsOf('distributor_price')).toEqual([]);
  expect(await rowsOf('distributor_subscription_change')).toMatchObject([{ changes: { unit_cost: { before: '9.5', after: null } } }]);
  expect(await listMissingBooks(context)).toMatchObject([{ name: 'tdSynnex', missing: 'costs', standing: 'off' }]);
  await changePurposes(context, distributor, { costs: true });
  expect(await listMissingBooks(context)).toEqual([]);
});

test('nothing else than a distributor has purposes', async () => {
  expect(await changePurposes(context, psa, { costs: false })).toEqual({ status: 'refused', because: 'noDistributor' });
  expect(await changePurposes(context, idOf('connection', guid(9)), {})).toEqual({ status: 'refused', because: 'unknown' });
});
