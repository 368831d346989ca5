import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aCustomer, aDistributorSubscription, anAccount, aSubscription, guid } from '../../../test/support/records.ts';
import { must } from '../../lib/must.ts';
import { idOf } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { accountSyncer, distributorSubscriptionSyncer } from '../books/index.ts';
import { customerSyncer } from '../customers/index.ts';
import { getOverview } from '../overview/index.ts';
import { subscriptionSyncer } from '../subscriptions/index.ts';
import {
  autoMap,
  changeAccountKinds,
  countMappings,
  type Decision,
  decideAccountMapping,
  listAccountKinds,
  listCustomerMappings,
  listTargets,
  readTrust,
} from './index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const [microsoft, pax8, psa] = [guid(91), guid(92), guid(93)];
const inAll = <T>(work: Parameters<typeof inScope<T>>[2]) => inScope(db, everything, work);
const reading = (connectionId: string) => ({ connectionId, seenAt: clock.now(), ids: context.ids });

/** Three customers at Microsoft; the first is at Pax8 and at the PSA, the second at the PSA only, the third nowhere. */
beforeEach(async () => {
  await sql`truncate connection, customer, customer_identity, customer_connection, subscription, account, account_identity, distributor_subscription,
    account_mapping, product_mapping, customer_mapping, account_mapping_version, mapping_answer, job, setting cascade`.execute(owner.db);
  for (const [id, kind, side] of [
    [microsoft, 'partnerCenter', 'microsoft'],
    [pax8, 'pax8', 'distributor'],
    [psa, 'connectWise', 'psa'],
  ] as const)
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${id}::uuid, ${kind}, ${side}, ${kind}, 'connected', '{}', ${id}, now(), now())`.execute(owner.db);
  await inAll(async (tx) => {
    await customerSyncer.keep(tx, reading(microsoft), [aCustomer(1), aCustomer(2), aCustomer(3, { name: 'Nobody knows', domain: '' })]);
    for (const unit of await subscriptionSyncer.units(tx, microsoft))
      await subscriptionSyncer.keep(tx, reading(microsoft), unit, [aSubscription(Number(unit.remoteId.slice(-4)))]);
    await accountSyncer('distributor').keep(tx, reading(pax8), [
      anAccount(1, { tenantIds: [guid(1)] }),
      anAccount(9, { name: 'Elsewhere' }),
    ]);
    await accountSyncer('psa').keep(tx, reading(psa), [anAccount(1), anAccount(2), anAccount(5, { name: 'Customer 1 (Sales)' })]);
    await distributorSubscriptionSyncer.keep(tx, reading(pax8), [
      aDistributorSubscription(1),
      aDistributorSubscription(3, { accountRemoteId: '1009' }),
    ]);
  });
  await autoMap(context);
});

const all = async () =>
  (await listCustomerMappings(context, { sort: 'name', descending: false, limit: 50, cursor: undefined, filter: {} })).rows;
const customer = async (name: string) =>
  must(
    (await all()).find((row) => row.customerName === name),
    name,
  );
const linkOf = async (name: string, side: string) =>
  must(
    (await customer(name)).links.find((link) => link.side === side),
    side,
  );
const decide = async (name: string, side: string, decision: Decision) =>
  decideAccountMapping(context, idOf('mapping', (await linkOf(name, side)).mappingId), decision);
const accountNamed = async (name: string) => {
  const { rows } = await inAll((tx) => sql<{ id: string }>`select account_id as id from account where name = ${name}`.execute(tx));
  return must(rows[0], name).id;
};

describe('customers with all their accounts', () => {
  test('are mapped only when distributor and PSA are chosen, and say what they cost', async () => {
    expect(
      (await all()).map(({ customerName, state, stakes, links }) => [customerName, state, stakes, links.map((link) => link.state)]),
    ).toEqual([
      ['Customer 1', 'mapped', [{ amount: '440', currency: 'USD' }], ['mapped', 'mapped']],
      ['Customer 2', 'partlyMapped', [], ['unmapped', 'mapped']],
      ['Nobody knows', 'partlyMapped', [{ amount: '440', currency: 'USD' }], ['mapped', 'unmapped']],
    ]);
    expect(await countMappings(context)).toMatchObject({
      accounts: { mapped: 1, partlyMapped: 2 },
      accountStakes: { mapped: [{ amount: '440', currency: 'USD' }], partlyMapped: [{ amount: '440', currency: 'USD' }] },
    });
  });

  test('that a distributor does not sell to count as mapped, with who said so and why; undo takes it back', async () => {
    await decide('Customer 2', 'distributor', { decision: 'absent', reason: 'Direct bill' });
    await autoMap(context);

    expect(await customer('Customer 2')).toMatchObject({ state: 'mapped' });
    expect(await linkOf('Customer 2', 'distributor')).toMatchObject({
      state: 'ignored',
      isAbsent: true,
      reason: 'Direct bill',
      decidedBy: 'Concord',
    });

    await decide('Customer 2', 'distributor', { decision: 'undo' });
    expect(await customer('Customer 2')).toMatchObject({ state: 'partlyMapped' });
  });

  test('are found by state, dearest first', async () => {
    const page = await listCustomerMappings(context, {
      sort: 'stakes',
      descending: true,
      limit: 1,
      cursor: undefined,
      filter: { state: ['partlyMapped'] },
    });

    expect(page.rows.map(({ customerName }) => customerName)).toEqual(['Nobody knows']);
    expect(page.hasMore).toBe(true);
  });

  test('that are left out until a day are to be decided again on the day after', async () => {
    await decide('Nobody knows', 'psa', { decision: 'ignore', reason: 'Starts in December', until: '2026-11-22' });
    expect(await customer('Nobody knows')).toMatchObject({ state: 'mapped' });

    await clock.advance(2 * 24 * 3_600_000);
    await autoMap(context);

    expect(await customer('Nobody knows')).toMatchObject({ state: 'partlyMapped' });
  });
});

describe('a refused pair', () => {
  test('is never matched again, whatever speaks for it, until a person chooses it', async () => {
    const right = must((await linkOf('Customer 1', 'distributor')).targetId, 'an account');
    expect(await decide('Customer 1', 'distributor', { decision: 'reject', targetId: right })).toMatchObject({ status: 'decided' });
    await autoMap(context);

    expect(await linkOf('Customer 1', 'distributor')).toMatchObject({
      state: 'unmapped',
      targetId: null,
      candidates: [],
      rejected: [right],
    });
    expect(await decide('Customer 1', 'distributor', { decision: 'map', targetId: right })).toMatchObject({
      mapping: { state: 'mapped', rejected: [] },
    });
  });

  test('that was never offered is refused', async () => {
    const other = await accountNamed('Elsewhere');

    expect(await decide('Customer 1', 'distributor', { decision: 'reject', targetId: other })).toMatchObject({
      because: 'nothingSuggested',
    });
  });
});

test('every change opens a new version and rewrites no old one', async () => {
  const started = clock.now().toString();
  await clock.advance(60_000);
  await decide('Customer 1', 'psa', { decision: 'map', targetId: await accountNamed('Customer 1 (Sales)') });
  const changed = clock.now().toString();
  await autoMap(context);

  const { mappingId } = await linkOf('Customer 1', 'psa');
  const { rows } = await inAll((tx) =>
    sql<{ name: string; by: string | null; from: Temporal.Instant; to: Temporal.Instant | null }>`
      select account_name as name, decided_by as by, from_at as from, to_at as to from account_mapping_version
      where mapping_id = ${mappingId}::uuid order by from_at`.execute(tx),
  );
  expect(rows.map(({ name, by, from, to }) => [name, by, from.toString(), to?.toString() ?? null])).toEqual([
    ['Customer 1', null, started, changed],
    ['Customer 1 (Sales)', 'Concord', changed, null],
  ]);
});

test('confidence is the share of suggestions that people accepted, and is not told before ten were answered', async () => {
  const answer = (n: number, right: boolean) =>
    sql`insert into mapping_answer values (${guid(n)}::uuid, 'x', 'account', 'domain', ${right}, now())`.execute(owner.db);
  for (let n = 1; n <= 9; n += 1) await answer(n, n > 1);
  expect(await readTrust(context)).toEqual({ account: {}, product: {} });

  await answer(10, true);
  expect(await readTrust(context)).toEqual({ account: { domain: 90 }, product: {} });
});

describe('accounts of the PSA', () => {
  const targets = (q: string) => listTargets(context, { connectionId: psa, kind: 'account', q });
  const keep = (...accounts: readonly ReturnType<typeof anAccount>[]) =>
    inAll((tx) => accountSyncer('psa').keep(tx, reading(psa), accounts));

  test('of a kind that nobody bills are neither matched nor offered, and the list says how many it hides', async () => {
    await clock.advance(1_000);
    await keep(
      anAccount(7, { name: 'Nobody knows', types: ['Vendor'] }),
      anAccount(8, { name: 'Nobody knows GmbH', types: ['Vendor', 'Client'] }),
    );
    await autoMap(context);

    expect(await targets('nobody')).toMatchObject({ targets: [{ name: 'Nobody knows GmbH' }], hidden: 1 });
    expect(await linkOf('Nobody knows', 'psa')).toMatchObject({ state: 'suggested', candidates: [{ name: 'Nobody knows GmbH' }] });
  });

  test('are of the kinds that the partner bills: a kind that is set so is hidden, one that is taken away is offered', async () => {
    await clock.advance(1_000);
    await keep(
      anAccount(7, { name: 'Nobody knows', types: ['Vendor'] }),
      anAccount(8, { name: 'Lost lead', types: ['Prospect', ' prospect'] }),
    );
    const { kinds, version } = await listAccountKinds(context);
    expect(kinds).toEqual([
      { name: 'competitor', accounts: 0, isBilled: false },
      { name: 'internal', accounts: 0, isBilled: false },
      { name: 'Prospect', accounts: 1, isBilled: true },
      { name: 'Vendor', accounts: 1, isBilled: false },
    ]);

    expect(await changeAccountKinds(context, { notBilled: ['Prospect '], version })).toMatchObject({ status: 'changed' });
    expect(await targets('lost')).toMatchObject({ targets: [], hidden: 1 });
    expect(await linkOf('Nobody knows', 'psa')).toMatchObject({ state: 'mapped', how: 'exactName' });
    expect(await changeAccountKinds(context, { notBilled: [], version })).toMatchObject({ status: 'changedSince' });
  });

  test('that lie in the recycle bin beside a living twin leave the twin unique', async () => {
    await clock.advance(1_000);
    await keep(anAccount(7, { name: 'Nobody knows', active: false }), anAccount(8, { name: 'Nobody knows' }));
    await autoMap(context);

    expect(await linkOf('Nobody knows', 'psa')).toMatchObject({ state: 'mapped', how: 'exactName' });
    expect(await targets('nobody')).toMatchObject({ hidden: 1 });
  });
});

test('a customer that is renamed keeps its accounts', async () => {
  await clock.advance(1_000);
  await inAll((tx) => customerSyncer.keep(tx, reading(microsoft), [aCustomer(1, { name: 'Quite another name', domain: 'new.example' })]));
  await autoMap(context);

  expect(await customer('Quite another name')).toMatchObject({ state: 'mapped', customerDomain: 'new.example' });
});

test('a customer that is sold directly needs no account at a distributor, and every count of what is to do says the same', async () => {
  await sql`update connection set settings = '{"partnerType": "directBill"}' where connection_id = ${microsoft}::uuid`.execute(owner.db);
  await autoMap(context);

  // The third is supplied by Pax8 all the same: it needs both.
  expect((await all()).map(({ customerName, state }) => [customerName, state])).toEqual([
    ['Customer 1', 'mapped'],
    ['Customer 2', 'mapped'],
    ['Nobody knows', 'partlyMapped'],
  ]);
  expect((await linkOf('Customer 2', 'distributor')).isNeeded).toBe(false);
  expect((await linkOf('Nobody knows', 'psa')).isNeeded).toBe(true);
  const waiting = await listCustomerMappings(context, {
    sort: 'name',
    descending: false,
    limit: 9,
    cursor: undefined,
    filter: { waiting: true },
  });
  expect(waiting.rows.map((row) => row.customerName)).toEqual(['Nobody knows']);
  const counts = await countMappings(context);
  expect(counts.waiting.accounts).toEqual({ partlyMapped: 1 });
  const overview = await getOverview(context);
  const products = Object.values(counts.waiting.products).reduce((sum, n) => sum + n, 0);
  expect(overview.attention.find(({ kind }) => kind === 'mapping')?.count).toBe(1 + products);
});

test('who buys nothing waits for nobody, though nothing is mapped', async () => {
  await sql`update customer set subscriptions = 0`.execute(owner.db);
  await autoMap(context);

  expect(await countMappings(context)).toMatchObject({ accounts: { mapped: 1, partlyMapped: 2 }, waiting: { accounts: {} } });
});
