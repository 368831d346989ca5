import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aJob } from '../../../test/support/watched-job.ts';
import { aWorldOfRemotes } from '../../../test/support/world-of-remotes.ts';
import { createClock } from '../../platform/clock.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { addConnection, listConnections } from '../connections/index.ts';
import { listAccountMappings, listProductMappings } from '../mapping/index.ts';
import { listSyncProblems, runSync } from './index.ts';

const { db } = await aDatabase();
const remotes = await aWorldOfRemotes({ scale: 60 });
afterAll(() => remotes.close());

const { context: made } = aContext(db, { openRemote: remotes.another() });
const context = { ...made, clock: createClock() };
const { partnerAccounts, distributors, psas } = remotes.credentials;
const connections: string[] = [];
const connect = async (name: string, settings: Parameters<typeof addConnection>[1]['settings'], secrets: object): Promise<void> => {
  const outcome = await addConnection(context, { name, settings, secrets });
  if (outcome.status !== 'added') throw new Error(outcome.because);
  connections.push(outcome.connection.connectionId);
};
for (const [index, { tenantId, clientId, clientSecret, refreshToken }] of partnerAccounts.entries())
  await connect(
    `Partner Center ${index}`,
    { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
    { clientSecret, refreshToken },
  );
for (const { baseUrl, clientId, clientSecret } of distributors)
  await connect('Pax8', { kind: 'pax8', baseUrl, clientId }, { clientSecret });
for (const { baseUrl, companyId, publicKey, privateKey, clientId } of psas)
  await connect('ConnectWise', { kind: 'connectWise', baseUrl, companyId, publicKey, clientId }, { privateKey });

const truth = async <Row>(table: string): Promise<Row[]> => {
  const answer = await fetch(`${remotes.url}/_control/truth/${table}`);
  return ((await answer.json()) as { rows: Row[] }).rows;
};
type Sold = { readonly id: string; readonly accountId: string; readonly customerId: string; readonly quantity: number };
/** Rows of the two accounts that are connected here; the world has more. */
const connected = async (table: string): Promise<Sold[]> =>
  (await truth<Sold>(table)).filter(({ accountId }) => ['pc-1', 'pc-2'].includes(accountId));
const count = (text: ReturnType<typeof sql<{ n: number }>>) => inScope(db, everything, async (tx) => (await text.execute(tx)).rows[0]?.n);
const syncAll = async (): Promise<void> => {
  await Promise.all(
    connections.map((connectionId, index) =>
      runSync(context, { connectionId, reach: 'full' }, aJob(`00000000-0000-7000-8000-00000000000${index}`)),
    ),
  );
};

await syncAll();

describe('the sample estate', () => {
  test('is connected, and every probe passes', async () => {
    expect(await listConnections(context)).toSatisfy(
      (all: { state: string }[]) => all.length === 4 && all.every(({ state }) => state === 'connected'),
    );
  });

  test('is in the picture whole: as many rows as the world has', async () => {
    expect(await count(sql`select count(*)::int as n from customer where retired_at is null`)).toBe(
      new Set((await connected('relationships')).map(({ customerId }) => customerId)).size,
    );
    expect(await count(sql`select count(*)::int as n from subscription where retired_at is null`)).toBe(
      (await connected('subscriptions')).length,
    );
    expect(await count(sql`select count(*)::int as n from distributor_subscription where retired_at is null`)).toBe(
      (await truth('distributorSubscriptions')).length,
    );
    expect(await count(sql`select count(*)::int as n from psa_line where retired_at is null`)).toBe((await truth('psaAdditions')).length);
    expect(await listSyncProblems(context)).toEqual([]);
  });

  test('has the seats that the world has, subscription by subscription', async () => {
    const kept = await inScope(db, everything, (tx) => tx.selectFrom('subscription').select(['remote_id', 'seats']).execute());
    const seats = new Map(kept.map((row) => [row.remote_id, row.seats]));
    const wrong = (await connected('subscriptions')).filter(({ id, quantity }) => seats.get(id) !== quantity);

    expect(wrong).toEqual([]);
  });

  test('has its accounts matched by evidence, none by guessing', async () => {
    const { rows } = await listAccountMappings(context, {
      sort: 'name',
      descending: false,
      limit: 200,
      cursor: undefined,
      filter: { state: ['mapped'] },
    });
    const customers = new Map((await truth<{ id: string; name: string }>('customers')).map((customer) => [customer.id, customer.name]));
    const others = await listAccountMappings(context, {
      sort: 'state',
      descending: false,
      limit: 200,
      cursor: undefined,
      filter: { state: ['conflict', 'stale'] },
    });

    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter((row) => customers.get(row.tenantId) !== row.customerName)).toEqual([]);
    expect(others.rows).toEqual([]);
  });

  test('has every product mapped except the planted ones', async () => {
    const { rows } = await listProductMappings(context, { sort: 'name', descending: false, limit: 200, cursor: undefined, filter: {} });
    const planted = (await (await fetch(`${remotes.url}/_control/truth/planted`)).json()) as {
      differences: { kind: string; productName?: string }[];
    };
    const unmapped = new Set(planted.differences.filter(({ kind }) => kind.startsWith('unmapped')).map(({ productName }) => productName));

    expect(rows.filter(({ state }) => state === 'mapped').length).toBeGreaterThan(5);
    expect(new Set(rows.filter(({ state }) => state !== 'mapped').map(({ productName }) => productName))).toEqual(unmapped);
  });

  test('read again is the same picture, to the byte', async () => {
    const print = () =>
      inScope(
        db,
        everything,
        async (tx) =>
          (
            await sql<{ print: string }>`select md5(string_agg(t, '|' order by t)) as print from (
            select remote_id || seats || status || (retired_at is null) as t from subscription
            union all select tenant_id || name || subscriptions || access_state || psa_state from customer
            union all select remote_id || quantity || unit_price from psa_line
            union all select mapping_id || state || coalesce(account_id::text, '') from account_mapping) as all_of_it`.execute(tx)
          ).rows[0]?.print,
      );
    const before = await print();

    await syncAll();

    expect(await print()).toBe(before);
    expect(await count(sql`select count(*)::int as n from subscription_change`)).toBe(0);
  });
});
