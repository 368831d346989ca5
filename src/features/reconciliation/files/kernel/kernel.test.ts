import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFields } from '../read/read-fields.ts';
import { invoiceColumns } from '../scan/invoice-columns.ts';
import { columnsOf, type LineBatch } from '../scan/line-batch.ts';
import { LineReader } from '../scan/line-reader.ts';
import { KernelLines } from './kernel-lines.ts';
import { borrowKernel, giveKernelBack } from './line-kernel.ts';

const here = import.meta.dirname;

test('the compiled kernel is what its source says', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kernel-'));
  const compiled = path.join(folder, 'lines.wasm');
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
  const config = path.join(here, 'assembly/asconfig.json');
  await promisify(execFile)(process.execPath, [compiler, '--config', config, '--outFile', compiled]);

  expect((await readFile(compiled)).equals(await readFile(path.join(here, 'lines.wasm')))).toBe(true);
  await rm(folder, { recursive: true });
}, 120_000); // a compiler, on a machine that tests other things as well

type Row = Record<string, unknown>;
type Read = { readonly rows: readonly Row[]; readonly rest: unknown; readonly lastLine: number; readonly byHand: number };

/** A batch with its numbers replaced by what they stand for: how lines are divided into runs is nobody's business. */
function rowsOf(batches: readonly LineBatch[]): Row[] {
  const [accounts, markets, items] = [
    batches.flatMap((batch) => batch.accounts),
    batches.flatMap((batch) => batch.markets),
    batches.flatMap((batch) => batch.items),
  ];
  return batches.flatMap((batch) => {
    const columns = columnsOf(batch.memory);
    return Array.from({ length: batch.rows }, (_, row) => {
      const run = batch.runs[columns.run[row] ?? -1];
      return {
        ...Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[row]])),
        run: run === undefined ? undefined : { ...run, account: accounts[run.account] },
        market: markets[columns.market[row] ?? -1],
        item: items[columns.item[row] ?? -1],
        fine: batch.fine.get(row),
      };
    });
  });
}

async function read(pieces: readonly Buffer[], withKernel: boolean): Promise<Read> {
  const batches: LineBatch[] = [];
  const kernel = withKernel ? borrowKernel() : undefined;
  const reader = new LineReader((batch) => batches.push(batch), { only: undefined, memory: undefined, place: kernel?.batch });
  async function* content() {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  let byHand = 0;
  const lastLine = await readFields({ name: 'part-00000.json', open: content }, 'jsonl', {
    columns: invoiceColumns,
    onRecord: (fields, line) => {
      byHand += 1;
      reader.take(fields, line);
    },
    onBad: (line, message) => {
      reader.bad({ line, message });
    },
    fast: kernel === undefined ? undefined : new KernelLines(kernel, reader),
  });
  reader.flush();
  if (kernel !== undefined) giveKernelBack(kernel);
  const rest = batches.map(({ rows, accounts, markets, items, bad }) => ({ rows, accounts, markets, items, bad }));
  return { rows: rowsOf(batches), rest, lastLine, byHand };
}

const usual: Row = {
  PartnerId: '65f94601-70ad-43e8-9096-77e24115470f',
  CustomerId: '27879126-17ba-4de4-b5c6-17306bc9e548',
  CustomerName: 'Silver Logistik Ltd',
  CustomerCountry: 'GB',
  InvoiceNumber: 'G575435852',
  MpnId: 6014854,
  OrderId: '0DH9XJFXB7F7',
  ProductId: 'DZH318Z03PV3',
  SkuId: '00QR',
  SkuName: 'SQL Database',
  ChargeType: 'new',
  UnitPrice: 0.639116,
  Quantity: 1,
  Subtotal: 69.08,
  TaxTotal: 13.82,
  Total: 82.9,
  Currency: 'EUR',
  PriceAdjustmentDescription: '["15.0% Partner earned credit for services managed"]',
  SubscriptionDescription: 'Azure plan',
  SubscriptionId: '52b2f135-a1c6-4b90-846d-c7c2ea874cce',
  ChargeStartDate: '2026-07-01T00:00:00Z',
  ChargeEndDate: '2026-07-31T00:00:00Z',
  TermAndBillingCycle: '',
  EffectiveUnitPrice: 0.543248,
  BillableQuantity: 138.469374,
  BillingFrequency: '',
  PricingCurrency: 'USD',
  PCToBCExchangeRate: 0.918443,
  ReservationOrderId: '',
  SubscriptionStartDate: '',
  ReferenceId: '3e8239f6',
  PromotionId: '',
};
const lineOf = (change: Row): string => JSON.stringify({ ...usual, ...change });

// What a line may say in a column: usual, unusual, and wrong.
const ids = fc.constantFrom(
  'DZH318Z03PV3',
  'CFQ7TTC0LH16',
  '52B2F135-A1C6-4B90-846D-C7C2EA874CCE',
  '',
  null,
  '1.23457E+11',
  '12345',
  'a"b',
  'é',
  7,
);
const amounts = fc.constantFrom(
  0,
  -0,
  1,
  -29.36,
  1e21,
  1e-7,
  123456789.12,
  90071992547.41,
  '7',
  '7.10',
  ' 7',
  '',
  null,
  '1,5',
  0.005,
  true,
);
const fine = fc.constantFrom(0.000151, 0.1234567, 138.469374, 1e16, 123456789012345, '0.918443', '.5', '5.', '.', '-', '+1', null, 3);
const days = fc.constantFrom(
  '2026-07-31T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2024-02-29',
  '2026-04-31',
  '7/1/2026',
  '',
  null,
  '0001-01-01T00:00:00Z',
  '0000-12-31',
  '2026-7-1',
  20260701,
);
const words = fc.constantFrom(
  '',
  'Azure plan',
  'azure plan',
  'Extended Service Term',
  'an Extended Service Term!',
  'a\\b',
  'a"',
  'line\nfeed',
  '株',
  null,
  false,
  12,
);
const change = fc.record(
  {
    PartnerId: ids,
    CustomerId: ids,
    CustomerName: words,
    CustomerCountry: fc.constantFrom('GB', 'gb', 'DE', null, 'D\u0045', 4),
    InvoiceNumber: fc.constantFrom('G1', 'G2', 5),
    ProductId: ids,
    SkuId: fc.constantFrom('0001', '00QR', '12', '123456', ''),
    SkuName: words,
    ChargeType: fc.constantFrom('new', 'NEW', 'renew', 'cycleCharge', 'customerCredit', 'other', '', null, 'n\u00e9w'),
    UnitPrice: fine,
    Subtotal: amounts,
    TaxTotal: amounts,
    Total: amounts,
    PriceAdjustmentDescription: words,
    SubscriptionDescription: words,
    SubscriptionId: ids,
    ChargeStartDate: days,
    ChargeEndDate: days,
    TermAndBillingCycle: fc.constantFrom('', 'One-Year commitment for yearly billing', '1 Year Reservation', null),
    EffectiveUnitPrice: fine,
    BillableQuantity: fine,
    PCToBCExchangeRate: fine,
    ReservationOrderId: fc.constantFrom('', '0DH9XJFXB7F7', null),
    SubscriptionStartDate: days,
    ReferenceId: fc.constantFrom('a', 'bb', 'c'.repeat(40), '\\', '}', '","Total":1'),
    PromotionId: words,
    MpnId: fc.constantFrom(1, 'x', true, null, {}, [1], 1.5e10),
  },
  { requiredKeys: [] },
);
/** What lines look like that no export writes. */
const spoil = fc.constantFrom<(line: string) => string>(
  (line) => line,
  (line) => line.slice(0, -1),
  (line) => line.replace('"Total":', '"Total" :'),
  (line) => line.replace('"Total":', '"TotalForCustomer":'),
  (line) => line.replace('"Quantity":1,', ''),
  (line) => line.replace('"Quantity":1,', '"Quantity":1,"Other":2,'),
  (line) => line.replace('"Currency":"EUR",', '').replace('{', '{"Currency":"EUR",'),
  (line) => line.replace('Silver', 'Sil\\'),
  (line) => line.replace('Silver', 'Sil\u0001ver'),
  (line) => line.replace('"Total"', '"Total":1,"Total"'),
  (line) => `${line} `,
  (line) => `${line}}`,
  (line) => `${line}\r`,
  (line) => `[${line}]`,
  () => '',
  () => '{}',
  () => 'x',
);
const line = fc.oneof(
  { weight: 6, arbitrary: change.map((one) => lineOf(Object.fromEntries(Object.entries(one).slice(0, 3)))) },
  { weight: 2, arbitrary: fc.tuple(change, spoil).map(([one, spoiled]) => spoiled(lineOf(one))) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }).map((at) => lineOf({ ReferenceId: `again ${at}` })) },
);

function cut(text: string, sizes: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...pieces, bytes.subarray(at)].filter(({ length }) => length > 0);
}

describe('lines of an invoice', () => {
  test('say the same whether the kernel reads them or not', async () => {
    const lines = fc.array(line, { minLength: 1, maxLength: 40 });
    const sizes = fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(lines, sizes, fc.constantFrom('\n', '\r\n'), async (some, cuts, ending) => {
        const pieces = cut([lineOf({}), ...some].join(ending), cuts);
        const { byHand: _, ...fast } = await read(pieces, true);
        const { byHand: __, ...slow } = await read(pieces, false);
        expect(isDeepStrictEqual(fast, slow)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('whose unwanted texts are broken are judged the same behind one that is written otherwise', async () => {
    const spaced = lineOf({ ReferenceId: 'spaced' }).replace('"Total":', '"Total" :');
    const broken = lineOf({ MpnId: {} }).replace('Silver', 'Sil\\');
    const pieces = [Buffer.from([lineOf({}), lineOf({ ReferenceId: 'b' }), spaced, lineOf({ ReferenceId: 'c' }), broken].join('\n'))];

    expect({ ...(await read(pieces, true)), byHand: 0 }).toEqual({ ...(await read(pieces, false)), byHand: 0 });
  });

  test('are nearly all read by the kernel, over pieces and batches', async () => {
    const many = Array.from({ length: 5000 }, (_, at) =>
      lineOf({
        ProductId: `P${at % 50}`,
        Subtotal: (at * 7) / 100,
        BillableQuantity: at / 1000,
        ReferenceId: String(at * 999),
        SubscriptionId: `s${at >> 4}`,
      }),
    );
    many[4321] = many[4300] ?? '';
    const pieces = cut(`${many.join('\n')}\n`, [1 << 20, 1 << 20, 1 << 20]);
    const { byHand: slowly, ...slow } = await read(pieces, false);
    const { byHand, ...fast } = await read(pieces, true);

    expect(fast).toEqual(slow);
    expect(fast.rows.filter(({ flags }) => (Number(flags) & 8) !== 0)).toHaveLength(1);
    expect([slowly, byHand < 100]).toEqual([5000, true]);
  });

  test('of any length are read, the longest without the kernel', async () => {
    const lengths = [10, 70_000, 65_000, 1_300_000, 20, 65_536, 3];
    const pieces = [
      Buffer.from(lengths.map((length) => lineOf({ CustomerName: 'x'.repeat(length), ReferenceId: String(length) })).join('\n')),
    ];

    expect({ ...(await read(pieces, true)), byHand: 0 }).toEqual({ ...(await read(pieces, false)), byHand: 0 });
  });

  test('that the kernel mostly cannot read are soon not shown to it any more', async () => {
    const many = Array.from({ length: 9000 }, (_, at) => lineOf({ UnitPrice: at % 2 === 0 ? '0.12345678' : '1' }));
    const pieces = [Buffer.from(many.join('\n'))];

    expect({ ...(await read(pieces, true)), byHand: 0 }).toEqual({ ...(await read(pieces, false)), byHand: 0 });
  });
});
