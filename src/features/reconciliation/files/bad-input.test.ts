import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FilesReport, type ReconcileFilesInput, reconcileFiles } from './index.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-bad-input-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Row = Readonly<Record<string, string>>;
const line = (subscription: string, some: Row = {}): Row => ({
  PartnerId: 'partner-a',
  CustomerId: 'customer-1',
  CustomerName: 'Alpen Bau',
  CustomerCountry: 'DE',
  InvoiceNumber: 'G1',
  ProductId: 'BASIC',
  SkuId: '0001',
  ChargeType: 'cycleCharge',
  UnitPrice: '12',
  Subtotal: '120',
  TaxTotal: '22.8',
  Total: '142.8',
  Currency: 'EUR',
  SubscriptionDescription: 'Business Basic',
  SubscriptionId: subscription,
  ChargeStartDate: '7/1/2026',
  ChargeEndDate: '7/31/2026',
  TermAndBillingCycle: 'One-Year commitment for monthly/yearly billing',
  EffectiveUnitPrice: '12',
  BillableQuantity: '10',
  BillingFrequency: 'Monthly',
  PricingCurrency: 'EUR',
  PCToBCExchangeRate: '1',
  SubscriptionStartDate: '1/1/2026',
  ...some,
});
const field = (text: string): string => (/[",;\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = (rows: readonly Row[], mark = ','): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))].map((cells) => `${cells.map(field).join(mark)}\r\n`).join('');

let made = 0;
async function reconcile(
  content: string | Buffer,
  options: ReconcileFilesInput & { ending?: string } = {},
): Promise<{ report: FilesReport; own: string }> {
  const own = path.join(folder, String((made += 1)));
  await mkdir(own);
  const { ending = 'csv', ...input } = options;
  const file = path.join(own, `recon.${ending}`);
  await writeFile(file, content);
  const { report } = await reconcileFiles({ invoice: [file], badRows: path.join(own, 'bad.csv'), ...input }, () => 0);
  return { report, own };
}
const good = line('sub-good');

/** What stands wrong in the second of three rows: the rest is used, and the row is named and handed back. */
describe('a row that cannot be used', () => {
  test.each<[string, Row, string, RegExp]>([
    ['a decimal comma', { Subtotal: '1.234,56' }, 'Subtotal', /"1\.234,56", with a decimal comma/],
    ['commas between thousands', { Total: '1,234.56' }, 'Total', /commas between thousands/],
    ['an empty number', { BillableQuantity: '' }, 'BillableQuantity', /is empty/],
    ['a formula in place of a number', { UnitPrice: '=A1*2' }, 'UnitPrice', /a formula/],
    ['parts of a cent', { TaxTotal: '22.805' }, 'TaxTotal', /parts of a cent/],
    ['the day before the month', { ChargeEndDate: '31/12/2026' }, 'ChargeEndDate', /day before the month.*M\/D\/YYYY/],
    ["a spreadsheet's day", { ChargeStartDate: '46204' }, 'ChargeStartDate', /spreadsheet's number of a day/],
    ['a customer id that was rounded', { CustomerId: '1.23457E+14' }, 'CustomerId', /a spreadsheet rounded this id/],
    ['a SKU id that was rounded', { SkuId: '1,23457E+14' }, 'SkuId', /a spreadsheet rounded this id/],
    ['a subscription id without its last digits', { SubscriptionId: '123456789012345000' }, 'SubscriptionId', /first fifteen digits/],
  ])('%s is named with file, line, column and what to do; the other rows are used', async (_name, wrong, column, why) => {
    const { report, own } = await reconcile(csv([good, line('sub-wrong', wrong), line('sub-other')]));

    expect(report.problems.filter(({ partial }) => partial)).toEqual([
      {
        code: 'row_unreadable',
        file: path.join(own, 'recon.csv'),
        line: 3,
        column,
        message: expect.stringMatching(why) as string,
        hint: expect.stringMatching(/Correct the row/) as string,
        partial: true,
      },
    ]);
    expect(report).toMatchObject({ isPartial: true, lines: { read: 3, unreadable: 1 }, controlTotals: [{ read: { total: '285.60' } }] });
    const bad = await readFile(path.join(own, 'bad.csv'), 'utf8');
    expect(bad.split('\r\n')).toHaveLength(3);
    expect(bad).toContain(`,${path.join(own, 'recon.csv')},3,${column},`);
  });

  test('corrected and handed in again it is a row like any other', async () => {
    const { own } = await reconcile(csv([good, line('sub-wrong', { CustomerName: '=cmd()', Subtotal: '120,00' })]));
    const bad = await readFile(path.join(own, 'bad.csv'), 'utf8');
    const again = await reconcile(bad.replace('"120,00"', '120'));

    expect(bad).toContain(`,'=cmd(),`);
    expect(again.report).toMatchObject({
      isPartial: false,
      lines: { read: 1, unreadable: 0 },
      controlTotals: [{ read: { total: '142.80' } }],
    });
  });
});

describe('what looks odd and is right', () => {
  test.each<[string, string | Buffer]>([
    ['semicolons between columns', csv([good, line('s2')], ';')],
    ['tabs between columns', csv([good, line('s2')], '\t')],
    ['a byte order mark', `\uFEFF${csv([good, line('s2')])}`],
    [
      'several gzip members',
      Buffer.concat([
        gzipSync(csv([good])),
        gzipSync(
          csv([good, line('s2')])
            .split('\r\n')
            .slice(2)
            .join('\r\n'),
        ),
      ]),
    ],
    ['columns that nobody knows', csv([line('s1', { Extra: 'kept', 'Own note': 'x' }), line('s2', { Extra: '', 'Own note': '' })])],
    ['a name of a megabyte', csv([line('s1', { CustomerName: 'n'.repeat(1_000_000) }), line('s2')])],
    ['text that would run as a formula', csv([line('s1', { CustomerName: '=HYPERLINK("x")' }), line('s2', { CustomerName: '@sum' })])],
    ['numbers guarded by apostrophes', csv([line('s1', { UnitPrice: "'12", Subtotal: "'120", SkuId: "'0001" }), line('s2')])],
    [
      'eighteen decimals',
      csv([line('s1', { EffectiveUnitPrice: '12.000000000000000001', Subtotal: '120.000000000000000000' }), line('s2')]),
    ],
    [
      'blanks around days, amounts, ids and words',
      csv([good, line('s2')]).replace(
        /^(?!PartnerId)(.*)\r\n/gm,
        (_, row: string) =>
          `${row
            .split(',')
            .map((cell) => ` ${cell}\t `)
            .join()}\r\n`,
      ),
    ],
    ['a tab behind every column name', csv([good, line('s2')]).replace(/^.*(?=\r\n)/, (header) => `${header.replaceAll(',', '\t,')}\t`)],
    [
      'column names with more commas than there are semicolons between them',
      csv([good, line('s2')], ';')
        .replace(/^.*(?=\r\n)/, (header) => `${header};Note${', and more'.repeat(40)}`)
        .replace(/(?<=\n.*)(?=\r\n)/g, ';'),
    ],
    ['charge types in any case', csv([line('s1', { ChargeType: 'CYCLECHARGE' }), line('s2', { ChargeType: 'Cyclecharge' })])],
    ['column names in any case', csv([good, line('s2')]).replace(/^.*\r\n/, (header) => header.toLowerCase())],
  ])('%s', async (_name, content) => {
    const { report } = await reconcile(content);

    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ isPartial: false, lines: { read: 2, unreadable: 0 }, controlTotals: [{ read: { total: '285.60' } }] });
  });

  test('zero with a scale is zero', async () => {
    const free = { UnitPrice: '0E-20', EffectiveUnitPrice: '0E-20', Subtotal: '0E-20', TaxTotal: '0', Total: '0.00' };
    expect((await reconcile(csv([good, line('s2', free)]))).report).toMatchObject({ isPartial: false, lines: { unreadable: 0 } });
  });

  test('an export of 48 names, with ReferenceID as JSON text', async () => {
    const { BillingFrequency: _left, ...rest } = line('s1');
    const names = { Tier2MpnId: '', PartnerName: 'We', PublisherDiscount: '0', DiscountDetails: '', ProductCategory: 'Online Services' };
    const row = { ...rest, ...names, ReferenceID: '{"osId":"a","id":"b","v":"2.0"}' };
    const { report } = await reconcile(`${JSON.stringify(row)}\n`, { ending: 'json' });

    expect(report).toMatchObject({ isPartial: false, lines: { read: 1 }, controlTotals: [{ read: { total: '142.80' } }] });
  });
});

describe('a file that is not what it should be', () => {
  test.each<[string, string | Buffer, string, RegExp]>([
    ['UTF-16', Buffer.from(`\uFEFF${csv([good])}`, 'utf16le'), 'encoding_wrong', /UTF-16/],
    ['an Excel file', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'format_wrong', /zip or Excel/],
    ['nothing', '', 'file_empty', /empty/],
    [
      'half a download',
      gzipSync(csv(Array.from({ length: 3000 }, (_, at) => line(`s${at}`))), { level: 0 }).subarray(0, 400_000),
      'gzip_truncated',
      /ends in the middle/,
    ],
    ['a file without its columns', csv([{ Id: '1', Name: 'x' }]), 'columns_missing', /lacks the columns CustomerId, ProductId/],
  ])('%s is named, with what to do', async (_name, content, code, message) => {
    const { report, own } = await reconcile(content);

    expect(report.problems).toContainEqual(
      expect.objectContaining({
        code,
        file: path.join(own, 'recon.csv'),
        message: expect.stringMatching(message) as string,
        hint: expect.any(String) as string,
        partial: true,
      }),
    );
    expect(report.isPartial).toBe(true);
  });

  test('names in another encoding are doubted with line and column, and how they may have been meant; the rows are used', async () => {
    const { report } = await reconcile(Buffer.from(csv([good, line('s2', { CustomerName: 'Müller' })]), 'latin1'));

    expect(report.problems).toEqual([
      expect.objectContaining({
        code: 'encoding_doubtful',
        line: 3,
        column: 'CustomerName',
        message: expect.stringContaining('Müller') as string,
        partial: true,
      }),
    ]);
    expect(report.controlTotals[0]?.read.total).toBe('285.60');
  });

  test('a file whose lines end with carriage returns alone is named: it is not read as one without lines', async () => {
    const { report } = await reconcile(csv([good]).replaceAll('\r\n', '\r'));

    expect(report).toMatchObject({ isPartial: true, problems: [{ code: 'line_ends_wrong', partial: true }] });
  });

  test("another partner's file is refused, both tenants named; without --partner nothing is asked", async () => {
    const { report } = await reconcile(csv([good]), { partner: 'partner-b' });

    expect(report.problems).toEqual([
      expect.objectContaining({
        code: 'partner_wrong',
        line: 2,
        column: 'PartnerId',
        message: expect.stringMatching(/partner-a, not of partner-b/) as string,
      }),
    ]);
    expect(report.controlTotals[0]?.read.total).toBe('0.00');
    expect((await reconcile(csv([good]), { partner: 'PARTNER-A' })).report.problems).toEqual([]);
  });

  test('files of two months in one are named with the line where the second begins', async () => {
    const { report } = await reconcile(
      csv([good, line('s2'), line('s1', { InvoiceNumber: 'G2', ChargeStartDate: '8/1/2026', ChargeEndDate: '8/31/2026' })]),
    );

    expect(report.problems).toEqual([
      expect.objectContaining({ code: 'invoices_mixed', line: 4, message: expect.stringMatching(/G1 before, G2/) as string }),
    ]);
    expect(report.lines).toMatchObject({ read: 3, unreadable: 0 });
  });

  test('a currency that nobody has seen is named', async () => {
    const { report } = await reconcile(csv([line('s1', { Currency: 'XQZ' })]));

    expect(report.problems).toEqual([expect.objectContaining({ code: 'currency_unknown', line: 2, column: 'Currency' })]);
  });
});
