import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aCustomer, guid } from '../../../test/support/records.ts';
import { must } from '../../lib/must.ts';
import type { MicrosoftCustomer } from '../../model/customer.ts';
import { ownReseller, publicId } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Kept } from '../reading.ts';
import {
  countSubscriptions,
  customerSyncer,
  findCustomer,
  listCustomers,
  readTimeline,
  setAtStake,
  setPsaState,
  wordsOf,
} from './index.ts';

const { db, owner } = await aDatabase();
const { context } = aContext(db);

const [one, two] = [guid(1), guid(2)];
const at = (minute: number): Temporal.Instant => Temporal.Instant.from('2026-11-21T08:00:00Z').add({ minutes: minute });

const keep = (customers: readonly MicrosoftCustomer[], minute = 0, connectionId = one): Promise<Kept> =>
  inScope(db, everything, (tx) => customerSyncer.keep(tx, { connectionId, seenAt: at(minute), ids: context.ids }, customers));
const retire = (since: number, connectionId = one): Promise<number> =>
  inScope(db, everything, (tx) => customerSyncer.retire(tx, { connectionId, seenAt: at(since + 1), ids: context.ids }, at(since)));
const list = (more: Partial<Parameters<typeof listCustomers>[1]> = {}) =>
  listCustomers(context, { sort: 'name', descending: false, limit: 50, cursor: undefined, filter: {}, count: true, ...more });
const names = async (filter: Parameters<typeof listCustomers>[1]['filter'] = {}): Promise<string[]> =>
  (await list({ filter })).rows.map(({ name }) => name);
const idOf = async (tenant: string): Promise<string> =>
  must((await list({ filter: { externalId: `microsoftTenant:${tenant}` } })).rows[0], tenant).customerId;

beforeEach(async () => {
  await sql`truncate customer, customer_identity, customer_connection, subscription, subscription_change, account_mapping, access_relationship,
    difference, connection cascade`.execute(owner.db);
  for (const [id, name] of [
    [one, 'North'],
    [two, 'South'],
  ])
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${id}::uuid, 'partnerCenter', 'microsoft', ${name}, 'connected', '{}', ${name}, now(), now())`.execute(owner.db);
});

describe('keeping customers', () => {
  test('twice changes nothing, and every customer read is counted once', async () => {
    expect(await keep([aCustomer(1), aCustomer(2)])).toEqual({ created: 2, updated: 0, unchanged: 0, refused: [] });
    expect(await keep([aCustomer(1), aCustomer(2)], 1)).toEqual({ created: 0, updated: 0, unchanged: 2, refused: [] });
    expect(await keep([aCustomer(1, { name: 'Renamed' }), aCustomer(2), aCustomer(3)], 2)).toEqual({
      created: 1,
      updated: 1,
      unchanged: 1,
      refused: [],
    });
  });

  test('of nothing is nothing', async () => {
    expect(await keep([])).toEqual({ created: 0, updated: 0, unchanged: 0, refused: [] });
  });

  test('one that a page names twice is one', async () => {
    await keep([aCustomer(1), aCustomer(1)]);

    expect((await list()).total).toEqual({ rows: 1, exact: true });
  });

  test('the same tenant under two accounts is one customer with two sellers (ruling 1)', async () => {
    await keep([aCustomer(1)], 0, one);
    await keep([aCustomer(1, { name: 'Customer 1 Ltd' })], 1, two);

    const { rows } = await list();
    expect(rows).toMatchObject([{ name: 'Customer 1 Ltd', connectionIds: [one, two] }]);
  });

  test('two accounts that list the same tenants at once, in other orders, make no doubles and do not block each other', async () => {
    const many = Array.from({ length: 40 }, (_, n) => aCustomer(n + 1));

    await Promise.all([keep(many, 0, one), keep(many.toReversed(), 0, two), keep(many, 0, one), keep(many.toReversed(), 0, two)]);

    expect((await list()).total).toEqual({ rows: 40, exact: true });
  });

  test('the same tenant id in another cloud is another customer', async () => {
    await keep([aCustomer(1), aCustomer(1, { cloud: 'china' })]);

    expect((await list()).rows.map(({ cloud }) => cloud).sort()).toEqual(['china', 'global']);
  });

  test('two tenants of the same name stay two', async () => {
    await keep([aCustomer(1, { name: 'Contoso' }), aCustomer(2, { name: 'Contoso' })]);

    expect(await names()).toEqual(['Contoso', 'Contoso']);
  });

  test('what was read earlier never overwrites what was read later', async () => {
    await keep([aCustomer(1, { name: 'New name' })], 5);
    await keep([aCustomer(1, { name: 'Old name' })], 3);

    expect(await names()).toEqual(['New name']);
  });

  test('a new name reaches the lists that show it', async () => {
    await keep([aCustomer(1)]);
    const id = await idOf(guid(1));
    await aSubscriptionOf(id, 1);

    await keep([aCustomer(1, { name: 'Renamed' })], 1);

    const { rows } = await sql<{ name: string }>`select customer_name as name from subscription`.execute(owner.db);
    expect(rows).toEqual([{ name: 'Renamed' }]);
  });
});

const aSubscriptionOf = (customerId: string, n: number, connectionId = one) =>
  sql`insert into subscription (customer_id, subscription_id, reseller_id, connection_id, remote_id, offer_id, offer_name, product_id, sku_id, term,
      frequency, seats, status, remote_status, is_trial, is_usage, auto_renew, customer_name, seen_at, created_at, changed_at)
    values (${customerId}::uuid, ${guid(900 + n)}::uuid, ${ownReseller}::uuid, ${connectionId}::uuid, ${guid(900 + n)}, 'o', 'Premium', 'P', '1', 'P1Y',
      'monthly', 25, 'active', 'active', false, false, true, 'Customer', ${at(0)}, ${at(0)}, ${at(0)})`.execute(owner.db);

describe('a customer that a complete reading no longer lists', () => {
  test('leaves the lists but not the memory', async () => {
    await keep([aCustomer(1), aCustomer(2)]);
    const gone = await idOf(guid(2));
    await keep([aCustomer(1)], 10);

    expect(await retire(10)).toBe(1);

    expect(await names()).toEqual(['Customer 1']);
    expect(await findCustomer(context, gone)).toMatchObject({ name: 'Customer 2', retired: true });
  });

  test('stays as long as another account sells to it, and loses only the subscriptions of the account that left', async () => {
    await keep([aCustomer(1)], 0, one);
    await keep([aCustomer(1)], 0, two);
    const id = await idOf(guid(1));
    await aSubscriptionOf(id, 1, one);
    await aSubscriptionOf(id, 2, two);

    await retire(10, one);

    expect(await findCustomer(context, id)).toMatchObject({ retired: false, subscriptions: 1, connectionIds: [two] });
  });

  test('comes back by itself when it is listed again', async () => {
    await keep([aCustomer(1)]);
    await retire(10);
    expect(await names()).toEqual([]);

    expect(await keep([aCustomer(1)], 20)).toMatchObject({ updated: 1 });

    expect(await names()).toEqual(['Customer 1']);
  });

  test('is not retired by a reading that saw it', async () => {
    await keep([aCustomer(1)], 10);

    expect(await retire(10)).toBe(0);
  });
});

describe('the list of customers', () => {
  beforeEach(async () => {
    await keep([
      aCustomer(1, { name: 'Ärzte am Markt', domain: 'aerzte.example' }),
      aCustomer(2, { name: 'beta', domain: 'beta.example' }),
      aCustomer(3, { name: 'Alpha 100%', domain: 'alpha.example' }),
    ]);
    await keep([aCustomer(2, { name: 'beta', domain: 'beta.example' })], 1, two);
    const [alpha, beta] = [await idOf(guid(3)), await idOf(guid(2))];
    await inScope(db, everything, async (tx) => {
      await setAtStake(tx, [
        { customerId: alpha, openDifferences: 2, atStake: '12.50', currency: 'EUR' },
        { customerId: beta, openDifferences: 0, atStake: '-3', currency: 'EUR' },
      ]);
      await setPsaState(tx, [{ customerId: alpha, state: 'mapped' }]);
    });
  });

  test.each([
    ['letters of a name, in any case', { q: 'BET' }, ['beta']],
    ['letters of a domain', { q: 'alpha.ex' }, ['Alpha 100%']],
    ['a tenant id', { q: guid(2) }, ['beta']],
    ['a tenant id in capitals', { q: guid(2).toUpperCase() }, ['beta']],
    ['signs that a search pattern would understand', { q: '%' }, ['Alpha 100%']],
    ['an underscore, which is only itself', { q: '_' }, []],
    ['umlauts', { q: 'ärz' }, ['Ärzte am Markt']],
    ['blanks, which ask for nothing', { q: '   ' }, ['Alpha 100%', 'beta', 'Ärzte am Markt']],
    ['an external id', { externalId: `microsoftTenant:${guid(3)}` }, ['Alpha 100%']],
    ['an external id of another kind', { externalId: `someoneElse:${guid(3)}` }, []],
    ['an external id without a kind', { externalId: guid(3) }, []],
    ['those with differences', { hasDifferences: true }, ['Alpha 100%']],
    ['those without', { hasDifferences: false }, ['beta', 'Ärzte am Markt']],
    ['those mapped in the PSA', { psaMapping: ['mapped'] }, ['Alpha 100%']],
    ['those without access', { access: ['missing'] }, ['Alpha 100%', 'beta', 'Ärzte am Markt']],
    ['those with access', { access: ['active', 'pending'] }, []],
    ['those of one account', { connectionId: two }, ['beta']],
    ['all conditions together', { q: 'a', hasDifferences: true, connectionId: one, psaMapping: ['mapped'] }, ['Alpha 100%']],
    ['a quote', { q: "'; drop table customer; --" }, []],
  ] as const)('is found by %s', async (_what, filter, found) => {
    expect(await names(filter)).toEqual(found);
    expect((await list({ filter })).total?.rows).toBe(found.length);
  });

  test.each([
    ['name', false, ['Alpha 100%', 'beta', 'Ärzte am Markt']],
    ['name', true, ['Ärzte am Markt', 'beta', 'Alpha 100%']],
    ['atStake', true, ['Alpha 100%', 'Ärzte am Markt', 'beta']],
  ] as const)('is sorted by %s, descending: %s', async (sort, descending, sorted) => {
    const pages: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await list({ sort, descending, limit: 1, cursor });
      pages.push(...page.rows.map(({ name }) => name));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }

    expect(pages).toEqual(sorted);
  });

  test('shows money in the currency it was found in', async () => {
    expect((await list({ filter: { q: 'alpha' } })).rows).toMatchObject([
      { atStake: { amount: '12.5', currency: 'EUR' }, openDifferences: 2, psaMapping: 'mapped', readiness: 'needsGdap' },
    ]);
  });

  test('counts only when asked to', async () => {
    expect((await list({ count: false })).total).toBeUndefined();
  });

  test('is empty for a reseller whose customers these are not', async () => {
    const foreign = { ...context, scope: { reseller: '0aaaaaaa-0000-7000-8000-00000000000a' } };

    expect(
      (await listCustomers(foreign, { sort: 'name', descending: false, limit: 50, cursor: undefined, filter: {}, count: true })).total
        ?.rows,
    ).toBe(0);
    expect(await findCustomer(foreign, await idOf(guid(1)))).toBeUndefined();
    expect(await readTimeline(foreign, await idOf(guid(1)))).toBeUndefined();
  });
});

describe('letters among more customers than are looked through one by one', () => {
  const [late, gone, foreign] = [guid(2_001), guid(2_002), '0aaaaaaa-0000-7000-8000-00000000000a'];
  beforeEach(async () => {
    await keep(Array.from({ length: 1_500 }, (_, n) => aCustomer(n + 1, { name: `Filler ${n + 1}`, domain: `filler${n + 1}.example` })));
    await keep([
      aCustomer(2_001, { name: String.raw`Zulu 5%_off \ Straße`, domain: 'late.example' }),
      aCustomer(2_002, { name: 'Zulu gone', domain: 'gone.example' }),
    ]);
    await sql`update customer set retired_at = now() where tenant_id = ${gone}`.execute(owner.db);
    await sql`analyze customer`.execute(owner.db);
  });

  test.each([
    ['inside a name', 'zul'],
    ['inside a domain', 'te.exam'],
    ['that a search pattern would understand', '5%_o'],
    ['with a backslash', String.raw`f \ s`],
    ['beyond ASCII', 'aße'],
    ['too few for an index', 'ß'],
    ['of a whole tenant id', late.toUpperCase()],
  ])('%s find the one that has them, and count it', async (_what, q) => {
    const { rows, total, nextCursor, previousCursor } = await list({ filter: { q } });

    expect(rows.map(({ tenantId }) => tenantId)).toEqual([late]);
    expect([total?.rows, nextCursor, previousCursor]).toEqual([1, null, null]);
  });

  test('that many have fill pages to the end and back', async () => {
    const seen = new Set<string>();
    let [cursor, pages]: [string | undefined, number] = [undefined, 0];
    for (;;) {
      const page = await list({ filter: { q: 'filler 1' }, cursor, limit: 200 });
      for (const { name } of page.rows) seen.add(name);
      pages += 1;
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }

    expect(seen.size).toBe(1 + 10 + 100 + 501); // 1, 10-19, 100-199, 1000-1500
    expect(pages).toBe(4);
    expect((await list({ filter: { q: 'filler 1' } })).total?.rows).toBe(seen.size);
  });

  test('are looked for among those that one may see only, also by who asks the database himself', async () => {
    const wanted = { sort: 'name', descending: false, limit: 50, cursor: undefined, filter: { q: 'zulu' }, count: true };
    const found = (scope: string) =>
      inScope(db, { reseller: scope }, async (tx) => (await sql`select customers_with('zulu')`.execute(tx)).rows.length);

    expect((await listCustomers({ ...context, scope: { reseller: foreign } }, wanted)).total?.rows).toBe(0);
    expect([await found('*'), await found(ownReseller), await found(foreign)]).toEqual([1, 1, 0]);
    expect([await found(`customer:${await idOf(late)}`), await found(`customer:${foreign}`)]).toEqual([1, 0]);
    expect((await sql`select customers_with('zulu')`.execute(db)).rows).toEqual([]);
  });
});

describe('one customer', () => {
  test('shows who sells to it, and nothing that is not known', async () => {
    await keep([aCustomer(1)], 3);

    expect(await findCustomer(context, await idOf(guid(1)))).toMatchObject({
      name: 'Customer 1',
      connections: [{ connectionId: one, name: 'North', relationship: 'reseller' }],
      accounts: [],
      accessRelationships: [],
      readAt: at(3),
    });
  });

  test('that does not exist is not found', async () => {
    expect(await findCustomer(context, guid(99))).toBeUndefined();
    expect(await readTimeline(context, guid(99))).toBeUndefined();
  });

  test('counts its live subscriptions only', async () => {
    await keep([aCustomer(1)]);
    const id = await idOf(guid(1));
    await aSubscriptionOf(id, 1);
    await aSubscriptionOf(id, 2);
    await sql`update subscription set retired_at = now() where subscription_id = ${guid(902)}::uuid`.execute(owner.db);

    await inScope(db, everything, (tx) => countSubscriptions(tx, [id]));

    expect(await findCustomer(context, id)).toMatchObject({ subscriptions: 1 });
  });

  test('has a history of what changed and what people decided, newest first', async () => {
    await keep([aCustomer(1)]);
    const id = await idOf(guid(1));
    await aSubscriptionOf(id, 1);
    await sql`insert into subscription_change (customer_id, subscription_id, change_id, reseller_id, changes, cause, at)
      values (${id}::uuid, ${guid(901)}::uuid, ${guid(800)}::uuid, ${ownReseller}::uuid, '{"seats": {"before": 20, "after": 25}}', 'sync', ${at(5)})`.execute(
      owner.db,
    );
    await sql`insert into audit_event (seq, event_id, at, actor, action, object, reseller_id, reason, result, previous_hash, hash)
      values (1, ${guid(801)}::uuid, ${at(9)}, 'Ana', 'customer.excluded', ${publicId('customer', id)}, ${ownReseller}::uuid, 'Left us', 'done', '', '')`.execute(
      owner.db,
    );

    const timeline = await readTimeline(context, id);

    expect(timeline).toMatchObject([
      { kind: 'audit', title: 'customer.excluded', detail: 'Left us', actor: 'Ana' },
      { kind: 'change', title: 'Premium', detail: 'Seats 20 to 25', actor: null },
    ]);
  });
});

describe('a change in words', () => {
  test.each([
    [{ seats: { before: 20, after: 25 } }, 'Seats 20 to 25'],
    [{ auto_renew: { before: true, after: false } }, 'Auto-renewal on to off'],
    [{ ends_on: { before: null, after: '2027-02-28' } }, 'End none to 2027-02-28'],
    [{ seats: { before: 1, after: 2 }, status: { before: 'active', after: 'suspended' } }, 'Seats 1 to 2, Status active to suspended'],
    [{ seats: { before: 1, after: 2 }, remote_status: { before: 'a', after: 'b' } }, 'Seats 1 to 2'],
    [{ remote_status: { before: 'a', after: 'b' } }, 'remote status a to b'],
    [{ retired: { before: false, after: true } }, 'No longer listed by Microsoft'],
    [{ retired: { before: true, after: false }, seats: { before: 1, after: 2 } }, 'Listed by Microsoft again'],
    [{}, ''],
  ])('%j is "%s"', (changes, text) => {
    expect(wordsOf(changes as Parameters<typeof wordsOf>[0])).toBe(text);
  });
});
