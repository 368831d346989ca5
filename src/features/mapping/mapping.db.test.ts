import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aCustomer, aLine, anAccount, anAgreement, aService, aSubscription, guid } from '../../../test/support/records.ts';
import { must } from '../../lib/must.ts';
import { idOf } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { accountSyncer, psaAgreementSyncer, psaLineSyncer, psaServiceSyncer } from '../books/index.ts';
import { customerSyncer, findCustomer, listCustomers, readTimeline } from '../customers/index.ts';
import { findSubscription, listSubscriptions, subscriptionSyncer } from '../subscriptions/index.ts';
import {
  autoMap,
  countMappings,
  decideAccountMapping,
  decideProductMapping,
  listAccountMappings,
  listProductMappings,
  listTargets,
} from './index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const [microsoft, psa] = [guid(91), guid(92)];

const inAll = <T>(work: Parameters<typeof inScope<T>>[2]) => inScope(db, everything, work);
const reading = (connectionId: string) => ({ connectionId, seenAt: clock.now(), ids: context.ids });

/** Three customers, their accounts at the PSA, one agreement with a line. */
beforeEach(async () => {
  await sql`truncate connection, customer, customer_identity, customer_connection, subscription, subscription_change, account, account_identity, psa_agreement,
    psa_line, psa_service, account_mapping, product_mapping, customer_mapping, account_mapping_version, product_mapping_version, mapping_answer,
    distributor_subscription, job cascade`.execute(owner.db);
  for (const [id, kind, side] of [
    [microsoft, 'partnerCenter', 'microsoft'],
    [psa, 'connectWise', 'psa'],
  ] as const)
    await db
      .insertInto('connection')
      .values({
        connection_id: id,
        kind,
        side,
        name: side,
        state: 'connected',
        settings: '{}',
        identity: id,
        created_at: clock.now(),
        changed_at: clock.now(),
      })
      .execute();
  await inAll(async (tx) => {
    await customerSyncer.keep(tx, reading(microsoft), [aCustomer(1), aCustomer(2), aCustomer(3, { name: 'Nobody knows' })]);
    for (const unit of await subscriptionSyncer.units(tx, microsoft)) {
      const n = Number(unit.remoteId.slice(-4));
      await subscriptionSyncer.keep(tx, reading(microsoft), unit, [aSubscription(n)]);
    }
    await accountSyncer('psa').keep(tx, reading(psa), [
      anAccount(1),
      anAccount(2, { name: 'Second', tenantIds: [guid(2)] }),
      anAccount(4, { name: 'Spare' }),
    ]);
    await psaServiceSyncer.keep(tx, reading(psa), [aService(1), aService(2, { microsoftKey: undefined, name: 'Other' })]);
    await psaAgreementSyncer.keep(tx, reading(psa), [anAgreement(1)]);
    for (const unit of await psaLineSyncer.units(tx, psa)) await psaLineSyncer.keep(tx, reading(psa), unit, [aLine(1)]);
  });
  await autoMap(context);
});

const accounts = async () =>
  (await listAccountMappings(context, { sort: 'name', descending: false, limit: 50, cursor: undefined, filter: {} })).rows;
const products = async () =>
  (await listProductMappings(context, { sort: 'name', descending: false, limit: 50, cursor: undefined, filter: {} })).rows;
const mappingOf = async (name: string) =>
  must(
    (await accounts()).find((row) => row.customerName === name),
    name,
  );
const decideFor = async (name: string, decision: Parameters<typeof decideAccountMapping>[2]) =>
  decideAccountMapping(context, idOf('mapping', (await mappingOf(name)).mappingId), decision);
const spare = async () =>
  must((await listTargets(context, { connectionId: psa, kind: 'account', q: 'spare' })).targets[0], 'the spare account').id;

test('accounts and products are matched by their evidence after a sync', async () => {
  expect((await accounts()).map(({ customerName, state, how }) => [customerName, state, how])).toEqual([
    ['Customer 1', 'mapped', 'linkedSubscriptions'],
    ['Customer 2', 'mapped', 'tenantId'],
    ['Nobody knows', 'unmapped', null],
  ]);
  expect(await products()).toMatchObject([{ state: 'mapped', how: 'microsoftKey', targetId: '101', subscriptions: 3, seats: 75 }]);
  expect(await countMappings(context)).toMatchObject({ accounts: { mapped: 2, unmapped: 1 }, products: { mapped: 1 } });
});

test('matching again changes nothing', async () => {
  expect(await autoMap(context)).toEqual({ accounts: 0, products: 0 });
});

test('the books of a mapped account belong to the reseller of its customer, unmapped ones to nobody', async () => {
  const { rows } = await inAll((tx) =>
    sql<{
      n: string;
      whose: string | null;
    }>`select account.name as n, line.reseller_id as whose from account left join psa_line line using (account_id) order by 1`.execute(tx),
  );

  expect(rows.map(({ n, whose }) => [n, whose === null])).toEqual([
    ['Customer 1', false],
    ['Second', true],
    ['Spare', true],
  ]);
});

describe('a decision of a person', () => {
  test('maps, shows on the customer, is in the trail, and has the books compared again once', async () => {
    const outcome = await decideFor('Nobody knows', { decision: 'map', targetId: await spare() });
    await decideFor('Customer 2', { decision: 'ignore', reason: 'Own tenant' });

    expect(outcome).toMatchObject({ status: 'decided', mapping: { state: 'mapped', how: 'manual', accountName: 'Spare' } });
    const customers = await listCustomers(context, {
      sort: 'name',
      descending: false,
      limit: 5,
      cursor: undefined,
      filter: {},
      count: true,
    });
    expect(customers.rows.map(({ psaMapping, readiness }) => [psaMapping, readiness])).toEqual([
      ['mapped', 'needsGdap'],
      ['ignored', 'excluded'],
      ['mapped', 'needsGdap'],
    ]);
    const trail = await inAll((tx) => tx.selectFrom('audit_event').select(['action', 'reason']).orderBy('seq', 'desc').limit(2).execute());
    expect(trail).toEqual([
      { action: 'mapping.account.ignore', reason: 'Own tenant' },
      { action: 'mapping.account.map', reason: null },
    ]);
    expect(await inAll((tx) => tx.selectFrom('job').select('kind').execute())).toEqual([{ kind: 'reconciliation' }]);
  });

  test('survives the next matching, and undo brings the evidence’s own back', async () => {
    await decideFor('Customer 2', { decision: 'unmap' });
    await autoMap(context);
    const kept = await mappingOf('Customer 2');

    const undone = await decideFor('Customer 2', { decision: 'undo' });

    expect(kept).toMatchObject({ state: 'unmapped', targetId: null });
    expect(undone).toMatchObject({ mapping: { state: 'mapped', how: 'tenantId', accountName: 'Second' } });
    expect(await decideFor('Customer 2', { decision: 'undo' })).toMatchObject({ because: 'nothingToUndo' });
  });

  test.each([
    ['an id that is none', 'x'],
    ['nobody', guid(5)],
  ])('that points to %s is refused', async (_what, targetId) => {
    expect(await decideFor('Customer 1', { decision: 'map', targetId })).toEqual({ status: 'refused', because: 'targetMissing' });
  });

  test('becomes stale when the account disappears', async () => {
    await decideFor('Nobody knows', { decision: 'map', targetId: await spare() });
    await sql`set app.reseller = '*'; update account set retired_at = now() where name = 'Spare'`.execute(owner.db);

    await autoMap(context);

    expect(await mappingOf('Nobody knows')).toMatchObject({ state: 'stale', decidedBy: context.actor.name });
  });

  test('about a product takes a service of the same PSA only', async () => {
    const id = idOf('mapping', must((await products())[0], 'a product').mappingId);

    expect(await decideProductMapping(context, id, { decision: 'map', targetId: '999' })).toMatchObject({ because: 'targetMissing' });
    expect(await decideProductMapping(context, id, { decision: 'map', targetId: '102' })).toMatchObject({
      mapping: { state: 'mapped', serviceName: 'Other' },
    });
    expect(await decideProductMapping(context, idOf('mapping', guid(3)), { decision: 'unmap' })).toMatchObject({ because: 'unknown' });
  });
});

describe('the pages of a customer', () => {
  const list = (filter: Parameters<typeof listCustomers>[1]['filter']) =>
    listCustomers(context, { sort: 'name', descending: true, limit: 5, cursor: undefined, filter, count: true });

  test.each([
    [{ q: 'NOBODY' }, ['Nobody knows']],
    [{ q: 'customer2.com' }, ['Customer 2']],
    [{ externalId: `microsoftTenant:${guid(1).toUpperCase()}` }, ['Customer 1']],
    [{ externalId: 'somethingElse:1' }, []],
    [{ psaMapping: ['unmapped' as const] }, ['Nobody knows']],
    [{ access: ['active' as const] }, []],
    [{ hasDifferences: true }, []],
    [{ connectionId: microsoft }, ['Nobody knows', 'Customer 2', 'Customer 1']],
    [{ connectionId: psa }, []],
  ])('are found by %j', async (filter, names) => {
    const page = await list(filter);

    expect(page.rows.map(({ name }) => name)).toEqual(names);
    expect(page.total).toEqual({ rows: names.length, exact: true });
  });

  test('show accounts, who sells to it, and what changed in plain words', async () => {
    const [customer] = (await list({ q: 'Customer 1' })).rows;
    const id = must(customer, 'a customer').customerId;
    await clock.advance(60_000);
    await inAll(async (tx) => {
      const [unit] = await subscriptionSyncer.units(tx, microsoft, { customerId: id });
      await subscriptionSyncer.keep(tx, reading(microsoft), must(unit, 'a unit'), [aSubscription(1, { seats: 30, autoRenew: false })]);
    });

    expect(await findCustomer(context, id)).toMatchObject({
      subscriptions: 1,
      connections: [{ name: 'microsoft', relationship: 'reseller' }],
      accounts: [{ state: 'mapped', accountName: 'Customer 1' }],
    });
    expect(await readTimeline(context, id)).toMatchObject([{ kind: 'change', detail: 'Seats 25 to 30, Auto-renewal on to off' }]);
    const [subscription] = (
      await listSubscriptions(context, { sort: 'seats', descending: true, limit: 1, cursor: undefined, filter: {}, count: false })
    ).rows;
    expect(await findSubscription(context, must(subscription, 'one').subscriptionId)).toMatchObject({
      seats: 30,
      history: [{ cause: 'sync' }],
    });
    expect(await findCustomer(context, guid(7))).toBeUndefined();
    expect(await readTimeline(context, guid(7))).toBeUndefined();
  });
});
