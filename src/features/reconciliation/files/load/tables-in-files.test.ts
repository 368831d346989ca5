import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isoDay, parseDay } from '../days.ts';
import { ProblemList } from '../problem.ts';
import { loadAudit } from './audit.ts';
import { loadCustomers, loadEstate } from './estate.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-tables-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let made = 0;
async function keep(text: string, ending: string): Promise<string> {
  const file = path.join(folder, `table-${(made += 1)}.${ending}`);
  await writeFile(file, ending.endsWith('.gz') ? gzipSync(text) : text);
  return file;
}
const lines = (rows: readonly object[]): Promise<string> => keep(rows.map((row) => `${JSON.stringify(row)}\n`).join(''), 'jsonl.gz');

/** A new-commerce subscription as `GET /v1/customers/{id}/subscriptions` answers it (partner-center-api.md 8.1). */
const resource = (some: object = {}): Record<string, unknown> => ({
  id: 'A2C1-SUB',
  offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K5DM',
  offerName: 'Microsoft 365 Business Basic',
  friendlyName: 'Front office',
  quantity: 25,
  status: 'active',
  isTrial: false,
  termDuration: 'P1Y',
  billingCycle: 'monthly',
  billingType: 'license',
  effectiveStartDate: '2026-01-10T00:00:00Z',
  commitmentEndDate: '2027-01-09T00:00:00Z',
  creationDate: '2025-01-10T08:30:00Z',
  partnerId: '517285',
  customerId: 'CUST-1',
  partnerTenantId: 'PART-1',
  pricingCurrency: 'GBP',
  ...some,
});

describe('subscriptions of Partner Center', () => {
  const read = async (...rows: readonly object[]) => loadEstate([await lines(rows)], new ProblemList());

  test('are read with ids in lower case, days as days, seats in millionths', async () => {
    const { byId, byCustomer, isComplete } = await read(resource());
    const [subscription] = byId.get('a2c1-sub') ?? [];

    expect(subscription).toEqual({
      id: 'a2c1-sub',
      customerId: 'cust-1',
      partnerId: 'part-1',
      offering: 'licence',
      productId: 'CFQ7TTC0LH18',
      skuId: '0001',
      name: 'Microsoft 365 Business Basic',
      quantity: 25_000_000,
      isGone: false,
      isTrial: false,
      term: 'P1Y',
      billing: 'monthly',
      startsOn: day('2026-01-10'),
      endsOn: day('2027-01-09'),
      createdOn: day('2025-01-10'),
      currency: 'GBP',
    });
    expect(byCustomer.get('cust-1')).toEqual([subscription]);
    expect(isComplete).toBe(true);
  });

  test.each([
    ['active', false],
    ['suspended', false],
    ['pending', false],
    ['none', false],
    ['deleted', true],
    ['Deleted', true],
    ['expired', true],
    ['disabled', true],
    ['cancelled', true],
    ['canceled', true],
  ])('status %s: ended is %s', async (status, isGone) => {
    expect((await read(resource({ status }))).byId.get('a2c1-sub')?.[0]?.isGone).toBe(isGone);
  });

  test.each([
    ['CFQ7TTC0LH18:0001:CFQ7TTC0K5DM', 'license', 'licence'],
    ['DZH318Z0BPS6:0001:DZH318Z0BMTX', 'usage', 'azure'],
    ['MS-AZR-0145P', 'usage', 'azure'],
    ['BD938F12-058F-4927-BBA3-AE36B1D2501C', 'license', 'legacy'],
  ])('offer %s billed by %s is %s', async (offerId, billingType, offering) => {
    expect((await read(resource({ offerId, billingType }))).byId.get('a2c1-sub')?.[0]?.offering).toBe(offering);
  });

  test('a nameless offer goes by its friendly name', async () => {
    expect((await read(resource({ offerName: '' }))).byId.get('a2c1-sub')?.[0]?.name).toBe('Front office');
  });

  test('a page that was repeated while it was read adds nothing', async () => {
    const { byId, byCustomer } = await read(resource(), resource(), resource({ quantity: 30 }));

    expect(byId.get('a2c1-sub')).toHaveLength(1);
    expect(byCustomer.get('cust-1')).toHaveLength(1);
    expect(byId.get('a2c1-sub')?.[0]?.quantity).toBe(25_000_000);
  });

  test('one id under two partner accounts is two records', async () => {
    const { byId } = await read(resource(), resource({ partnerTenantId: 'PART-2' }));

    expect(byId.get('a2c1-sub')?.map(({ partnerId }) => partnerId)).toEqual(['part-1', 'part-2']);
  });

  test('a subscription without seats that can be read is named, and the list counts as incomplete', async () => {
    const problems = new ProblemList();
    const { byId, isComplete } = await loadEstate([await lines([resource({ quantity: 'many' }), resource({ id: 'other' })])], problems);

    expect([...byId.keys()]).toEqual(['other']);
    expect(isComplete).toBe(false);
    expect(problems.problems).toEqual([
      expect.objectContaining({ code: 'row_unreadable', line: 1, column: 'quantity', message: 'quantity is "many", which is no number.' }),
    ]);
  });

  test('dates that are missing say nothing: begun long ago, without end', async () => {
    const { byId } = await read(resource({ effectiveStartDate: null, commitmentEndDate: undefined, creationDate: 'soon' }));

    expect(byId.get('a2c1-sub')?.[0]).toMatchObject({ startsOn: 0, endsOn: Number.MAX_SAFE_INTEGER, createdOn: undefined });
  });

  test('their CSV says the same, where the partner id is the tenant', async () => {
    const csv = [
      'partnerId,customerId,subscriptionId,offerId,offerName,quantity,status,termDuration,billingCycle,billingType,isTrial,effectiveStartDate,commitmentEndDate,creationDate,pricingCurrency',
      'PART-1,CUST-1,A2C1-SUB,CFQ7TTC0LH18:1:X,"Basic, ""the"" one",25,active,P1Y,monthly,license,false,1/10/2026,1/9/2027,1/10/2025,GBP',
    ].join('\r\n');
    const { byId } = await loadEstate([await keep(csv, 'csv')], new ProblemList());

    expect(byId.get('a2c1-sub')?.[0]).toMatchObject({
      partnerId: 'part-1',
      skuId: '0001',
      name: 'Basic, "the" one',
      startsOn: day('2026-01-10'),
      endsOn: day('2027-01-09'),
    });
  });

  test('in how many files the rows stand, and in which order, makes no difference', async () => {
    const rows = Array.from({ length: 12 }, (_, at) => resource({ id: `sub-${at}`, customerId: `cust-${at % 3}`, quantity: at }));
    const whole = await loadEstate([await lines(rows)], new ProblemList());
    const sorted = (estate: typeof whole) => [...estate.byId].sort(([a], [b]) => (a < b ? -1 : 1));

    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), fc.integer({ min: 0, max: 12 }), async (shuffled, cut) => {
        const files = [shuffled.slice(0, cut), shuffled.slice(cut)].filter((part) => part.length > 0);
        const parts = await loadEstate(await Promise.all(files.map(lines)), new ProblemList());
        expect(sorted(parts)).toEqual(sorted(whole));
      }),
      { numRuns: 15 },
    );
  });

  test.each([
    ['no JSON', 'hello\n', 'row_unreadable'],
    ['cut in the middle', '{"id":"a","quantity":1', 'row_unreadable'],
    ['nothing in it', '', 'file_empty'],
    ['a list instead of lines', '[{"id":"a"}]\n', 'row_unreadable'],
    ['null', 'null\n', 'row_unreadable'],
  ])('a file with %s is said to be so', async (_name, text, code) => {
    const problems = new ProblemList();
    await loadEstate([await keep(text, 'jsonl')], problems);

    expect(problems.problems[0]?.code).toBe(code);
    expect(problems.isPartial).toBe(true);
  });

  test('a file that is not there leaves the list incomplete', async () => {
    const problems = new ProblemList();
    const { isComplete, byId } = await loadEstate([path.join(folder, 'nowhere.jsonl')], problems);

    expect([isComplete, byId.size, problems.problems[0]?.code]).toEqual([false, 0, 'file_missing']);
  });
});

describe('customers of Partner Center', () => {
  const customer = (some: object = {}): Record<string, unknown> => ({
    id: 'CUST-1',
    relationshipToPartner: 'reseller',
    companyProfile: { tenantId: 'CUST-1', companyName: 'Alpen Bau' },
    billingProfile: { defaultAddress: { country: 'gb' } },
    ...some,
  });
  const read = async (...rows: readonly object[]) => loadCustomers([await lines(rows)], new ProblemList());

  test('by tenant, with name and country', async () => {
    expect((await read(customer())).customers.get('cust-1')).toEqual({ id: 'cust-1', name: 'Alpen Bau', country: 'GB' });
  });

  test('one whose relationship has ended is none', async () => {
    expect((await read(customer({ relationshipToPartner: 'none' }))).customers.size).toBe(0);
  });

  test('a plain row with id, name and country is taken too', async () => {
    expect((await read({ id: 'B', name: 'Bytes', country: 'DE' })).customers.get('b')).toEqual({ id: 'b', name: 'Bytes', country: 'DE' });
  });

  test('a row without any id is passed over', async () => {
    expect((await read({ name: 'Nobody' }, customer())).customers.size).toBe(1);
  });

  test('the same customer twice is one', async () => {
    expect((await read(customer(), customer())).customers.size).toBe(1);
  });
});

describe('audit records', () => {
  const record = (some: object = {}, details: Readonly<Record<string, string>> = {}): Record<string, unknown> => ({
    id: `record-${Math.abs(JSON.stringify([some, details]).length)}-${JSON.stringify([some, details])}`,
    operationType: 'update_subscription',
    operationStatus: 'succeeded',
    operationDate: '2026-07-10T12:00:00Z',
    customizedData: Object.entries({ SubscriptionId: 'SUB-1', OldQuantity: '20', NewQuantity: '25', ...details }).map(([key, value]) => ({
      key,
      value,
    })),
    ...some,
  });
  const read = async (...rows: readonly object[]) => loadAudit([await lines(rows)], new ProblemList());

  test('a change of seats is read with its day and both counts', async () => {
    expect((await read(record())).get('sub-1')).toEqual([
      { subscriptionId: 'sub-1', on: day('2026-07-10'), from: 20_000_000, to: 25_000_000, isCancellation: false },
    ]);
  });

  test('a cancellation says so', async () => {
    expect((await read(record({}, { Status: 'Deleted' }))).get('sub-1')?.[0]?.isCancellation).toBe(true);
  });

  test.each([
    ['another operation', record({ operationType: 'create_order' })],
    ['one that failed', record({ operationStatus: 'failed' })],
    ['one in progress', record({ operationStatus: 'progress' })],
    ['one without a day', record({ operationDate: '' })],
    ['one about no subscription', record({}, { SubscriptionId: '' })],
    ['one without counts', record({}, { OldQuantity: '' })],
    ['one whose count is no number', record({}, { NewQuantity: 'all' })],
    ['one without details', record({ customizedData: [] })],
  ])('%s is passed over', async (_name, row) => {
    expect((await read(row)).size).toBe(0);
  });

  test('a poll that read the same day twice counts each record once', async () => {
    expect((await read(record(), record(), record())).get('sub-1')).toHaveLength(1);
  });

  test('of one subscription they stand in the order of their days', async () => {
    const log = await read(
      record({ operationDate: '2026-07-20T00:00:00Z' }),
      record({ operationDate: '2026-07-01T00:00:00Z' }),
      record({ operationDate: '2026-07-10T00:00:00Z' }),
    );

    expect(log.get('sub-1')?.map(({ on }) => isoDay(on))).toEqual(['2026-07-01', '2026-07-10', '2026-07-20']);
  });

  test('details are found in any case and any place', async () => {
    const row = record();
    const log = await read({ ...row, customizedData: [{ key: 'x', value: 'y' }, ...(row['customizedData'] as object[])].toReversed() });
    const lower = await read(record({}, { subscriptionid: 'sub-9' }));

    expect(log.get('sub-1')).toHaveLength(1);
    expect(lower.get('sub-9')).toHaveLength(1);
  });
});
