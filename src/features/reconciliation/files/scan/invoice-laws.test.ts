import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Finding, findingLine } from '../finding.ts';
import { reconcileFiles } from '../reconcile-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-laws-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Row = Readonly<Record<string, string | number>>;

/** A line of an invoice; every subscription has its own, so that only what a test repeats is repeated. */
const line = (subscription: string, some: Row = {}): Row => ({
  PartnerId: 'partner',
  CustomerId: `customer-${subscription.slice(-1)}`,
  CustomerCountry: 'DE',
  InvoiceNumber: 'G1',
  ProductId: 'BASIC',
  SkuId: '0001',
  ChargeType: 'cycleCharge',
  UnitPrice: 12,
  Subtotal: 120,
  TaxTotal: 22.8,
  Total: 142.8,
  Currency: 'EUR',
  PriceAdjustmentDescription: '',
  SubscriptionDescription: 'Business Basic',
  SubscriptionId: subscription,
  ChargeStartDate: '2026-07-01T00:00:00Z',
  ChargeEndDate: '2026-07-31T00:00:00Z',
  TermAndBillingCycle: 'One-Year commitment for monthly/yearly billing',
  EffectiveUnitPrice: 12,
  BillableQuantity: 10,
  BillingFrequency: 'Monthly',
  PricingCurrency: 'EUR',
  PCToBCExchangeRate: 1,
  SubscriptionStartDate: '2026-01-01T00:00:00Z',
  ...some,
});

let made = 0;
const blob = async (rows: readonly Row[]): Promise<string> => {
  const file = path.join(folder, `part-${(made += 1)}.json.gz`);
  await writeFile(file, gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { level: 1 }));
  return file;
};

/** One invoice whose blobs a manifest lists, reconciled alone. */
async function reconcile(blobs: readonly (readonly Row[])[], listed: (names: readonly string[]) => readonly string[] = (names) => names) {
  const names = await Promise.all(blobs.map(async (rows) => path.basename(await blob(rows))));
  const own = path.join(folder, 'manifest.json');
  await writeFile(own, JSON.stringify({ blobs: listed(names).map((name) => ({ name })) }));
  return reconcileFiles({ invoice: [own] }, () => 0);
}
const known = (findings: readonly Finding[]): string[] =>
  findings.map(({ lineNo: _no, explanation: _text, ...rest }) => JSON.stringify(rest)).sort();

const rows: readonly Row[] = [
  line('sub-1'),
  line('sub-2', { Subtotal: 120.01, TaxTotal: 22.8, Total: 142.81 }),
  line('sub-3'),
  line('sub-3'),
  line('sub-4', { EffectiveUnitPrice: 11, Subtotal: 110, TaxTotal: 20.9, Total: 130.9 }),
  line('sub-5', { Total: 142.7 }),
  line('sub-6', { CustomerCountry: 'FR' }),
  line('sub-6', { ChargeType: 'addQuantity', BillableQuantity: 2, Subtotal: 24, TaxTotal: 4.56, Total: 28.56 }),
];

describe('an invoice is the sum of its lines', () => {
  test('in which order they stand makes no difference', async () => {
    const before = known((await reconcile([rows])).findings);
    expect(before.length).toBeGreaterThanOrEqual(4);

    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...rows], { minLength: rows.length }), async (shuffled) => {
        expect(known((await reconcile([shuffled])).findings)).toEqual(before);
      }),
      { numRuns: 15 },
    );
  });

  test('where one blob ends and the next begins makes no difference, line numbers included', async () => {
    const before = (await reconcile([rows])).findings.map(findingLine);

    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: rows.length - 1 }), { maxLength: 4 }), async (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), rows.length];
        const blobs = ends.map((end, at) => rows.slice(ends[at - 1] ?? 0, end));
        // A blob of the same single line twice would be a copy of a blob, which is another matter.
        fc.pre(new Set(blobs.map((one) => JSON.stringify(one))).size === blobs.length);
        expect((await reconcile(blobs)).findings.map(findingLine)).toEqual(before);
      }),
      { numRuns: 15 },
    );
  });

  test('however often blobs are listed again, in whatever order, each counts once', async () => {
    const blobs = [rows.slice(0, 3), rows.slice(3, 5), rows.slice(5)];
    const before = await reconcile(blobs);

    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 5 }), async (again) => {
        const after = await reconcile(blobs, (names) => [...names, ...again.map((at) => names[at] ?? '')]);
        expect(after.findings.map(findingLine)).toEqual(before.findings.map(findingLine));
        expect(after.report.lines).toEqual(before.report.lines);
        expect(after.report.blobs.duplicatesRemoved).toBe(again.length);
      }),
      { numRuns: 10 },
    );
  });

  test('a line that stands there n times is n - 1 findings worth n - 1 times its money', async () => {
    for (const copies of [1, 2, 5]) {
      const { findings, report } = await reconcile([Array.from({ length: copies }, () => line('sub-1'))]);

      expect(findings.map(({ kind, impactCents }) => [kind, impactCents])).toEqual(
        Array.from({ length: copies - 1 }, () => ['duplicate_line', 12_000]),
      );
      expect(report.lines).toMatchObject({ read: copies, distinct: 1, repeated: copies - 1 });
    }
  });

  test('its control totals are those of all lines, repeated ones included', async () => {
    const { report } = await reconcile([rows]);

    expect(report.controlTotals[0]?.read).toEqual({ lines: 8, subtotal: '854.01', tax: '162.26', total: '1016.17' });
  });
});

describe('the named roundings', () => {
  // reliability-security.md 8.2: 10.08 a seat for 28 of 30 days is 9.408; 12 seats are 112.89, or 9.40 x 12 = 112.80 with the unit cut first.
  const published = (subscription: string, some: Row): Row =>
    line(subscription, { UnitPrice: 10.08, EffectiveUnitPrice: 9.408, TaxTotal: 0, ...some });

  test('an invoice that cuts the product is right by its own set', async () => {
    const { findings, report } = await reconcile([[published('sub-1', { BillableQuantity: 12, Subtotal: 112.89, Total: 112.89 })]]);

    expect(findings.filter(({ kind }) => kind === 'rounding')).toEqual([]);
    expect(report.controlTotals[0]?.ruleSet).toBe('product-first');
  });

  test('an invoice that cuts the unit is right by its own set', async () => {
    const { findings, report } = await reconcile([[published('sub-1', { BillableQuantity: 12, Subtotal: 112.8, Total: 112.8 })]]);

    expect(findings.filter(({ kind }) => kind === 'rounding')).toEqual([]);
    expect(report.controlTotals[0]?.ruleSet).toBe('seat-unit-first');
  });

  test('a price with more than six digits is cut from all of its digits when the product is cut', async () => {
    const fine = { EffectiveUnitPrice: '9.4085999999', BillableQuantity: 100_000, Subtotal: 940_859.99, Total: 940_859.99 };
    const { findings } = await reconcile([
      [published('sub-1', fine), published('sub-2', { BillableQuantity: 12, Subtotal: 112.89, Total: 112.89 })],
    ]);

    expect(findings.filter(({ kind }) => kind === 'rounding')).toEqual([]);
  });

  test('one odd line does not choose the set for all others', async () => {
    const right = Array.from({ length: 5 }, (_, at) => published(`sub-${at}`, { BillableQuantity: 12, Subtotal: 112.8, Total: 112.8 }));
    const { findings } = await reconcile([[...right, published('odd-1', { BillableQuantity: 12, Subtotal: 112.89, Total: 112.89 })]]);

    expect(
      findings.filter(({ kind }) => kind === 'rounding').map(({ subscriptionId, impactCents }) => [subscriptionId, impactCents]),
    ).toEqual([['odd-1', 9]]);
  });
});

describe('lines that cannot be used', () => {
  test.each(['UnitPrice', 'EffectiveUnitPrice', 'PCToBCExchangeRate', 'BillableQuantity', 'Subtotal', 'TaxTotal', 'Total'])(
    'a %s that is no number is named with its line, and the line keeps its number',
    async (column) => {
      const { findings, report } = await reconcile([[line('sub-1'), line('sub-2', { [column]: 'n/a' }), line('sub-3', { Total: 1 })]]);

      expect(report.problems).toContainEqual(expect.objectContaining({ code: 'row_unreadable', line: 2, column }));
      expect(findings.map(({ lineNo }) => lineNo)).toEqual([2]);
      expect(report).toMatchObject({ isPartial: true, lines: { read: 3, unreadable: 1 } });
    },
  );

  test.each(['', '1.2.3', '1,5', '12 EUR', '0x10', '--1', 'NaN', '1e99', '=1+1'])('a subtotal of %j is no money', async (Subtotal) => {
    expect((await reconcile([[line('sub-1', { Subtotal })]])).report.lines.unreadable).toBe(1);
  });

  test('parts of a cent are no money either', async () => {
    expect((await reconcile([[line('sub-1', { Subtotal: 120.005 })]])).report.problems[0]).toMatchObject({ column: 'Subtotal' });
  });

  test('numbers as text, with zeros or an exponent, are the same numbers', async () => {
    const odd = { Subtotal: '120.00', TaxTotal: '22.8000000', Total: '1.428E2', UnitPrice: '12.000000000', BillableQuantity: '1e1' };

    expect((await reconcile([[line('sub-1', odd)]])).findings).toEqual([]);
  });
});
