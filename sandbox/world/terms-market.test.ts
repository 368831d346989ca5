import { afterEach, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { type Opened, openSandbox } from '../partner-center/open-sandbox.ts';
import { aStage } from '../partner-center/subscriptions/a-stage.ts';
import { availabilityIdAt } from './prices/availability-ids.ts';
import { put } from './world.ts';

let sandbox: Opened;
afterEach(() => sandbox.close());

test('a subscription is renewed in the currency of its market, at the price of that market', async () => {
  sandbox = await openSandbox();
  const { world } = sandbox;
  const stage = aStage(sandbox);
  // Prices stand still, so that only the market makes a difference.
  stage.turn({ prices: { moves: 0 } });
  const customer = world.tables.customers.get(stage.customerId);
  if (customer === undefined) throw new Error('no customer');
  world.apply({
    kind: 'test.laid',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('customers', { ...customer, country: 'NO', currency: 'NOK' })],
  });
  const sale = must(
    world.tables.availabilities.by('sku', 'CFQ7TTC0LH18:0001').find(({ term }) => term === 'P1M'),
    'sale',
  );
  const offerId = `CFQ7TTC0LH18:0001:${availabilityIdAt(world, sale, 'NO', world.clock.nowMs())}`;
  const { body } = await stage.post(`${stage.customer}/orders`, {
    billingCycle: 'monthly',
    lineItems: [{ lineItemNumber: 0, offerId, quantity: 5, termDuration: 'P1M' }],
  });
  const { lineItems } = body as { lineItems: readonly { subscriptionId: string }[] };
  const bought = stage.now({ id: must(lineItems[0], 'line').subscriptionId });
  stage.later(40 * 86_400);

  expect(bought.currency).toBe('NOK');
  expect(stage.now(bought)).toMatchObject({ currency: 'NOK', unitPrice: bought.unitPrice });
  expect(stage.now(bought).commitmentEndAt > bought.commitmentEndAt).toBe(true);
});
