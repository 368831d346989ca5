import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unbilledOf } from '../ledger/lines.ts';
import { pc } from '../proof/asks.ts';
import { act, later } from '../proof/stage.ts';
import { aSandbox, type TestSandbox } from '../testing.ts';
import type { Subscription } from '../world/types.ts';
import { azureDays } from './days.ts';
import { azurePlanProduct } from './running.ts';
import { costOf } from './spending.ts';

let box: TestSandbox;

beforeEach(async () => {
  box = await aSandbox();
  box.sandbox.world.clock.stop();
});
afterEach(async () => box.sandbox.close());

const planOf = (account: string): Subscription => {
  const found = box.sandbox.world.tables.subscriptions.by('accountId', account).find((row) => row.productId === azurePlanProduct);
  if (found === undefined) throw new Error('Nobody has an Azure plan');
  return found;
};
const wanted = (accountId: string, period: string) => ({ accountId, period, untilMs: Number.MAX_SAFE_INTEGER });

describe('metered usage', () => {
  it('tells the budget that a day of usage exceeded, once, on the midnight on which it arrived', async () => {
    const { world } = box.sandbox;
    const plan = planOf('pc-3');
    const budget = Math.ceil(costOf(world, plan).billing.toNumber());
    await pc(box, `/customers/${plan.customerId}/usagebudget`, { method: 'PATCH', body: { amount: budget }, account: 'pc-3' });
    await later(box, 'P8D');
    box.sandbox.settle();
    const told = world.events.filter(({ kind }) => kind === 'usage.thresholdExceeded');
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ about: { accountId: 'pc-3', customerId: plan.customerId } });
    expect(told[0]?.at).toMatch(/T00:00:00/);
  });

  it('is none of the sample accounts before one of their customers buys a plan, and theirs from that day on', async () => {
    const { world } = box.sandbox;
    expect([...azureDays(world, wanted('pc-1', '2026-11'))]).toEqual([]);
    const customer = world.tables.subscriptions.by('accountId', 'pc-1')[0]?.customerId;
    await act(box, 'portal.buy', {
      account: 'pc-1',
      customer,
      sku: 'DZH318Z0BPS6:0001',
      quantity: 1,
      term: 'P1M',
      billingCycle: 'monthly',
    });
    await later(box, 'P3D');
    const days = [...new Set([...azureDays(world, wanted('pc-1', '2026-11'))].map(({ usageDay }) => usageDay))];
    expect(days).toEqual(['2026-11-21', '2026-11-22']);
    expect([...unbilledOf(world, 'pc-1')].some(({ category }) => category === 'usage')).toBe(true);
  });

  it('is the same however often and from whichever day it is asked', async () => {
    const { world } = box.sandbox;
    const october = [...azureDays(world, wanted('pc-3', '2026-10'))];
    await later(box, 'P40D');
    expect([...azureDays(world, wanted('pc-3', '2026-10'))]).toEqual(october);
    expect(new Set(october.map(({ id }) => id)).size).toBe(october.length);
  });

  it('is converted into the billing currency at the rate of its month', () => {
    const { world } = box.sandbox;
    for (const line of azureDays(world, wanted('pc-3', '2026-10'))) {
      expect(line).toMatchObject({ pricingCurrency: 'USD', billingCurrency: 'USD', exchangeRate: '1' });
      expect(Number(line.pricingPreTaxTotal)).toBeCloseTo(Number(line.effectiveUnitPrice) * Number(line.quantity), 9);
      expect(Number(line.effectiveUnitPrice)).toBeCloseTo(Number(line.unitPrice) * (1 - Number(line.partnerEarnedCredit)), 9);
    }
  });
});
