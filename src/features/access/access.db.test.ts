import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aCustomer, guid } from '../../../test/support/records.ts';
import type { AccessRelationship } from '../../model/access.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { customerSyncer } from '../customers/index.ts';
import { accessSyncer } from './index.ts';

const { db, owner } = await aDatabase();
const { context } = aContext(db);

const [one, two] = [guid(1), guid(2)];
const at = (minute: number): Temporal.Instant => Temporal.Instant.from('2026-11-21T08:00:00Z').add({ minutes: minute });
const inDays = (days: number): Temporal.Instant => at(0).add({ hours: days * 24 });
const reading = (minute: number, connectionId: string) => ({ connectionId, seenAt: at(minute), ids: context.ids });

const relationship = (n: number, more: Partial<AccessRelationship> = {}): AccessRelationship => ({
  remoteId: `${guid(500 + n)}-${guid(n)}`,
  customerTenantId: guid(n),
  displayName: `GDAP ${n}`,
  remoteStatus: 'active',
  state: 'active',
  endsAt: inDays(300),
  roleIds: ['role-a', 'role-b'],
  autoExtends: false,
  ...more,
});

const keep = (relationships: readonly AccessRelationship[], minute = 0, connectionId = one) =>
  inScope(db, everything, (tx) => accessSyncer.keep(tx, reading(minute, connectionId), relationships));
const retire = (since: number, connectionId = one) =>
  inScope(db, everything, (tx) => accessSyncer.retire(tx, reading(since + 1, connectionId), at(since)));
const accessOf = async (n: number) =>
  inScope(db, everything, (tx) =>
    tx.selectFrom('customer').select(['access_state', 'access_ends_at']).where('tenant_id', '=', guid(n)).executeTakeFirstOrThrow(),
  );

beforeEach(async () => {
  await sql`truncate customer, customer_identity, customer_connection, access_relationship cascade`.execute(owner.db);
  await inScope(db, everything, async (tx) => {
    await customerSyncer.keep(tx, reading(0, one), [aCustomer(1), aCustomer(2)]);
    await customerSyncer.keep(tx, reading(0, two), [aCustomer(1)]);
  });
});

describe('delegated access of a customer', () => {
  test('is missing until a relationship is read', async () => {
    expect(await accessOf(1)).toEqual({ access_state: 'missing', access_ends_at: null });
  });

  test('is what its best relationship says, and ends when that ends', async () => {
    await keep([
      relationship(1),
      relationship(1, { remoteId: 'later', endsAt: inDays(700) }),
      relationship(1, { remoteId: 'old', state: 'expired', endsAt: inDays(-5) }),
    ]);

    expect(await accessOf(1)).toEqual({ access_state: 'active', access_ends_at: inDays(700) });
    expect(await accessOf(2)).toMatchObject({ access_state: 'missing' });
  });

  test('is expired when its end has passed, whatever Microsoft still calls it', async () => {
    await keep([relationship(1, { endsAt: inDays(-1) })]);

    expect(await accessOf(1)).toEqual({ access_state: 'expired', access_ends_at: inDays(-1) });
  });

  test('is missing again when its only relationship is gone', async () => {
    await keep([relationship(1)]);

    expect(await retire(10)).toBe(1);

    expect(await accessOf(1)).toEqual({ access_state: 'missing', access_ends_at: null });
  });

  test('stays when the relationship of another account is gone', async () => {
    await keep([relationship(1)], 0, one);
    await keep([relationship(1, { remoteId: 'of the other' })], 0, two);

    await retire(10, one);

    expect(await accessOf(1)).toMatchObject({ access_state: 'active' });
  });
});

describe('reading relationships', () => {
  test('twice changes nothing, and every one read is counted once', async () => {
    const all = [relationship(1), relationship(2)];

    expect(await keep(all)).toEqual({ created: 2, updated: 0, unchanged: 0, refused: [] });
    expect(await keep(all, 1)).toEqual({ created: 0, updated: 0, unchanged: 2, refused: [] });
    expect(await keep([relationship(1, { endsAt: inDays(480) }), relationship(2)], 2)).toEqual({
      created: 0,
      updated: 1,
      unchanged: 1,
      refused: [],
    });
  });

  test('of nobody’s customers is counted and kept for nobody', async () => {
    const kept = await keep([relationship(9), relationship(1, { remoteId: 'invitation', customerTenantId: undefined, state: 'pending' })]);

    expect(kept).toEqual({ created: 0, updated: 0, unchanged: 2, refused: [] });
    expect(await accessOf(1)).toMatchObject({ access_state: 'missing' });
  });

  test('of another account’s customers says nothing about ours', async () => {
    await keep([relationship(2)], 0, two);

    expect(await accessOf(2)).toMatchObject({ access_state: 'missing' });
  });

  test('in any order ends in the same state', async () => {
    const all = [
      relationship(1, { state: 'pending', remoteStatus: 'approvalPending', endsAt: undefined }),
      relationship(1, { remoteId: 'b' }),
      relationship(2, { state: 'error' }),
    ];
    await keep(all);
    const there = [await accessOf(1), await accessOf(2)];
    await sql`truncate access_relationship`.execute(owner.db);

    for (const each of all.toReversed()) await keep([each], 1);

    expect([await accessOf(1), await accessOf(2)]).toEqual(there);
  });

  test('of nothing is nothing', async () => {
    expect(await keep([])).toEqual({ created: 0, updated: 0, unchanged: 0, refused: [] });
    expect(await retire(10)).toBe(0);
  });
});
