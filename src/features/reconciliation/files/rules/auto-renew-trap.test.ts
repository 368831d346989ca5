import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Books } from '../books.ts';
import { parseDay } from '../days.ts';
import { loadEstate } from '../load/estate.ts';
import { PriceTable } from '../load/price-table.ts';
import { forEver, licenceKey, longAgo } from '../load/prices.ts';
import { ProblemList } from '../problem.ts';
import { autoRenewTraps } from './auto-renew-trap.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'concord-trap-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Twelve seats of a year, paid monthly, as Partner Center lists them. */
const resource = {
  ...{ id: 'sub-1', customerId: 'customer', offerId: 'BASIC:0001:AVAIL', offerName: 'Business Basic', quantity: 12, status: 'active' },
  ...{ termDuration: 'P1Y', billingCycle: 'monthly', billingType: 'license', isTrial: false, autoRenewEnabled: false },
  ...{ effectiveStartDate: '2025-08-07T00:00:00Z', commitmentEndDate: '2026-08-06T00:00:00Z', pricingCurrency: 'EUR' },
};

async function told(some: object, months = 10) {
  const file = path.join(folder, 'subscriptions.jsonl');
  await writeFile(file, `${JSON.stringify({ ...resource, ...some })}\n`);
  const table = new PriceTable();
  const of = { market: 'DE', currency: 'EUR', productId: 'BASIC', skuId: '0001', billing: 'monthly' } as const;
  table.add(licenceKey({ ...of, term: 'P1Y' }), { from: longAgo, to: forEver, price: 10_000_000 });
  if (months > 0) table.add(licenceKey({ ...of, term: 'P1M' }), { from: longAgo, to: forEver, price: 12_000_000 });
  // The rule looks at estate, prices and customers only.
  const books = {
    estate: await loadEstate([file], new ProblemList()),
    customers: { customers: new Map([['customer', { id: 'customer', name: 'A', country: 'DE' }]]), isComplete: true },
    prices: { table, extended: new PriceTable(), currencyOf: new Map() },
    rates: { billingCurrency: 'EUR', rates: new Map([['EUR', 1_000_000]]), taxPpm: new Map() },
    month: { start: parseDay('2026-07-01'), end: parseDay('2026-07-31') },
  } as unknown as Books;
  return autoRenewTraps(books).map(({ kind, subscriptionId, impactCents }) => [kind, subscriptionId, impactCents]);
}

describe('a subscription whose auto-renew is off', () => {
  test('goes on at the price of the monthly plan and 3 % when nobody decides it', async () => {
    expect(await told({})).toEqual([['auto_renew_trap', 'sub-1', 12 * (1236 - 1000)]]);
    expect(await told({}, 0)).toEqual([['auto_renew_trap', 'sub-1', 0]]);
  });

  test.each([
    ['it renews', { autoRenewEnabled: true }],
    ['its end is asked for', { scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] }],
    ['its next term is chosen', { scheduledNextTermInstructions: { quantity: 5, product: { productId: 'BASIC' } } }],
    ['it is no running licence', { status: 'suspended' }],
    ['it is a trial', { isTrial: true }],
    ['its term ends before extended terms began', { commitmentEndDate: '2026-05-03T00:00:00Z' }],
    ['the file does not say', { autoRenewEnabled: undefined }],
  ])('is no trap when %s', async (_when, some) => {
    expect(await told(some)).toEqual([]);
  });
});
