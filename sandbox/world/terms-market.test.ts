import { afterEach, expect, test } from 'vitest';
import { type Opened, openSandbox } from '../partner-center/open-sandbox.ts';
import { aStage } from '../partner-center/subscriptions/a-stage.ts';
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
  const bought = stage.act('portal.buy', { sku: 'CFQ7TTC0LH18:0001', quantity: 5, term: 'P1M', billingCycle: 'monthly' });
  stage.later(40 * 86_400);

  expect(bought.currency).toBe('NOK');
  expect(stage.now(bought)).toMatchObject({ currency: 'NOK', unitPrice: bought.unitPrice });
  expect(stage.now(bought).commitmentEndAt > bought.commitmentEndAt).toBe(true);
});
