import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aDistributorSubscription, aLine, anAccount, anAgreement, aService, guid } from '../../../test/support/records.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Kept, ListSyncer } from '../reading.ts';
import {
  accountSyncer,
  distributorProductSyncer,
  distributorSubscriptionSyncer,
  keepLines,
  psaAgreementSyncer,
  psaLineSyncer,
  psaServiceSyncer,
} from './index.ts';

const { db, owner } = await aDatabase();
const { context } = aContext(db);

const [psa, other] = [guid(1), guid(2)];
const at = (minute: number): Temporal.Instant => Temporal.Instant.from('2026-11-21T08:00:00Z').add({ minutes: minute });
const reading = (minute: number, connectionId = psa) => ({ connectionId, seenAt: at(minute), ids: context.ids });

const keep = <Item>(syncer: ListSyncer<never, Item>, items: readonly Item[], minute = 0, connectionId = psa): Promise<Kept> =>
  inScope(db, everything, (tx) => syncer.keep(tx, reading(minute, connectionId), items));
const retire = <Item>(syncer: ListSyncer<never, Item>, since: number, connectionId = psa): Promise<number> =>
  inScope(db, everything, (tx) => syncer.retire(tx, reading(since + 1, connectionId), at(since)));
const rowsOf = (table: keyof Tables): Promise<readonly Record<string, unknown>[]> =>
  inScope(
    db,
    everything,
    async (tx) => (await sql<Record<string, unknown>>`select * from ${sql.table(table)} order by remote_id`.execute(tx)).rows,
  );
const keepLinesAt = (minute: number, lines: Parameters<typeof keepLines>[3], account = '1001'): Promise<Kept> =>
  inScope(db, everything, (tx) => keepLines(tx, reading(minute), account, lines));

beforeEach(async () => {
  await sql`truncate account, account_identity, account_mapping, distributor_subscription, distributor_subscription_change, distributor_product, psa_agreement, psa_line, psa_line_change, psa_service,
    connection cascade`.execute(owner.db);
  for (const id of [psa, other])
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${id}::uuid, 'connectWise', 'psa', ${id}, 'connected', '{}', ${id}, now(), now())`.execute(owner.db);
});

/** Every kind of record that is listed: how it is kept does not depend on what it is. */
const kinds = [
  { name: 'account', table: 'account', syncer: accountSyncer('psa'), one: anAccount(1), changed: anAccount(1, { name: 'Renamed' }) },
  {
    name: 'distributor product',
    table: 'distributor_product',
    syncer: distributorProductSyncer,
    one: { remoteId: 'p1', name: 'Premium', vendorSku: 'CFQ7TTC0LCHC:0002' },
    changed: { remoteId: 'p1', name: 'Premium', vendorSku: undefined },
  },
  {
    name: 'distributor subscription',
    table: 'distributor_subscription',
    syncer: distributorSubscriptionSyncer,
    one: aDistributorSubscription(1),
    changed: aDistributorSubscription(1, { seats: 30 }),
  },
  {
    name: 'agreement',
    table: 'psa_agreement',
    syncer: psaAgreementSyncer,
    one: anAgreement(1),
    changed: anAgreement(1, { nextInvoiceOn: '2027-01-01' }),
  },
  { name: 'service', table: 'psa_service', syncer: psaServiceSyncer, one: aService(1), changed: aService(1, { price: '23.00' }) },
] as const;

describe.each(kinds)('a $name', ({ table, syncer: given, one, changed, name }) => {
  // The table of kinds mixes record types; each row's own syncer takes each row's own records.
  const syncer = given as unknown as ListSyncer<never, unknown>;

  beforeEach(async () => {
    if (name !== 'account') await keep(accountSyncer('psa'), [anAccount(1)]);
  });

  test('is kept once, however often it is read', async () => {
    expect(await keep(syncer, [one])).toEqual({ created: 1, updated: 0, unchanged: 0, refused: [] });
    expect(await keep(syncer, [one], 1)).toEqual({ created: 0, updated: 0, unchanged: 1, refused: [] });
    expect(await keep(syncer, [one, one], 2)).toMatchObject({ created: 0, updated: 0 });
    expect(await rowsOf(table)).toHaveLength(1);
  });

  test('that changed is changed, with the instant of the change', async () => {
    await keep(syncer, [one]);

    expect(await keep(syncer, [changed], 5)).toMatchObject({ created: 0, updated: 1, unchanged: 0 });

    expect((await rowsOf(table))[0]).toMatchObject({ changed_at: at(5), seen_at: at(5) });
  });

  test('that was only seen again keeps the instant of its last change', async () => {
    await keep(syncer, [one]);
    await keep(syncer, [one], 5);

    expect((await rowsOf(table))[0]).toMatchObject({ changed_at: at(0), seen_at: at(5) });
  });

  test('as it was earlier never overwrites how it is now', async () => {
    await keep(syncer, [changed], 5);
    const now = await rowsOf(table);

    expect(await keep(syncer, [one], 3)).toMatchObject({ created: 0, updated: 0 });
    expect(await rowsOf(table)).toEqual(now);
  });

  test('that a complete reading did not see is retired, and back when it is seen again', async () => {
    await keep(syncer, [one]);

    expect(await retire(syncer, 10)).toBe(1);
    expect((await rowsOf(table))[0]).toMatchObject({ retired_at: at(11) });
    expect(await retire(syncer, 20)).toBe(0);

    expect(await keep(syncer, [one], 30)).toMatchObject({ updated: 1 });
    expect((await rowsOf(table))[0]).toMatchObject({ retired_at: null });
  });

  test('of another connection is left alone', async () => {
    await keep(syncer, [one]);

    expect(await retire(syncer, 10, other)).toBe(0);
    expect((await rowsOf(table))[0]).toMatchObject({ retired_at: null });
  });
});

describe('what belongs to a company that was not read', () => {
  test.each([
    ['a distributor subscription', distributorSubscriptionSyncer, [aDistributorSubscription(7)], 'pax-7'],
    ['an agreement', psaAgreementSyncer, [anAgreement(7)], '3007'],
  ] as const)('%s is set apart with its reason, and stops no other', async (_what, syncer, items, remoteId) => {
    const kept = await keep(syncer as unknown as ListSyncer<never, unknown>, items);

    expect(kept).toMatchObject({ created: 0, refused: [{ remoteId, reason: 'belongs to company 1007, which was not read' }] });
    expect(JSON.parse(kept.refused[0]?.raw ?? '')).toMatchObject({ remoteId });
  });

  test('the others of the same page are kept', async () => {
    await keep(accountSyncer('distributor'), [anAccount(1)]);

    const kept = await keep(distributorSubscriptionSyncer, [
      aDistributorSubscription(1),
      aDistributorSubscription(7),
      aDistributorSubscription(2, { accountRemoteId: '1001' }),
    ]);

    expect(kept).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
    expect(kept.refused).toHaveLength(1);
  });
});

describe('accounts', () => {
  test('of the same number at two remotes are two', async () => {
    await keep(accountSyncer('psa'), [anAccount(1)], 0, psa);
    await keep(accountSyncer('psa'), [anAccount(1)], 0, other);

    const rows = await rowsOf('account');
    expect(new Set(rows.map((row) => row['account_id'])).size).toBe(2);
  });

  test('read by two workers at once are one each', async () => {
    const many = Array.from({ length: 30 }, (_, n) => anAccount(n));
    const syncer = accountSyncer('psa');

    await Promise.all([keep(syncer, many), keep(syncer, many), keep(syncer, many)]);

    expect(await rowsOf('account')).toHaveLength(30);
  });
});

describe('lines of an agreement', () => {
  const unitOf = async () => {
    const units = await inScope(db, everything, (tx) => psaLineSyncer.units(tx, psa));
    return units.map(({ key, name, remoteId, parentRemoteId, known }) => ({ key, name, remoteId, parentRemoteId, known }));
  };

  beforeEach(async () => {
    await keep(accountSyncer('psa'), [anAccount(1), anAccount(2)]);
    await keep(psaAgreementSyncer, [anAgreement(2), anAgreement(1)]);
  });

  test('are read agreement by agreement, in the same order every time', async () => {
    expect(await unitOf()).toEqual([
      { key: '3001', name: 'Customer 1: Microsoft Cloud Services', remoteId: '3001', parentRemoteId: '1001', known: 0 },
      { key: '3002', name: 'Customer 2: Microsoft Cloud Services', remoteId: '3002', parentRemoteId: '1002', known: 0 },
    ]);
  });

  test('keep every digit of quantity and price', async () => {
    await keepLinesAt(0, [aLine(1, { quantity: '25.125', unitPrice: '22.000001', unitCost: '0.00000000001' })]);

    expect((await rowsOf('psa_line'))[0]).toMatchObject({ quantity: '25.125', unit_price: '22.000001', unit_cost: '0.00000000001' });
  });

  test('that write the same amount with other digits have not changed', async () => {
    await keepLinesAt(0, [aLine(1, { quantity: '25', unitPrice: '22.00' })]);

    expect(await keepLinesAt(1, [aLine(1, { quantity: '25.0', unitPrice: '22' })])).toMatchObject({ updated: 0, unchanged: 1 });
  });

  test('that changed are remembered as they were, with when and by whom the PSA says that it was', async () => {
    const at = Temporal.Instant.from('2026-11-20T10:00:00Z');
    await keepLinesAt(0, [aLine(1, { quantity: '25', unitPrice: '22.00' }), aLine(2)]);
    await keepLinesAt(1, [aLine(1, { quantity: '30', unitPrice: '22', version: 'other', changed: { at, by: 'jdoe' } }), aLine(2)]);
    await inScope(db, everything, (tx) =>
      psaLineSyncer.retire(tx, reading(2), { key: '3001', name: '', id: '', remoteId: '3001', parentRemoteId: '1001', known: 2 }),
    );

    const changes = (await rowsOf('psa_line_change'))
      .toSorted((a, b) => (String(a['at']) < String(b['at']) ? -1 : 1))
      .map((row) => [row['remote_id'], row['changes'], row['remote_changed_at'], row['remote_changed_by']]);
    expect(changes).toEqual([
      ['5001', { quantity: { before: '25', after: '30' } }, at, 'jdoe'],
      ['5001', { retired: { before: false, after: true } }, null, null],
    ]);
  });

  test('that an agreement no longer has are retired with it alone', async () => {
    await keepLinesAt(0, [aLine(1), aLine(2, { agreementRemoteId: '3001' })]);
    await keepLinesAt(0, [aLine(3, { agreementRemoteId: '3002' })], '1002');
    await keepLinesAt(10, [aLine(1)]);
    const unit = { key: '3001', name: '', id: '', remoteId: '3001', parentRemoteId: '1001', known: 2 };

    expect(await inScope(db, everything, (tx) => psaLineSyncer.retire(tx, reading(10), unit))).toBe(1);

    const live = (await rowsOf('psa_line')).filter((row) => row['retired_at'] === null).map((row) => row['remote_id']);
    expect(live).toEqual(['5001', '5003']);
    expect((await unitOf()).map(({ known }) => known)).toEqual([1, 1]);
  });

  test('of an account that is not kept are a mistake of ours and are said to be', async () => {
    await expect(keepLinesAt(0, [aLine(1)], '9999')).rejects.toThrow('9999');
  });

  test('can be read again for the chosen agreements only', async () => {
    const units = await inScope(db, everything, (tx) => psaLineSyncer.units(tx, psa, { remoteIds: ['3002'] }));

    expect(units.map(({ remoteId }) => remoteId)).toEqual(['3002']);
  });

  test('of a retired agreement are not asked for any more', async () => {
    await keep(psaAgreementSyncer, [anAgreement(1)], 10);
    await retire(psaAgreementSyncer, 10);

    expect((await unitOf()).map(({ remoteId }) => remoteId)).toEqual(['3001']);
  });
});

test('what changes of a distributor subscription is written down, so that an earlier month can be judged as it was', async () => {
  await keep(accountSyncer('distributor'), [anAccount(1)]);
  await keep(distributorSubscriptionSyncer, [aDistributorSubscription(1)]);
  await keep(distributorSubscriptionSyncer, [aDistributorSubscription(1, { seats: 30, unitCost: '11.50' })], 5);
  await keep(distributorSubscriptionSyncer, [aDistributorSubscription(1, { seats: 30, unitCost: '11.5' })], 9);

  expect(await rowsOf('distributor_subscription_change')).toMatchObject([
    { at: at(5), changes: { seats: { before: 25, after: 30 }, unit_cost: { before: '17.6', after: '11.5' } } },
  ]);
});

test('a distributor that is switched off for costs and access keeps neither, and both are back with the next reading', async () => {
  const costs = async () => (await rowsOf('distributor_subscription')).map((row) => row['unit_cost']);
  const told = async () => (await rowsOf('account')).map((row) => row['access_told']);
  const account = { ...anAccount(1), accessTold: { [guid(1)]: 'ACTIVE' } };
  const read = async (minute: number) => {
    await keep(accountSyncer('distributor'), [account], minute);
    await keep(
      distributorSubscriptionSyncer,
      [aDistributorSubscription(1, { accountRemoteId: account.remoteId, unitCost: '9.5' })],
      minute,
    );
  };

  await read(1);
  expect([await costs(), await told()]).toEqual([['9.5'], [{ [guid(1)]: 'ACTIVE' }]]);
  await sql`update connection set purposes = '{}'`.execute(owner.db);
  await read(2);
  expect([await costs(), await told()]).toEqual([[null], [{}]]);
  await sql`update connection set purposes = '{costs,access}'`.execute(owner.db);
  await read(3);
  expect([await costs(), await told()]).toEqual([['9.5'], [{ [guid(1)]: 'ACTIVE' }]]);
});
