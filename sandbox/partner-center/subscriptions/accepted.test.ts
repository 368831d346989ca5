import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../../src/lib/must.ts';
import { agenda } from '../../agenda.ts';
import { settle } from '../../world/due.ts';
import { runningCycleEnd } from '../../world/terms-cycle.ts';
import type { Subscription } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';
import { hasPending } from './accepted.ts';

let sandbox: Opened;
beforeEach(async () => {
  sandbox = await openSandbox();
  sandbox.world.apply({
    kind: 'test.turned',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('switches', { id: 'accepted', value: { seconds: 60 } })],
  });
});
afterEach(() => sandbox.close());

const patch = (row: Subscription, body: object) =>
  sandbox.ask(`/v1/customers/${row.customerId}/subscriptions/${row.id}`, { method: 'PATCH', body: { autoRenewEnabled: true, ...body } });
const truth = (row: Subscription): Subscription => must(sandbox.world.tables.subscriptions.get(row.id), 'subscription');
function later(seconds: number): void {
  sandbox.world.clock.step(seconds * 1000);
  settle(sandbox.world, agenda);
}

describe('a change that was accepted with 202', () => {
  test('waits for its time, to the second', async () => {
    const row = sandbox.lay({});
    await patch(row, { quantity: 31 });

    later(59);
    expect([truth(row).quantity, hasPending(sandbox.world, row.id)]).toEqual([25, true]);
    later(1);
    expect([truth(row).quantity, hasPending(sandbox.world, row.id)]).toEqual([31, false]);
  });

  test('takes hold once only', async () => {
    const row = sandbox.lay({});
    await patch(row, { quantity: 31 });

    later(60);
    const { version } = truth(row);
    later(60);

    expect(truth(row).version).toBe(version);
  });

  test('is not lost when a charge cycle begins meanwhile, and does not turn the cycle back', async () => {
    const row = sandbox.lay({ billingCycleEndAt: '2026-11-21T10:00:29Z' });
    await patch(row, { quantity: 31, friendlyName: 'Sales' });

    later(3600);

    expect(truth(row)).toMatchObject({ quantity: 31, friendlyName: 'Sales' });
    expect(runningCycleEnd(truth(row), sandbox.world) > '2026-12-01').toBe(true);
  });

  test('an instruction that it takes away is gone afterwards', async () => {
    const { productId, skuId, availabilityId } = sandbox.lay({});
    const row = sandbox.lay({
      nextTerm: { productId, skuId, availabilityId, term: 'P1Y', billingCycle: 'monthly', quantity: 20 },
    });
    await patch(row, { friendlyName: 'Sales' });

    later(60);

    expect(truth(row)).toMatchObject({ friendlyName: 'Sales' });
    expect(truth(row)).not.toHaveProperty('nextTerm');
  });

  test('blocks the next one with 900278 until it took hold', async () => {
    const row = sandbox.lay({});
    await patch(row, { quantity: 31 });

    expect(await patch(row, { quantity: 32 })).toMatchObject({ status: 409, body: { code: 900278 } });
    later(60);
    expect((await patch(row, { quantity: 32 })).status).toBe(202);
  });

  test('is given up when somebody else changed the subscription meanwhile', async () => {
    const row = sandbox.lay({});
    await patch(row, { quantity: 31 });
    sandbox.world.apply({
      kind: 'subscription.updated',
      actor: { kind: 'user', name: 'jdoe' },
      cause: 'portal',
      about: { subscriptionId: row.id },
      changes: [put('subscriptions', { ...row, quantity: 40 })],
    });

    later(60);

    expect(truth(row).quantity).toBe(40);
  });

  test('a refused change is refused at once and leaves nothing waiting', async () => {
    const row = sandbox.lay({});

    expect(await patch(row, { quantity: 0 })).toMatchObject({ status: 400, body: { code: 2002 } });
    expect(hasPending(sandbox.world, row.id)).toBe(false);
  });
});
