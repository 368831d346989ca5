import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChargeLine, jsonLines, type MadeLine, partnerTenant } from '../../../../test/support/invoice-files.ts';
import { createBlobStore } from '../../../platform/blobs/blob-store.ts';
import { columnsOf, type LineBatch } from '../../reconciliation/files/scan/line-batch.ts';
import { type ReadEvent, readLines } from '../../reconciliation/files/scan/read-lines.ts';
import { readerMark } from '../../reconciliation/files/scan/reader-mark.ts';
import { inParts } from '../../reconciliation/period/in-parts.ts';
import { profiles } from '../profiles.ts';
import { type KeptFile, keepFile } from './keep-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-export-scan-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const known = {
  customers: new Set([0, 1, 2, 3].map((n) => `c0000000-0000-4000-8000-00000000000${n}`)),
  products: new Set(['cfq7ttc0lh18:1', 'cfq7ttc0lh18:2']),
  currencies: new Set(['eur', 'usd']),
};

let made = 0;
async function keep(content: string, { isCompared = true, until = Number.POSITIVE_INFINITY, root = '' } = {}) {
  const place = root === '' ? path.join(folder, String((made += 1))) : root;
  const blobs = createBlobStore(place);
  const bytes = Buffer.from(content);
  const open = async function* () {
    for (let at = 0; at < bytes.length; at += 300_000) {
      if (at >= until) throw new Error('gone');
      yield await Promise.resolve(bytes.subarray(at, at + 300_000));
    }
  };
  const kept = await keepFile(
    { name: 'part-0', open },
    {
      profile: { ...profiles.reconciliation, isCompared },
      known,
      partner: partnerTenant,
      blobs,
      id: `id-${(made += 1)}`,
      goesOnAs: 'the same',
      onLines: () => Promise.resolve(),
    },
  );
  if ('foreignTenant' in kept) throw new Error('It is of this partner');
  return { kept, blobs, root: place, linesIn: await blobs.derived(kept.hash, readerMark()) };
}

/** Rows of a stretch with their numbers replaced by what they stand for: how it is divided into batches and runs is nobody's business. */
function rowsOf(batches: readonly LineBatch[]) {
  const [accounts, markets, items] = [
    batches.flatMap((batch) => batch.accounts),
    batches.flatMap((batch) => batch.markets),
    batches.flatMap((batch) => batch.items),
  ];
  const rows = batches.flatMap((batch) => {
    const columns = columnsOf(batch.memory);
    return Array.from({ length: batch.rows }, (_, row) => {
      const run = batch.runs[columns.run[row] ?? -1];
      return {
        ...Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[row]])),
        run: run && { ...run, account: accounts[run.account] },
        market: markets[columns.market[row] ?? -1],
        item: items[columns.item[row] ?? -1],
        fine: batch.fine.get(row),
      };
    });
  });
  return { rows, bad: batches.flatMap((batch) => batch.bad) };
}

/** What a comparison is told of each stretch of the blob. */
async function compared({ kept, blobs, linesIn }: { kept: KeptFile; blobs: ReturnType<typeof createBlobStore>; linesIn: string }) {
  const parts = await inParts({ name: 'part-0', kept: blobs.pathOf(kept.hash), linesIn });
  const told = [];
  for (const source of parts) {
    const batches: LineBatch[] = [];
    let end: ReadEvent | undefined;
    await readLines({ blob: 0, source, format: 'jsonl' }, (event) => {
      if (event.type === 'batch') batches.push({ ...event.batch, memory: event.batch.memory.slice(0) });
      else end = event;
    });
    told.push({ ...rowsOf(batches), end });
  }
  return told;
}

/** Lines of 18 MB, which are two stretches, with what is unusual among them: unknown, broken, beyond a cent, of another invoice. */
const long = 'x'.repeat(2_000);
const unusual: Readonly<Record<number, MadeLine>> = {
  40: { CustomerName: 'With "quotes" and \\', CustomerId: 'c0000000-0000-4000-8000-00000000000f' },
  1_000: { Subtotal: 'none' },
  2_000: { Subtotal: 10.005 },
  3_000: { ProductId: 'unheard', ProductName: 'Über "x"' },
  3_001: { ProductId: 'unheard', MeterDescription: 'A meter' },
  4_000: { ChargeType: 'gift' },
  4_001: { ChargeType: 'CANCEL' },
  5_000: { Currency: 'XYZ' },
  5_001: { InvoiceNumber: 'G000000002', Currency: 'usd' },
  6_000: { ChargeStartDate: '' },
  7_900: { EffectiveUnitPrice: 10.123456789 },
};
const lines = Array.from({ length: 8_200 }, (_, n) => aChargeLine(n + 1, { SkuId: `000${1 + (n % 2)}`, SkuName: long, ...unusual[n] }));
const plain = jsonLines(lines);
const broken = `\n${plain.slice(0, 9_000_000).replace(/\n[^\n]*$/, '\n')}no line at all\n\n${jsonLines(lines.slice(4_100))}`;

describe.each([
  ['as exports write it', plain],
  ['with a byte order mark', `\uFEFF${plain}`],
  ['with other line ends', plain.replaceAll('\n', '\r\n')],
  ['with lines that are none', broken],
])('an export %s', (_name, content) => {
  test('says the same whether the kernel reads it or not, and is the same on the disk', async () => {
    const [fast, slow] = [await keep(content), await keep(content, { isCompared: false })];

    expect(fast.kept).toEqual(slow.kept);
    const [one, other] = await Promise.all([fast, slow].map(({ blobs, kept }) => readFile(blobs.pathOf(kept.hash))));
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
    expect(await readdir(path.join(fast.root, 'incoming'))).toEqual([]);
  });

  test('need not be read again by a comparison, which is told the same', async () => {
    const fast = await keep(content);
    const isKept = [0, 1].map((part) => existsSync(path.join(fast.linesIn, String(part))));
    const told = await compared(fast);
    await rm(fast.linesIn, { recursive: true });
    const linesIn = await fast.blobs.derived(fast.kept.hash, readerMark());

    // Lines before the first one that is one: who reads a later stretch reads them once more, and that is left to him.
    expect(isKept).toEqual(content === broken ? [false, false] : [true, true]);
    expect(isDeepStrictEqual(told, await compared({ ...fast, linesIn }))).toBe(true);
  });
});

test('what an import that broke off has read is read again by the comparison, what comes after it is not', async () => {
  const root = path.join(folder, 'broken-off');
  await expect(keep(plain, { until: 12_000_000, root })).rejects.toThrow('gone');
  const { kept, linesIn } = await keep(plain, { root });

  expect(kept).toEqual((await keep(plain)).kept);
  expect(await readdir(linesIn)).toEqual(['1']);
});

test('an export without a column that only the comparison needs is kept, and nothing for the comparison', async () => {
  const content = jsonLines(lines.slice(0, 50).map(({ EffectiveUnitPrice: _, ...line }) => line as MadeLine));
  const { kept, linesIn } = await keep(content);

  expect(kept.facts.lines).toBe(50);
  expect(await readdir(linesIn)).toEqual([]);
});

test('whatever stands in lines, they add up to the same', async () => {
  const change = fc.record(
    {
      CustomerId: fc.constantFrom('c0000000-0000-4000-8000-000000000001', 'C0000000-0000-4000-8000-000000000002', 'é', '', '123456'),
      CustomerName: fc.constantFrom('One', 'a\nb', '"', '株', ''),
      SubscriptionId: fc.constantFrom('S1', 's1', 'é', ''),
      ProductId: fc.constantFrom('CFQ7TTC0LH18', 'other', ''),
      MeterDescription: fc.constantFrom('', 'meter', 'a\\'),
      ChargeType: fc.constantFrom('new', 'NEW', 'addQuantity', 'cancel', 'gift', ''),
      Currency: fc.constantFrom('EUR', 'eur', 'USD', 'XYZ', ''),
      InvoiceNumber: fc.constantFrom('G1', 'G2', 'é', ''),
      Subtotal: fc.constantFrom(1, -2.5, '7.10', 0.005, '1,5', '', 1e21, 123456789.12, '1.23456789012345'),
      TaxTotal: fc.constantFrom(0, 0.01, '-0.01', ''),
      Total: fc.constantFrom(1, 90071992547.41, '', 'none'),
      ChargeStartDate: fc.constantFrom('2026-07-31T00:00:00Z', '0001-01-01T00:00:00Z', '2026-02-30', '7/1/2026', ''),
      PartnerId: fc.constantFrom(partnerTenant, partnerTenant.toUpperCase(), ''),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 60 }), async (changes) => {
      const content = jsonLines(changes.map((each, n) => aChargeLine((n % 7) + 1, each)));
      const [fast, slow] = [await keep(content), await keep(content, { isCompared: false })];
      expect(fast.kept).toEqual(slow.kept);
    }),
    { numRuns: 60 },
  );
});
