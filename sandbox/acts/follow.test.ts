import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { type Opened, openSandbox } from '../partner-center/open-sandbox.ts';
import type { DistributorSubscription, Subscription } from '../world/types.ts';
import { put } from '../world/world.ts';
import { follow } from './follow.ts';

// The second partner account buys through Pax8: what a program changes there by Partner Center's API is the distributor's business too.
let sandbox: Opened;
beforeEach(async () => {
  sandbox = await openSandbox(1);
});
afterEach(() => sandbox.close());

/** A subscription of the account with its sister at Pax8. */
function linked(over: Partial<Subscription> = {}): Subscription {
  const { tables } = sandbox.world;
  const found = must(
    tables.subscriptions
      .by('accountId', sandbox.account.id)
      .find(
        (row) =>
          row.status === 'active' && tables.distributorSubscriptions.by('vendorSubscriptionId', row.id)[0]?.quantity === row.quantity,
      ),
    'linked subscription',
  );
  const row = { ...found, cancellationAllowedUntil: '2026-11-27T00:00:00Z', ...over };
  sandbox.world.apply({ kind: 'test.laid', actor: { kind: 'system', name: 'test' }, cause: 'test', changes: [put('subscriptions', row)] });
  return row;
}

const atPax8 = ({ id }: Subscription): DistributorSubscription =>
  must(sandbox.world.tables.distributorSubscriptions.by('vendorSubscriptionId', id)[0], 'subscription at Pax8');

const patch = (row: Subscription, body: object) =>
  sandbox.ask(`/v1/customers/${row.customerId}/subscriptions/${row.id}`, {
    method: 'PATCH',
    body: { autoRenewEnabled: row.autoRenew, ...body },
  });

function turnAccepted(value: number): void {
  sandbox.world.apply({
    kind: 'test.turned',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('switches', { id: 'accepted', value: { seconds: value } })],
  });
}

describe("what is changed by Partner Center's API reaches Pax8", () => {
  test('seats that were added', async () => {
    const row = linked();

    const answer = await patch(row, { quantity: row.quantity + 5 });

    expect(answer.status).toBe(200);
    expect(atPax8(row)).toMatchObject({ quantity: row.quantity + 5, status: 'Active', updatedAt: '2026-11-21T10:00:00.000Z' });
    expect(atPax8(row).history.at(-1)).toMatchObject({ quantity: row.quantity });
  });

  test('a cancellation inside the window', async () => {
    const row = linked();

    await patch(row, { status: 'deleted' });

    expect(atPax8(row)).toMatchObject({ status: 'Cancelled', endDate: '2026-11-21T10:00:00.000Z', quantity: row.quantity });
  });

  test('the event says that the distributor took it over, after the one at Microsoft', async () => {
    const row = linked();

    await patch(row, { quantity: row.quantity + 1 });

    const events = sandbox.world.events.filter(({ changes }) =>
      changes.some(({ table }) => table === 'subscriptions' || table === 'distributorSubscriptions'),
    );
    expect(events.slice(-2)).toMatchObject([
      { kind: 'subscription.quantityChanged', about: { subscriptionId: row.id } },
      { kind: 'distributor.followed', cause: 'microsoft', actor: { kind: 'system' }, about: { subscriptionId: atPax8(row).id } },
    ]);
  });

  test.each([
    ['a new name', { friendlyName: 'Sales' }],
    ['automatic renewal', { autoRenewEnabled: false }],
    ['a suspension: Pax8 knows no such state', { status: 'suspended' }],
  ])('%s is not its business', async (_name, change) => {
    const row = linked();
    const before = atPax8(row);

    expect((await patch(row, change)).status).toBe(200);

    expect(atPax8(row)).toBe(before);
  });

  test('a refused change does not arrive there', async () => {
    const row = linked();
    const before = atPax8(row);

    expect((await patch(row, { quantity: 0 })).status).toBe(400);

    expect(atPax8(row)).toBe(before);
  });

  test('an accepted change arrives when it takes hold at Microsoft, not before', async () => {
    const row = linked();
    turnAccepted(60);

    expect((await patch(row, { quantity: row.quantity + 2 })).status).toBe(202);
    expect(atPax8(row).quantity).toBe(row.quantity);
    sandbox.world.clock.step(61_000);
    await sandbox.ask(`/v1/customers/${row.customerId}/subscriptions`);

    expect(atPax8(row).quantity).toBe(row.quantity + 2);
  });

  test('a repeated request id changes it once', async () => {
    const row = linked();
    const path = `/v1/customers/${row.customerId}/subscriptions/${row.id}`;
    const headers = { 'MS-RequestId': '1c1e9d5e-52a0-4a1e-8f57-0c0b8a8d1d12' };
    const body = { quantity: row.quantity + 3, autoRenewEnabled: true };
    const earlier = atPax8(row).history.length;

    await sandbox.ask(path, { method: 'PATCH', headers, body });
    await sandbox.ask(path, { method: 'PATCH', headers, body });

    expect(atPax8(row).history).toHaveLength(earlier + 1);
  });
});

describe('following', () => {
  test('bought at Microsoft directly: there is nobody to follow', () => {
    const row = linked({ id: 'not-at-a-distributor' });
    const before = sandbox.world.events.length;

    follow(sandbox.world, row);

    expect(sandbox.world.events).toHaveLength(before);
  });

  test('twice is once', () => {
    const row = linked();
    const more = { ...row, quantity: row.quantity + 1 };

    follow(sandbox.world, more);
    follow(sandbox.world, more);

    expect(sandbox.world.events.filter(({ kind }) => kind === 'distributor.followed')).toHaveLength(1);
  });

  test('a cancelled one stays cancelled and is not cancelled again', () => {
    const row = linked();
    const gone: Subscription = { ...row, status: 'deleted' };

    follow(sandbox.world, gone);
    sandbox.world.clock.step(86_400_000);
    follow(sandbox.world, gone);

    expect(atPax8(row)).toMatchObject({ status: 'Cancelled', endDate: '2026-11-21T10:00:00.000Z' });
  });
});
