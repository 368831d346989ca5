import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDay } from '../days.ts';
import type { DistributorSubscription, PsaLine } from '../model.ts';
import { ProblemList } from '../problem.ts';
import {
  billedOn,
  loadBilledItems,
  loadCompanies,
  loadCustomerMappings,
  loadDistributor,
  loadDistributorCompanies,
  loadProductMappings,
  loadPsaLines,
} from './partners.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;
const monthEnd = day('2026-07-31');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-partners-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let made = 0;
async function keep(text: string, ending: 'jsonl' | 'csv'): Promise<string> {
  const file = path.join(folder, `table-${(made += 1)}.${ending}`);
  await writeFile(file, text);
  return file;
}
const rows = (...all: readonly object[]): Promise<string> => keep(all.map((row) => JSON.stringify(row)).join('\n'), 'jsonl');

/** An addition as ConnectWise answers it (psa.md 2.5). */
const addition = (some: object = {}): object => ({
  id: 81,
  agreementId: 3,
  companyId: 250,
  product: { id: 5, identifier: 'BASIC-YEAR' },
  quantity: 25,
  unitPrice: 7.1,
  billCustomer: 'Billable',
  effectiveDate: '2026-01-10T00:00:00Z',
  currency: { currencyCode: 'gbp' },
  customFields: [{ id: 40, caption: 'Vendor Subscription ID', value: 'A2C1-SUB' }],
  ...some,
});

describe("ConnectWise's additions", () => {
  const read = async (...all: readonly object[]): Promise<readonly PsaLine[]> =>
    billedOn((await loadPsaLines([await rows(...all)], new ProblemList())).lines, monthEnd);

  test('are lines with the subscription that they name', async () => {
    expect(await read(addition())).toEqual([
      {
        id: '81',
        companyId: '250',
        code: 'BASIC-YEAR',
        quantity: 25_000_000,
        unitPrice: 7_100_000,
        currency: 'GBP',
        startsOn: day('2026-01-10'),
        subscriptionId: 'a2c1-sub',
      },
    ]);
  });

  test.each([
    ['2026-07-30T00:00:00Z', 0],
    ['2026-07-31T00:00:00Z', 0],
    ['2026-08-01T00:00:00Z', 1],
    ['', 1],
    [null, 1],
  ])('cancelled on %s: %i lines are billed at the end of July', async (cancelledDate, count) => {
    expect(await read(addition({ cancelledDate }))).toHaveLength(count);
  });

  test.each([
    ['Billable', 1],
    ['DoNotBill', 0],
    ['NoCharge', 0],
    ['donotbill', 0],
    ['', 1],
  ])('%s: %i lines are billed', async (billCustomer, count) => {
    expect(await read(addition({ billCustomer }))).toHaveLength(count);
  });

  test.each([
    [0, 25_000_000],
    [5, 20_000_000],
    ['5', 20_000_000],
    [25, 0],
    [null, 25_000_000],
  ])('with %j of them included, %i millionths are billed', async (lessIncluded, quantity) => {
    expect((await read(addition({ lessIncluded })))[0]?.quantity).toBe(quantity);
  });

  test.each([
    ['Vendor Subscription ID', 'a2c1-sub'],
    ['Microsoft - Subscription ID', 'a2c1-sub'],
    ['subscription', 'a2c1-sub'],
    ['Serial number', ''],
  ])('a custom field called %j names %j', async (caption, id) => {
    expect(
      (
        await read(
          addition({
            customFields: [
              { id: 1, caption: 'Note', value: 'x' },
              { id: 2, caption, value: 'A2C1-SUB' },
            ],
          }),
        )
      )[0]?.subscriptionId,
    ).toBe(id);
  });

  test('a column of its own wins over custom fields; without either the line names nobody', async () => {
    expect((await read(addition({ vendorSubscriptionId: 'OTHER' })))[0]?.subscriptionId).toBe('other');
    expect((await read(addition({ customFields: [] })))[0]?.subscriptionId).toBe('');
  });

  test.each([
    ['quantity', 'quantity'],
    ['unitPrice', 'unitPrice'],
  ])('a %s that is no number is named, the other lines stay', async (member, column) => {
    const problems = new ProblemList();
    const { lines, isComplete } = await loadPsaLines([await rows(addition({ [member]: 'n/a' }), addition({ id: 82 }))], problems);

    expect([lines.map(({ id }) => id), isComplete]).toEqual([['82'], false]);
    expect(problems.problems).toEqual([expect.objectContaining({ line: 1, column, message: `${column} is "n/a", which is no number.` })]);
  });

  test('their CSV says the same', async () => {
    const csv = [
      'id,agreementId,companyId,productIdentifier,quantity,unitPrice,effectiveDate,cancelledDate,vendorSubscriptionId,currency',
      '81,3,250,BASIC-YEAR,25,7.10,1/10/2026,,A2C1-SUB,gbp',
    ].join('\n');
    const fromCsv = await loadPsaLines([await keep(csv, 'csv')], new ProblemList());

    expect(fromCsv.lines).toEqual(await read(addition()));
  });

  test('amounts of many digits are refused by name, not rounded', async () => {
    const problems = new ProblemList();
    const { lines } = await loadPsaLines([await rows(addition({ unitPrice: '7.12345678' }))], problems);

    expect([lines, problems.problems[0]?.column]).toEqual([[], 'unitPrice']);
  });
});

test("the PSA's companies, with the country in capitals", async () => {
  const companies = await loadCompanies(
    [await rows({ id: 250, name: 'Alpen Bau', country: 'gb' }, { id: 251, name: 'Bytes' })],
    new ProblemList(),
  );

  expect([...companies.values()]).toEqual([
    { id: '250', name: 'Alpen Bau', country: 'GB' },
    { id: '251', name: 'Bytes', country: '' },
  ]);
});

/** A subscription as Pax8 answers it (distributors.md 2.4). */
const atPax8 = (some: object = {}): object => ({
  id: 'dist-1',
  companyId: 'company-1',
  productId: 'product-1',
  quantity: 25,
  status: 'Active',
  billingTerm: 'Monthly',
  commitmentTerm: { id: 'c', term: '1-Year', endDate: '2027-01-09' },
  partnerCost: 5.5,
  price: 7,
  currencyCode: 'usd',
  vendorSubscriptionId: 'A2C1-SUB',
  ...some,
});

describe("Pax8's subscriptions", () => {
  const read = async (some: object): Promise<DistributorSubscription | undefined> =>
    (await loadDistributor([await rows(atPax8(some))], new ProblemList())).subscriptions[0];

  test('with term, billing and cost', async () => {
    expect(await read({})).toEqual({
      id: 'dist-1',
      companyId: 'company-1',
      productId: 'product-1',
      subscriptionId: 'a2c1-sub',
      quantity: 25_000_000,
      isActive: true,
      term: 'P1Y',
      billing: 'monthly',
      unitCost: 5_500_000,
      currency: 'USD',
    });
  });

  test.each([
    ['Active', true],
    ['PendingManual', true],
    ['PendingAutomated', true],
    ['Trial', true],
    ['Converted', true],
    ['WaitingForDetails', true],
    ['Activated', true],
    // Ends by itself, so the distributor counts it as ending.
    ['PendingCancel', false],
    ['Cancelled', false],
    ['Something new', false],
  ])('%s: alive is %s', async (status, isActive) => {
    expect((await read({ status }))?.isActive).toBe(isActive);
  });

  test.each([
    [{ commitmentTerm: '1-Year', billingTerm: 'Annual' }, 'P1Y', 'annual'],
    [{ commitmentTerm: { term: 'Monthly' } }, 'P1M', 'monthly'],
    [{ commitmentTerm: { term: '3-Year' }, billingTerm: 'Annual' }, 'P3Y', 'annual'],
    [{ commitmentTerm: null }, '', 'monthly'],
    [{ billingTerm: '3-Year' }, 'P1Y', 'none'],
  ])('%j is %s billed %s', async (some, term, billing) => {
    expect(await read(some)).toMatchObject({ term, billing });
  });

  test('one without a cost is named and the list counts as incomplete', async () => {
    const problems = new ProblemList();
    const { subscriptions, isComplete } = await loadDistributor(
      [await rows(atPax8({ partnerCost: null }), atPax8({ id: 'dist-2' }))],
      problems,
    );

    expect([subscriptions.map(({ id }) => id), isComplete, problems.badRows]).toEqual([['dist-2'], false, 1]);
  });
});

test("the distributor's companies by tenant; those without one are not known to be anybody", async () => {
  const tenants = await loadDistributorCompanies(
    [await rows({ id: 'c1', microsoftTenantId: 'TENANT-1' }, { id: 'c2' })],
    new ProblemList(),
  );

  expect([...tenants]).toEqual([['c1', 'tenant-1']]);
});

test("what the distributor's invoice charges, each subscription once", async () => {
  const billed = await loadBilledItems(
    [await rows({ subscriptionId: 's1' }, { subscriptionId: 's2' }, { subscriptionId: 's1' })],
    new ProblemList(),
  );

  expect([...billed]).toEqual(['s1', 's2']);
});

describe('mappings', () => {
  const customers = 'microsoftCustomerId,microsoftCustomerName,distributorCompanyId,psaCompanyId';
  const products = 'microsoftProductId,microsoftSkuId,termDuration,billingPlan,distributorProductId,psaProductIdentifier';

  test('of customers: by tenant in lower case, with or without a distributor', async () => {
    const { customers: mapped, isComplete } = await loadCustomerMappings(
      [await keep(`${customers}\nTENANT-1,"Alpen, Bau",d1,250\nTENANT-2,Bytes,,251\n`, 'csv')],
      new ProblemList(),
    );

    expect(mapped).toEqual([
      { customerId: 'tenant-1', name: 'Alpen, Bau', distributorCompanyId: 'd1', psaCompanyId: '250' },
      { customerId: 'tenant-2', name: 'Bytes', distributorCompanyId: '', psaCompanyId: '251' },
    ]);
    expect(isComplete).toBe(true);
  });

  test('of products: SKU with its zeros, term and billing in one language', async () => {
    const mapped = await loadProductMappings(
      [await keep(`${products}\nCFQ7TTC0LH18,1,P1Y,Monthly,d-1,BASIC-YEAR\n`, 'csv')],
      new ProblemList(),
    );

    expect(mapped).toEqual([
      { productId: 'CFQ7TTC0LH18', skuId: '0001', term: 'P1Y', billing: 'monthly', distributorProductId: 'd-1', psaCode: 'BASIC-YEAR' },
    ]);
  });

  test('half a product mapping is none: mapped products would look unmapped', async () => {
    const problems = new ProblemList();

    expect(await loadProductMappings([await keep('microsoftProductId\nX\n', 'csv')], problems)).toBeUndefined();
    expect(problems.problems[0]).toMatchObject({ code: 'columns_missing', partial: true });
  });

  test('no product mapping at all is none either', async () => {
    expect(await loadProductMappings([], new ProblemList())).toBeUndefined();
  });

  test('a customer mapping that cannot be read to its end is incomplete', async () => {
    const { isComplete } = await loadCustomerMappings([await keep('a;b\n1;2\n', 'csv')], new ProblemList());

    expect(isComplete).toBe(false);
  });
});
