import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { InvoicedBooks } from '../books.ts';
import { compare } from '../compare.ts';
import { parseDay } from '../days.ts';
import { loadEstate } from '../load/estate.ts';
import { PriceTable } from '../load/price-table.ts';
import { forEver, licenceKey, longAgo } from '../load/prices.ts';
import { loadBefore } from '../load-before.ts';
import { ProblemList } from '../problem.ts';
import { AzureUsage } from '../scan/azure-usage.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'concord-before-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Twelve seats of a year, paid monthly, whose term ended inside the compared month. */
const resource = {
  ...{ id: 'sub-1', customerId: 'customer', offerId: 'BASIC:0001:AVAIL', offerName: 'Business Basic', quantity: 12, status: 'active' },
  ...{ termDuration: 'P1Y', billingCycle: 'monthly', billingType: 'license', isTrial: false, autoRenewEnabled: false },
  ...{ effectiveStartDate: '2025-07-07T00:00:00Z', commitmentEndDate: '2026-07-06T00:00:00Z', pricingCurrency: 'EUR' },
};
const extended = { termDuration: 'P1M', effectiveStartDate: '2026-07-07T00:00:00Z', commitmentEndDate: '2026-08-06T00:00:00Z' };

let files = 0;
async function estate(some: object) {
  const file = path.join(folder, `subscriptions-${(files += 1)}.jsonl`);
  await writeFile(file, `${JSON.stringify({ ...resource, ...some })}\n`);
  return loadEstate([file], new ProblemList());
}

async function found(was: object | undefined, is: object) {
  const table = new PriceTable();
  const of = { market: 'DE', currency: 'EUR', productId: 'BASIC', skuId: '0001', billing: 'monthly' } as const;
  table.add(licenceKey({ ...of, term: 'P1Y' }), { from: longAgo, to: forEver, price: 10_000_000 });
  table.add(licenceKey({ ...of, term: 'P1M' }), { from: longAgo, to: forEver, price: 12_000_000 });
  const books: InvoicedBooks = {
    estate: await estate(is),
    ...(was !== undefined && { before: await estate(was) }),
    customers: { customers: new Map([['customer', { id: 'customer', name: 'A', country: 'DE' }]]), isComplete: true },
    prices: { table, extended: new PriceTable(), currencyOf: new Map() },
    rates: { billingCurrency: 'EUR', rates: new Map([['EUR', 1_000_000]]), taxPpm: new Map() },
    month: { start: parseDay('2026-07-01') ?? 0, end: parseDay('2026-07-31') ?? 0 },
    ...{ audit: undefined, psa: undefined, distributor: undefined, mapping: undefined, invoices: [] },
    ...{ usage: new AzureUsage(), isUsageComplete: true },
  };
  return compare(books).findings.map(({ kind, certainty, impactCents }) => [kind, certainty, impactCents]);
}

describe('with the estate of the month before', () => {
  test('a term that went on by the month is charged in an extended term, and is no trap any more', async () => {
    expect(await found({}, extended)).toEqual([['extended_term_charged', 'likely', 12 * (1236 - 1000)]]);
    expect(await found(undefined, extended)).toEqual([['auto_renew_trap', 'certain', 12 * (1236 - 1200)]]);
  });

  test.each([
    ['it renewed by itself', { autoRenewEnabled: true }, { ...extended, autoRenewEnabled: true }],
    ['auto-renew was on then', { autoRenewEnabled: true }, extended],
    ['its end was asked for', { scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] }, extended],
    ['a term of one month was chosen', { scheduledNextTermInstructions: { quantity: 12, product: { productId: 'BASIC' } } }, extended],
    ['the new term is a year', {}, { ...extended, termDuration: 'P1Y' }],
    ['no term began since', {}, {}],
  ])('it is no extended term when %s', async (_when, was, is) => {
    expect((await found(was, is)).map(([kind]) => kind)).not.toContain('extended_term_charged');
  });

  const on = { autoRenewEnabled: true, commitmentEndDate: '2026-12-06T00:00:00Z' };
  const planned = { ...on, scheduledNextTermInstructions: { quantity: 9, product: { productId: 'BASIC' } } };

  test('seats that were scheduled and are not any more cost a month of those that were to go', async () => {
    expect(await found(planned, on)).toEqual([['scheduled_change_lost', 'possible', 3 * 1000]]);
    expect(await found({ ...planned, scheduledNextTermInstructions: { quantity: 20 } }, on)).toEqual([
      ['scheduled_change_lost', 'possible', 0],
    ]);
  });

  test.each([
    ['they still are', planned, planned],
    ['they were changed to another number', planned, { ...on, scheduledNextTermInstructions: { quantity: 7 } }],
    ['the term has ended', planned, { ...on, effectiveStartDate: '2026-12-07T00:00:00Z', commitmentEndDate: '2027-12-06T00:00:00Z' }],
    ['there are as many now', planned, { ...on, quantity: 9 }],
    ['it is cancelled', planned, { ...on, status: 'deleted' }],
    ['it is a trial, which has a next term by itself', { ...planned, isTrial: true }, { ...on, isTrial: true }],
  ])('nothing was lost when %s', async (_when, was, is) => {
    expect(await found(was, is)).toEqual([]);
  });
});

describe('the folder of the month before', () => {
  const month = { start: parseDay('2026-07-01') ?? 0, end: parseDay('2026-07-31') ?? 0 };
  async function before(name: string, from: string | undefined, hasEstate = true) {
    const at = path.join(folder, name);
    await mkdir(path.join(at, 'microsoft/p0'), { recursive: true });
    await mkdir(path.join(at, 'partner-center'), { recursive: true });
    await writeFile(path.join(at, 'microsoft/p0/recon.csv'), 'CustomerId\n');
    if (from !== undefined)
      await writeFile(path.join(at, 'microsoft/p0/invoice.json'), JSON.stringify({ id: 'G1', billingPeriodStartDate: from }));
    if (hasEstate) await writeFile(path.join(at, 'partner-center/subscriptions.jsonl'), `${JSON.stringify(resource)}\n`);
    const problems = new ProblemList();
    const read = await loadBefore({ before: at }, month, problems);
    return [read?.byId.size, problems.problems.map(({ code }) => code)];
  }

  test('is used when it is of an earlier month, or does not say', async () => {
    expect(await before('june', '2026-06-01')).toEqual([1, []]);
    expect(await before('unsaid', undefined)).toEqual([1, []]);
  });

  test('is not used, and that is said, when it is of the same month or later, or holds no estate', async () => {
    expect(await before('july', '2026-07-01')).toEqual([undefined, ['before_not_earlier']]);
    expect(await before('empty', '2026-06-01', false)).toEqual([undefined, ['before_without_estate']]);
    expect(await loadBefore({}, month, new ProblemList())).toBeUndefined();
  });
});
