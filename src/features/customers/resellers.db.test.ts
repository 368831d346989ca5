import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aDirectory } from '../../../test/support/fake-directory.ts';
import { aMarketplace } from '../../../test/support/fake-remotes.ts';
import { aCustomer, guid } from '../../../test/support/records.ts';
import type { IndirectReseller } from '../../connectors/ports.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { addCustomer, type CustomerFilter, customerSyncer, listCustomers, listResellers, resellerSyncer } from './index.ts';

const { db, owner } = await aDatabase();
const marketplace = aMarketplace();
let resellers: readonly IndirectReseller[] = [];
const directory = { ...aDirectory(() => marketplace.state.customers), resellers: () => Promise.resolve(resellers) };
const remote = { ...marketplace, directory };
const { context, clock } = aContext(db, { openRemote: () => remote });
const [direct, provider, below] = [guid(1), guid(2), guid(3)];

const sync = async (connectionId: string, ...customers: readonly ReturnType<typeof aCustomer>[]): Promise<void> => {
  await clock.advance(1_000);
  await inScope(db, everything, (tx) => customerSyncer.keep(tx, { connectionId, seenAt: clock.now(), ids: context.ids }, customers));
};
const tell = async (...told: readonly IndirectReseller[]) => {
  resellers = told;
  await clock.advance(1_000);
  const reading = { connectionId: provider, seenAt: clock.now(), ids: context.ids };
  const kept = [];
  for await (const { items } of resellerSyncer.list(remote))
    kept.push(await inScope(db, everything, (tx) => resellerSyncer.keep(tx, reading, items)));
  await inScope(db, everything, (tx) => resellerSyncer.retire(tx, reading, reading.seenAt));
  return kept[0];
};
const rows = async (filter: CustomerFilter = {}) =>
  (await listCustomers(context, { sort: 'name', descending: false, limit: 50, cursor: undefined, filter, count: true })).rows;
const names = async (filter: CustomerFilter) => (await rows(filter)).map(({ name }) => name);

beforeEach(async () => {
  await sql`truncate customer, customer_identity, customer_connection, customer_reseller, expected_customer, connection cascade`.execute(
    owner.db,
  );
  for (const [id, partnerType] of [
    [direct, 'directBill'],
    [provider, 'indirectProvider'],
    [below, 'indirectReseller'],
  ] as const)
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${id}::uuid, 'partnerCenter', 'microsoft', ${id}, 'connected', ${JSON.stringify({
        ...{ kind: 'partnerCenter', cloud: 'global', partnerType, tenantId: id, clientId: 'app' },
      })}, ${id}, now(), now())`.execute(owner.db);
  await sync(direct, aCustomer(1, { name: 'Adatum' }));
  await sync(provider, aCustomer(2, { name: 'Boulder' }), aCustomer(3, { name: 'Cohovine' }));
  await sync(below, aCustomer(1, { name: 'Adatum' }), aCustomer(4, { name: 'Datum' }));
});

describe('how customers are sold to', () => {
  test('is told of each, and the list is narrowed to it', async () => {
    expect((await rows()).map(({ name, partnerTypes }) => [name, ...partnerTypes])).toEqual([
      ['Adatum', 'directBill', 'indirectReseller'],
      ['Boulder', 'indirectProvider'],
      ['Cohovine', 'indirectProvider'],
      ['Datum', 'indirectReseller'],
    ]);
    expect(await names({ partnerType: ['indirectReseller'] })).toEqual(['Adatum', 'Datum']);
    expect(await names({ partnerType: ['directBill', 'indirectProvider'] })).toEqual(['Adatum', 'Boulder', 'Cohovine']);
  });

  test('by an account that left is not told any more', async () => {
    await sql`update customer_connection set retired_at = now() where connection_id = ${below}::uuid`.execute(owner.db);

    expect(await names({ partnerType: ['indirectReseller'] })).toEqual([]);
  });
});

describe('the resellers below an indirect provider', () => {
  const northwind = { mpnId: '4711', name: 'Northwind', customerTenantIds: [guid(2), guid(3)] };
  const tailspin = { mpnId: '4712', name: 'Tailspin', customerTenantIds: [guid(3), guid(99)] };

  test('stand at their customers with their partner id, several at one, and find them', async () => {
    expect(await tell(northwind, tailspin)).toMatchObject({ created: 3, updated: 0, unchanged: 1 });
    expect(await tell(northwind, tailspin)).toMatchObject({ created: 0, updated: 0, unchanged: 4 });

    expect((await rows()).map(({ resellers: told }) => told.map(({ mpn }) => mpn))).toEqual([[], ['4711'], ['4711', '4712'], []]);
    expect(await names({ resellerMpn: '4712' })).toEqual(['Cohovine']);
    expect(await names({ resellerMpn: '471' })).toEqual([]);
  });

  test('that Microsoft does not tell any more go; another name is kept', async () => {
    await tell(northwind, tailspin);

    expect(await tell({ ...northwind, name: 'Northwind Traders' })).toMatchObject({ created: 0, updated: 2 });

    expect((await rows())[2]?.resellers).toEqual([{ mpn: '4711', name: 'Northwind Traders' }]);
  });

  test('given with a customer that is expected go with it when it comes, until Microsoft tells another', async () => {
    const wish = { name: 'Elm', domain: 'elm.com', tenantId: '', email: 'ana@elm.com', country: 'US', note: '' };
    await addCustomer(context, { ...wish, connectionId: provider, resellerMpn: '4712' });
    await sync(provider, aCustomer(5, { name: 'Elm', domain: 'elm.com' }));
    expect((await rows({ q: 'elm' }))[0]?.resellers).toEqual([{ mpn: '4712', name: '' }]);

    await tell(tailspin);
    expect((await rows({ q: 'elm' }))[0]?.resellers).toEqual([{ mpn: '4712', name: '' }]);
    await tell({ ...northwind, customerTenantIds: [guid(5)] });

    expect((await rows({ q: 'elm' }))[0]?.resellers).toEqual([{ mpn: '4711', name: 'Northwind' }]);
  });
});

test('resellers are listed by name with how many customers each has; those of customers that are gone are not', async () => {
  await tell(
    { mpnId: '4711', name: 'Alpine IT', customerTenantIds: [guid(2), guid(3)] },
    { mpnId: '4712', name: 'Brook Ltd', customerTenantIds: [guid(3)] },
  );
  const counts = async () => (await listResellers(context)).map(({ mpn, name, customers }) => `${name} ${mpn}: ${String(customers)}`);
  expect(await counts()).toEqual(['Alpine IT 4711: 2', 'Brook Ltd 4712: 1']);

  await sql`update customer set retired_at = now() where tenant_id = ${guid(3)}`.execute(owner.db);

  expect(await counts()).toEqual(['Alpine IT 4711: 1']);
});
