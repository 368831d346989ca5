import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvRecord } from '../../../../lib/csv.ts';
import { createBlobStore } from '../../../../platform/blobs/blob-store.ts';
import { findingLine, sortFindings } from '../finding.ts';
import { PriceTable } from '../load/price-table.ts';
import { ProblemList } from '../problem.ts';
import type { Source } from '../read/inflate.ts';
import { AzureUsage } from './azure-usage.ts';
import type { InvoiceScan, ScanBooks } from './invoice-scan.ts';
import { scanExport } from './scan-exports.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-scan-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Row = Readonly<Record<string, string | number>>;

const line = (subscription: string, some: Row = {}): Row => ({
  PartnerId: 'partner',
  CustomerId: 'customer',
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

const textOf = (rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
/** Rows as a blob that comes in pieces of one line: only the last few pieces are remembered byte for byte. */
const blob = (rows: readonly Row[]): Source => ({
  name: 'blob',
  open: async function* () {
    for (const row of rows) yield await Promise.resolve(Buffer.from(textOf([row])));
  },
});

const books = (): ScanBooks => ({
  estate: { byId: new Map(), byCustomer: new Map(), isComplete: false },
  prices: { table: new PriceTable(), extended: new PriceTable(), currencyOf: new Map() },
  usage: new AzureUsage(),
  taxPpm: new Map([['DE', 190_000]]),
});

const told = ({ findings }: InvoiceScan): string[] => sortFindings(findings).map(findingLine);

/** Everything that a scan knows and that rules read. */
const state = (scan: InvoiceScan): Readonly<Record<string, unknown>> => ({
  totals: scan.totals,
  findings: told(scan),
  credits: scan.credits.map(({ lineNo, cents }) => [lineNo, cents]),
  misfits: [scan.vote.chosen, scan.vote.misfitCount, scan.vote.misfits],
  charges: [...scan.table.byId]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { openedBy: _place, cycle, ...charges }]) => [id, charges, cycle === undefined ? undefined : { ...cycle, line: 0 }]),
  months: scan.months,
  rates: scan.rates,
});

/** Lines of other subscriptions, more than are remembered byte for byte. */
const between = Array.from({ length: 100 }, (_, at) => line(`other-${at}`));

describe('the same line twice, far apart', () => {
  const odd = line('sub-1', { Subtotal: 120.01, Total: 142.81 });
  const credit = line('sub-1', { ChargeType: 'customerCredit', Subtotal: -5, TaxTotal: -0.95, Total: -5.95 });
  const dear = line('sub-1', { EffectiveUnitPrice: 11, Subtotal: 110, TaxTotal: 20.9, Total: 130.9 });
  const plan = { ProductId: 'AZURE', SkuId: 'A', SubscriptionDescription: 'Azure plan', BillingFrequency: '', ChargeType: 'new' };
  const usage = line('plan-1', { ...plan, UnitPrice: 1, EffectiveUnitPrice: 1, BillableQuantity: 120 });
  const lines = [odd, credit, dear, usage];

  test('is charged once and found once, as if it stood next to itself', async () => {
    const problems = new ProblemList();
    const near = await scanExport([blob([...lines.flatMap((one) => [one, one]), ...between])], 'jsonl', books(), problems);
    const far = await scanExport([blob([...lines, ...between, ...lines])], 'jsonl', books(), problems);
    const blobs = await scanExport([blob([...lines, ...between]), blob(lines)], 'jsonl', books(), problems);

    expect(far.scan.totals).toEqual(near.scan.totals);
    expect(far.scan.totals).toMatchObject({ lines: 108, distinctLines: 104, duplicateLines: 4 });
    const ofSub = ({ scan }: { scan: InvoiceScan }) => {
      const charges = scan.table.byId.get('sub-1');
      return [charges?.lines, charges?.cents, charges?.firstLine, charges?.proration?.cents, scan.credits.length, scan.vote.misfitCount];
    };
    expect(ofSub(far)).toEqual(ofSub(near));
    expect(ofSub(far)).toEqual([2, 23_001, 0, -1000, 1, 1]);
    expect(far.scan.findings.map(({ kind, lineNo, impactCents }) => [kind, lineNo, impactCents])).toEqual([
      ['duplicate_line', 104, 12_001],
      ['duplicate_line', 105, -500],
      ['duplicate_line', 106, 11_000],
      ['duplicate_line', 107, 12_000],
    ]);
    expect(state(blobs.scan)).toEqual(state(far.scan));
    expect(problems.problems).toEqual([]);
  });

  test('three times is two repetitions of the first', async () => {
    const { scan } = await scanExport(
      [blob([odd, ...between]), blob([odd, ...between.slice(0, 2), odd])],
      'jsonl',
      books(),
      new ProblemList(),
    );

    const numbers = scan.findings.filter(({ subscriptionId }) => subscriptionId === 'sub-1').map(({ lineNo }) => lineNo);
    expect(numbers.sort((a = 0, b = 0) => a - b)).toEqual([101, 104]);
  });
});

describe('blobs that are read side by side', () => {
  test('come in any order and say the same', async () => {
    const rows = [
      line('sub-1'),
      line('sub-1', { ChargeType: 'renew', CustomerId: 'another', ChargeStartDate: '2026-06-01', PCToBCExchangeRate: 1.5 }),
      line('sub-2', { Subtotal: 119.99, Total: 142.79 }),
      line('sub-2', { EffectiveUnitPrice: 11.5, Subtotal: 115, TaxTotal: 21.85, Total: 136.85 }),
      line('sub-2', { EffectiveUnitPrice: 11, Subtotal: 110, TaxTotal: 20.9, Total: 130.9 }),
      line('sub-1'),
    ];
    const whole = await scanExport([blob(rows)], 'jsonl', books(), new ProblemList());
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: rows.length - 1 }), { maxLength: 4 }), async (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), rows.length];
        const blobs = ends.map((end, at) => blob(rows.slice(ends[at - 1] ?? 0, end)));
        expect(state((await scanExport(blobs, 'jsonl', books(), new ProblemList())).scan)).toEqual(state(whole.scan));
      }),
      { numRuns: 20 },
    );
  });

  test('in threads of their own say the same as here, faults and unreadable lines included', async () => {
    // Every line has its own id and hardly shrinks, so that the files are worth threads.
    const rows = (from: number) =>
      Array.from({ length: 12_000 }, (_, at) =>
        line(`sub-${(from + at) % 9000}`, { ReferenceId: Buffer.from(`${(from + at) ** 3}`).toString('hex') }),
      );
    const texts = [
      textOf(rows(0)),
      `${textOf(rows(9000))}no json\n${JSON.stringify(line('sub-1', { Total: 'n/a' }))}\n`,
      textOf(rows(0).slice(0, 5)),
    ];
    const blobs = texts.map((text) => gzipSync(text, { level: 0 }));
    const files = blobs.map((_, at) => path.join(folder, `part-${at}.json.gz`));
    for (const [at, bytes] of blobs.entries()) await writeFile(files[at] ?? '', bytes);
    const opened = blobs.map((bytes, at): Source => {
      const open = async function* () {
        yield await Promise.resolve(bytes);
      };
      return { name: files[at] ?? '', open };
    });
    const [threads, here] = [new ProblemList(), new ProblemList()];
    const inThreads = await scanExport([...files, path.join(folder, 'gone')], 'jsonl', books(), threads);
    const inHere = await scanExport(opened, 'jsonl', books(), here);

    const [one, other] = [state(inThreads.scan), state(inHere.scan)];
    for (const key of Object.keys(one)) expect(one[key], key).toEqual(other[key]);
    expect(inThreads.scan.totals).toMatchObject({ lines: 24_006, duplicateLines: 3005 });
    expect([inThreads.isComplete, inHere.isComplete]).toEqual([false, false]);
    expect(threads.problems.slice(0, -1)).toEqual(here.problems);
    expect(threads.problems.map(({ code, line: at }) => [code, at])).toEqual([
      ['row_unreadable', 12_001],
      ['row_unreadable', 12_002],
      ['file_missing', undefined],
    ]);
  });

  test('end with a fault that says what to do when a thread breaks', async () => {
    const big = path.join(folder, 'big.json');
    await writeFile(big, textOf(Array.from({ length: 8000 }, (_, at) => line(`sub-${at}`))));
    // A path through a file is nothing that reading a blob can explain, so it takes the thread down.
    const scanning = scanExport([big, path.join(big, 'part')], 'jsonl', books(), new ProblemList());

    await expect(scanning).rejects.toMatchObject({ code: 'reading_broke_off', kind: 'retryable' });
    await expect(scanning).rejects.toMatchObject({ facts: { hint: 'Run it again; if memory is short, give the process more.' } });
  });
});

// P16: whoever is killed while he reads has these stretches behind him.
describe('a kept blob that is read in stretches', () => {
  const rows = [
    line('sub-1'),
    line('sub-2', { Subtotal: 119.99, Total: 142.79 }),
    line('sub-3', { EffectiveUnitPrice: 11.123456789, Subtotal: 111.2, TaxTotal: 21.13, Total: 132.33 }),
    line('sub-3', { Total: 'n/a' }),
    line('sub-4', { Currency: 'QQQ' }),
    line('sub-1'),
    line('sub-5', { Subtotal: 'n/a' }),
  ];
  const texts = {
    jsonl: ['', ...rows.map((row) => textOf([row]))],
    csv: [csvRecord(Object.keys(rows[0] ?? {})), ...rows.map((row) => csvRecord(Object.values(row).map(String)))],
  };

  /** One record in each frame, and what stands before the first one. */
  async function keep(format: 'jsonl' | 'csv'): Promise<string> {
    const store = createBlobStore(path.join(folder, 'blobs'));
    const { writer, keep: finish } = await store.create(format);
    const [before = '', ...records] = texts[format];
    writer.append(Buffer.from(before));
    for (const record of records) {
      writer.record([]);
      writer.append(Buffer.from(record));
      writer.cut();
    }
    return store.pathOf((await finish(before.length)).hash);
  }

  const inStretches = (kept: string, linesIn: string, frames: number): Source[] =>
    Array.from({ length: Math.ceil(rows.length / frames) }, (_, at) => ({
      name: 'blob',
      kept,
      part: { fromFrame: at * frames, beforeFrame: (at + 1) * frames, linesAt: path.join(linesIn, String(at)) },
    }));

  test.each(['jsonl', 'csv'] as const)(
    'says the same as in one piece, line by line, the first time and from then on (%s)',
    async (format) => {
      const kept = await keep(format);
      const inOne = new ProblemList();
      const whole = await scanExport([{ name: 'blob', kept }], format, books(), inOne);
      expect(inOne.problems.map(({ code, line: at }) => [code, at])).toEqual(
        ([4, 7, 5] as const).map((at, n) => [n < 2 ? 'row_unreadable' : 'currency_unknown', format === 'csv' ? at + 1 : at]),
      );
      for (const frames of [1, 2, 3]) {
        const linesIn = await mkdtemp(path.join(folder, 'lines-'));
        const blobs = inStretches(kept, linesIn, frames);
        const scan = async () => {
          const problems = new ProblemList();
          const scanned = await scanExport(blobs, format, books(), problems);
          expect(state(scanned.scan)).toEqual(state(whole.scan));
          expect(problems.problems).toEqual(inOne.problems);
        };
        await scan();
        expect(await readdir(linesIn)).toHaveLength(blobs.length);
        await scan();
      }
    },
  );

  test('is not read again where its lines are kept, and read again where they are damaged', async () => {
    const kept = await keep('jsonl');
    const linesIn = await mkdtemp(path.join(folder, 'lines-'));
    const blobs = inStretches(kept, linesIn, 3);
    const linesOf = async (sources: readonly Source[]) =>
      (await scanExport(sources, 'jsonl', books(), new ProblemList())).scan.totals.distinctLines;
    const first = await linesOf(blobs);
    const gone = blobs.map((blob) => ({ ...(blob as object), kept: path.join(folder, 'gone') }) as Source);

    expect(await linesOf(gone.slice(0, 1))).toBe(3);
    const place = path.join(linesIn, '0');
    const bytes = await readFile(place);
    await writeFile(place, bytes.fill(7, bytes.length >> 1, (bytes.length >> 1) + 4));
    expect(await linesOf(blobs)).toBe(first);
    expect(await linesOf(gone.slice(0, 1))).toBe(3);
  });
});
