import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aDistributorSubscription, anAccount, guid } from '../../../../test/support/records.ts';
import type { DistributorPrice } from '../../../model/distributor-price.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { accountSyncer, distributorSubscriptionSyncer } from '../../books/index.ts';
import { findDistributorPrice, listDistributorPrices, type PriceFilter } from './list.ts';
import { distributorPriceSyncer } from './sync.ts';

const { db, owner } = await aDatabase();
const { context } = aContext(db);

const pax8 = guid(1);
const at = (minute: number): Temporal.Instant => Temporal.Instant.from('2026-11-21T08:00:00Z').add({ minutes: minute });
const reading = (minute: number) => ({ connectionId: pax8, seenAt: at(minute), ids: context.ids });
const scoped = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> => inScope(db, everything, work);
const product = { key: 'p', name: 'Business Basic', id: 'p', remoteId: 'p', parentRemoteId: '', known: 0 };

const price = (cost: string, over: Partial<DistributorPrice> = {}): DistributorPrice => ({
  productRemoteId: 'p',
  billingTerm: 'Monthly',
  commitment: '1-Year',
  term: 'P1Y',
  frequency: 'monthly',
  kind: 'flat',
  unit: 'User',
  rates: [{ from: '1', to: '300', per: 'unit', cost, retail: '30.000' }],
  ...over,
});
const keep = (minute: number, ...prices: readonly DistributorPrice[]) =>
  scoped((tx) => distributorPriceSyncer.keep(tx, reading(minute), product, prices));
const retire = (minute: number) => scoped((tx) => distributorPriceSyncer.retire(tx, reading(minute), product));
const versions = () =>
  scoped(async (tx) => {
    const { rows } =
      await sql<object>`select billing_term as billed, cost::text as cost, currency, read_at, seen_at, ended_at from distributor_price
      order by billing_term, read_at`.execute(tx);
    return rows;
  });
const buy = (...goods: readonly Partial<Parameters<typeof aDistributorSubscription>[1]>[]) =>
  scoped((tx) =>
    distributorSubscriptionSyncer.keep(
      tx,
      reading(0),
      goods.map((one, n) => aDistributorSubscription(n + 1, { accountRemoteId: anAccount(1).remoteId, productRemoteId: 'p', ...one })),
    ),
  );

beforeEach(async () => {
  await sql`truncate account, account_identity, distributor_subscription, distributor_product, distributor_price, connection cascade`.execute(
    owner.db,
  );
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${pax8}::uuid, 'pax8', 'distributor', 'Pax8', 'connected', '{}', 'pax8', now(), now())`.execute(owner.db);
  await scoped((tx) => accountSyncer('distributor').keep(tx, reading(0), [anAccount(1)]));
});

test('a price is known from the reading that told it, with every digit and in the currency that is bought in', async () => {
  await buy({ currency: 'EUR' });

  expect(await keep(1, price('21.125'))).toMatchObject({ created: 1, updated: 0, unchanged: 0 });
  expect(await keep(2, price('21.1250'))).toMatchObject({ created: 0, updated: 0, unchanged: 1 });

  expect(await versions()).toEqual([
    { billed: 'Monthly', cost: '21.125', currency: 'EUR', read_at: at(1), seen_at: at(2), ended_at: null },
  ]);
});

test('a price that moved is another version, and the one before ends with the reading that found it', async () => {
  await buy({});
  await keep(1, price('21'));
  await keep(2, price('21'));

  expect(await keep(3, price('22'))).toMatchObject({ updated: 1 });
  expect(await keep(2, price('23'))).toMatchObject({ unchanged: 1 }); // an older reading that comes late

  expect(await versions()).toMatchObject([
    { cost: '21', read_at: at(1), seen_at: at(2), ended_at: at(3) },
    { cost: '22', read_at: at(3), seen_at: at(3), ended_at: null },
  ]);
});

test('a price that is no longer offered ends, and its history stays; what comes back begins anew', async () => {
  await keep(1, price('21'), price('240', { billingTerm: 'Annual', frequency: 'annual' }));

  await keep(2, price('21'));
  expect(await retire(2)).toBe(1);
  await keep(3, price('21'), price('240', { billingTerm: 'Annual', frequency: 'annual' }));

  expect(await versions()).toMatchObject([
    { billed: 'Annual', read_at: at(1), ended_at: at(2) },
    { billed: 'Annual', read_at: at(3), ended_at: null },
    { billed: 'Monthly', read_at: at(1), seen_at: at(3), ended_at: null },
  ]);
});

test('two prices for the same say nothing and are set apart; the others are kept', async () => {
  const kept = await keep(1, price('21'), price('22'), price('240', { billingTerm: 'Annual' }));

  expect(kept).toMatchObject({ created: 1, refused: [{ reason: 'has two prices for Monthly and 1-Year' }, {}] });
  expect(await versions()).toMatchObject([{ billed: 'Annual' }]);
});

test('where several currencies are bought in, a price has none', async () => {
  await buy({ currency: 'USD', productRemoteId: 'other' }, { currency: 'EUR', productRemoteId: 'other' });
  await keep(1, price('21'));

  expect(await versions()).toMatchObject([{ currency: null }]);
});

test('asked for are the products that are bought, each once, by the name of the catalogue', async () => {
  await buy(
    {},
    {},
    { productRemoteId: 'gone', status: 'cancelled' },
    { productRemoteId: '' },
    { productRemoteId: 'q', productName: 'Backup' },
  );
  await keep(1, price('21'), price('240', { billingTerm: 'Annual' }));

  expect(await scoped((tx) => distributorPriceSyncer.units(tx, pax8))).toMatchObject([
    { remoteId: 'p', known: 2 },
    { remoteId: 'q', name: 'Backup', known: 0 },
  ]);
});

describe('the list of prices', () => {
  const list = (filter: PriceFilter = {}, over: { readonly sort?: string; readonly limit?: number; readonly cursor?: string } = {}) =>
    listDistributorPrices(context, { sort: 'productName', descending: false, limit: 50, cursor: undefined, count: true, filter, ...over });
  const seen = async (filter?: PriceFilter) =>
    (await list(filter)).rows.map(({ billingTerm, cost, change, previous }) => [billingTerm, cost, change, previous?.cost ?? null]);
  const annual = price('240', { billingTerm: 'Annual', frequency: 'annual' });

  test('has what the last reading brought, what it changed, and on request what is gone', async () => {
    await keep(1, price('21'), annual);
    expect(await seen()).toEqual([
      ['Annual', '240', 'same', null],
      ['Monthly', '21', 'same', null],
    ]);

    await keep(2, price('22'), price('700', { billingTerm: '3-Year', frequency: 'triennial' }));
    await retire(2);

    expect((await seen()).toSorted()).toEqual([
      ['3-Year', '700', 'new', null],
      ['Monthly', '22', 'changed', '21'],
    ]);
    expect(await seen({ change: ['gone', 'changed'] })).toHaveLength(2);
    expect(await list({ change: ['gone'] })).toMatchObject({ rows: [{ billingTerm: 'Annual', readAt: at(2) }], total: { rows: 1 } });
  });

  test('says since when a price is known, and a day without change makes it the same again', async () => {
    await keep(1, price('21'));
    await keep(2, price('22'));
    await keep(3, price('22'));

    expect((await list()).rows).toMatchObject([
      { change: 'same', since: at(2), knownSince: at(1), readAt: at(3), previous: { cost: '21', lastReadAt: at(1) } },
    ]);
  });

  test('is found by a part of the name, term and connection, and read page by page', async () => {
    await buy({ productName: 'Business Basic' });
    await keep(1, price('21'), annual, price('700', { billingTerm: '3-Year', term: 'P3Y', frequency: 'triennial' }));

    expect(await seen({ q: 'basic', frequency: ['annual'] })).toHaveLength(1);
    expect(await seen({ q: 'premium' })).toEqual([]);
    expect(await seen({ connectionId: guid(9) })).toEqual([]);
    const first = await list({}, { limit: 2, sort: 'since' });
    const rest = await list({}, { limit: 2, sort: 'since', cursor: first.nextCursor ?? '' });
    expect([first.rows.length, rest.rows.length, new Set([...first.rows, ...rest.rows].map(({ priceId }) => priceId)).size]).toEqual([
      2, 1, 3,
    ]);
  });

  test('shows all that was read of one price, also by the id of an old version', async () => {
    await keep(1, price('21'));
    const [old] = (await list()).rows;
    await keep(2, price('22'));

    expect(await findDistributorPrice(context, old?.priceId ?? '')).toMatchObject({
      cost: '22',
      versions: [
        { cost: '22', endedAt: null },
        { cost: '21', readAt: at(1), endedAt: at(2) },
      ],
    });
    expect(await findDistributorPrice(context, guid(9))).toBeUndefined();
  });
});
