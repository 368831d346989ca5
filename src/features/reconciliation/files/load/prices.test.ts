import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDay } from '../days.ts';
import { ProblemList } from '../problem.ts';
import { PriceTable } from './price-table.ts';
import {
  bookKey,
  costKey,
  forEver,
  type LicencePrices,
  licenceKey,
  loadDistributorPrices,
  loadLicencePrices,
  loadPriceBook,
  longAgo,
} from './prices.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-prices-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let made = 0;
async function csv(...lines: readonly string[]): Promise<string> {
  const file = path.join(folder, `sheet-${(made += 1)}.csv.gz`);
  await writeFile(file, gzipSync(`${lines.join('\n')}\n`));
  return file;
}

describe('prices that are valid for a time', () => {
  const table = new PriceTable();
  table.add('a', { from: day('2026-01-01'), to: day('2026-03-31'), price: 1 });
  table.add('a', { from: day('2026-04-01'), to: forEver, price: 2 });
  table.add('a', { from: day('2026-06-01'), to: day('2026-06-30'), price: 3 });

  test.each([
    ['2025-12-31', undefined],
    ['2026-01-01', 1],
    ['2026-03-31', 1],
    ['2026-04-01', 2],
    ['2026-06-01', 3],
    ['2026-06-30', 3],
    ['2026-07-01', 2],
    ['2040-01-01', 2],
  ])('on %s it is %s: of several the one that began last', (on, price) => {
    expect(table.find('a', day(on))).toBe(price);
  });

  test('what is not listed has no price', () => {
    expect(table.find('b', day('2026-01-01'))).toBeUndefined();
    expect(new PriceTable().isEmpty).toBe(true);
    expect(table.isEmpty).toBe(false);
  });

  test('the order of the rows does not matter', () => {
    const version = fc.record({ from: fc.integer({ min: 0, max: 50 }), length: fc.integer({ min: 0, max: 20 }) });
    fc.assert(
      fc.property(
        fc.uniqueArray(version, { selector: ({ from }) => from, maxLength: 8 }),
        fc.integer({ min: 0, max: 60 }),
        (versions, on) => {
          const [forth, back] = [new PriceTable(), new PriceTable()];
          for (const { from, length } of versions) forth.add('k', { from, to: from + length, price: from });
          for (const { from, length } of versions.toReversed()) back.add('k', { from, to: from + length, price: from });
          const valid = versions.filter(({ from, length }) => from <= on && on <= from + length).map(({ from }) => from);

          expect(forth.find('k', on)).toBe(valid.length === 0 ? undefined : Math.max(...valid));
          expect(back.find('k', on)).toBe(forth.find('k', on));
        },
      ),
    );
  });
});

const header = 'ProductId,SkuId,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,EffectiveEndDate,Segment';
type Asked = {
  term?: 'P1M' | 'P1Y' | 'P3Y';
  billing?: 'monthly' | 'annual';
  on?: string;
  market?: string;
  currency?: string;
  skuId?: string;
};
const priceIn = ({ table }: LicencePrices, asked: Asked = {}): number | undefined =>
  table.find(
    licenceKey({
      market: asked.market ?? 'DE',
      currency: asked.currency ?? 'EUR',
      productId: 'CFQ7TTC0LH18',
      skuId: asked.skuId ?? '0001',
      term: asked.term ?? 'P1Y',
      billing: asked.billing ?? 'monthly',
    }),
    day(asked.on ?? '2026-07-01'),
  );
const row = (term: string, plan: string, price: string, more = ',,Commercial', sku = '0001'): string =>
  `CFQ7TTC0LH18,${sku},${term},${plan},DE,EUR,${price},${more}`;

describe("Microsoft's licence price sheet", () => {
  const load = async (...rows: readonly string[]): Promise<LicencePrices> =>
    loadLicencePrices([await csv(header, ...rows)], new ProblemList());

  test('a monthly row near the annual one holds the whole term and is charged a twelfth', async () => {
    const prices = await load(row('P1Y', 'Monthly', '69.30'), row('P1Y', 'Annual', '66.00'));

    expect(priceIn(prices)).toBe(5_775_000);
    expect(priceIn(prices, { billing: 'annual' })).toBe(66_000_000);
  });

  test('a monthly row of about a twelfth is the price of a charge as it stands', async () => {
    const prices = await load(row('P1Y', 'Monthly', '5.78'), row('P1Y', 'Annual', '66.00'));

    expect(priceIn(prices)).toBe(5_780_000);
  });

  test('three years by the month are a thirty-sixth where the sheet holds whole terms', async () => {
    const prices = await load(
      row('P1Y', 'Monthly', '72'),
      row('P1Y', 'Annual', '72'),
      row('P3Y', 'Monthly', '198'),
      row('P3Y', 'Annual', '66'),
    );

    expect(priceIn(prices, { term: 'P3Y' })).toBe(5_500_000);
    expect(priceIn(prices, { term: 'P3Y', billing: 'annual' })).toBe(66_000_000);
  });

  test('a month by the month is never divided', async () => {
    const prices = await load(row('P1Y', 'Monthly', '72'), row('P1Y', 'Annual', '72'), row('P1M', 'Monthly', '7.20'));

    expect(priceIn(prices, { term: 'P1M' })).toBe(7_200_000);
  });

  test('the majority of products decides, not one odd row', async () => {
    const whole = (sku: string): string[] => [
      row('P1Y', 'Monthly', '120', ',,Commercial', sku),
      row('P1Y', 'Annual', '120', ',,Commercial', sku),
    ];
    const prices = await load(
      ...whole('0001'),
      ...whole('0002'),
      row('P1Y', 'Monthly', '1', ',,Commercial', '0003'),
      row('P1Y', 'Annual', '12', ',,Commercial', '0003'),
    );

    expect(priceIn(prices)).toBe(10_000_000);
  });

  test('a twelfth that does not come out even is cut to a millionth', async () => {
    const prices = await load(row('P1Y', 'Monthly', '100'), row('P1Y', 'Annual', '100'));

    expect(priceIn(prices)).toBe(8_333_333);
  });

  test('each sheet is decided alone', async () => {
    const [whole, charge] = [
      await csv(header, row('P1Y', 'Monthly', '72'), row('P1Y', 'Annual', '72')),
      await csv(header, row('P1Y', 'Monthly', '6', ',,Commercial', '0002'), row('P1Y', 'Annual', '72', ',,Commercial', '0002')),
    ];
    const prices = await loadLicencePrices([whole, charge], new ProblemList());

    expect([priceIn(prices), priceIn(prices, { skuId: '0002' })]).toEqual([6_000_000, 6_000_000]);
  });

  test('only commercial rows count; without a segment all do', async () => {
    const prices = await load(row('P1M', 'Monthly', '1', ',,Education'), row('P1M', 'Monthly', '2', ',,Commercial'));
    const plain = await loadLicencePrices(
      [await csv('ProductId,SkuId,TermDuration,BillingPlan,Market,Currency,UnitPrice', 'CFQ7TTC0LH18,1,P1M,Monthly,de,eur,3')],
      new ProblemList(),
    );

    expect(priceIn(prices, { term: 'P1M' })).toBe(2_000_000);
    expect(priceIn(plain, { term: 'P1M' })).toBe(3_000_000);
    expect(plain.currencyOf.get('DE')).toBe('EUR');
  });

  test('dates of validity are days in either spelling', async () => {
    const prices = await load(
      row('P1M', 'Monthly', '1', '2026-01-01T00:00:00Z,2026-06-30T23:59:59Z,Commercial'),
      row('P1M', 'Monthly', '2', '7/1/2026,,Commercial'),
    );

    expect([priceIn(prices, { term: 'P1M', on: '2026-06-30' }), priceIn(prices, { term: 'P1M', on: '2026-07-01' })]).toEqual([
      1_000_000, 2_000_000,
    ]);
    expect(priceIn(prices, { term: 'P1M', on: '2025-12-31' })).toBeUndefined();
  });

  test('a price that is no number is named by row and column, the others stay', async () => {
    const problems = new ProblemList();
    const prices = await loadLicencePrices([await csv(header, row('P1M', 'Monthly', '1 5'), row('P1Y', 'Annual', '12'))], problems);

    expect(problems.problems).toEqual([expect.objectContaining({ code: 'row_unreadable', line: 2, column: 'UnitPrice' })]);
    expect(priceIn(prices, { billing: 'annual' })).toBe(12_000_000);
  });

  test('a sheet without its needed columns is refused by name', async () => {
    const problems = new ProblemList();
    const prices = await loadLicencePrices([await csv('ProductId,SkuId,Price', 'a,1,2')], problems);

    expect(problems.problems[0]).toMatchObject({ code: 'columns_missing', partial: true });
    expect(problems.problems[0]?.message).toContain('UnitPrice');
    expect(prices.table.isEmpty).toBe(true);
  });
});

describe("the PSA's price book", () => {
  test('by code, currency and day', async () => {
    const file = await csv(
      'identifier,description,currency,price,effectiveStartDate,effectiveEndDate',
      'BASIC,x,eur,7.10,,2026-03-31',
      'BASIC,x,EUR,8.2,2026-04-01,',
      'BASIC,x,GBP,6,,',
    );
    const book = await loadPriceBook([file], new ProblemList());

    expect(book.find(bookKey('BASIC', 'EUR'), day('2026-03-31'))).toBe(7_100_000);
    expect(book.find(bookKey('BASIC', 'EUR'), day('2026-04-01'))).toBe(8_200_000);
    expect(book.find(bookKey('BASIC', 'GBP'), longAgo)).toBe(6_000_000);
    expect(book.find(bookKey('BASIC', 'USD'), day('2026-04-01'))).toBeUndefined();
  });
});

describe("the distributor's price list", () => {
  const columns = 'productId,billingTerm,commitmentTerm,currency,partnerBuyRate,effectiveStartDate';

  test('by product, commitment, billing and currency', async () => {
    const file = await csv(columns, 'p1,Monthly,1-Year,usd,22.00,', 'p1,Annual,1-Year,USD,264,', 'p1,Monthly,Monthly,USD,26.4,');
    const prices = await loadDistributorPrices([file], new ProblemList());

    expect(prices.find(costKey('p1', 'P1Y', 'monthly', 'USD'), 0)).toBe(22_000_000);
    expect(prices.find(costKey('p1', 'P1Y', 'annual', 'USD'), 0)).toBe(264_000_000);
    expect(prices.find(costKey('p1', 'P1M', 'monthly', 'USD'), 0)).toBe(26_400_000);
  });

  test('half a list is no list: an old price must not stand for a new one', async () => {
    const whole = Buffer.from(`${columns}\n${'p1,Monthly,1-Year,USD,22.00,2026-01-01\n'.repeat(2000)}`);
    const packed = gzipSync(whole, { level: 0 });
    const file = path.join(folder, 'cut.csv.gz');
    await writeFile(file, packed.subarray(0, packed.length - 200));
    const problems = new ProblemList();

    expect((await loadDistributorPrices([file], problems)).isEmpty).toBe(true);
    expect(problems.problems.map(({ code }) => code)).toEqual(['gzip_truncated']);
  });
});
