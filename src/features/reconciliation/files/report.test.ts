import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reconcileFiles } from './reconcile-files.ts';
import type { FilesReport } from './report.ts';

let data = '';
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'concord-report-'));
});
afterEach(async () => {
  await rm(data, { recursive: true, force: true });
});

async function lay(name: string, content: string | object): Promise<void> {
  const file = path.join(data, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : `${JSON.stringify(content)}\n`);
}
const line = (some: object = {}): object => ({
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
  SubscriptionDescription: 'Business Basic',
  SubscriptionId: 'sub-1',
  ChargeStartDate: '2026-07-01',
  ChargeEndDate: '2026-07-31',
  TermAndBillingCycle: 'One-Year commitment',
  EffectiveUnitPrice: 12,
  BillableQuantity: 10,
  BillingFrequency: 'Monthly',
  PricingCurrency: 'EUR',
  PCToBCExchangeRate: 1,
  SubscriptionStartDate: '2026-01-01',
  ...some,
});
const invoice = (...lines: readonly object[]): Promise<void> =>
  lay('microsoft/p0/recon/part-0.json', lines.map((one) => JSON.stringify(one)).join('\n'));
async function report(milliseconds: readonly number[] = [0, 0]): Promise<FilesReport> {
  const clock = [...milliseconds];
  return (await reconcileFiles({ data }, () => clock.shift() ?? 0)).report;
}

describe('whether the lines are all of the invoice', () => {
  test.each<[string, object, boolean]>([
    ['lines, net, tax and gross are reached', { lineCount: 1, subtotal: 120, tax: 22.8, totalCharges: 142.8 }, true],
    ['the total alone is reached', { totalCharges: '142.80' }, true],
    ['a cent is missing', { totalCharges: 142.81 }, false],
    ['a line is missing', { lineCount: 2, totalCharges: 142.8 }, false],
    ['the tax is another', { tax: 22.81, totalCharges: 142.8 }, false],
    ['the header says nothing', {}, true],
  ])('%s: it ties: %s', async (_name, header, ties) => {
    await invoice(line());
    await lay('microsoft/p0/invoice.json', { id: 'G1', ...header });

    expect((await report()).controlTotals).toMatchObject([
      { invoice: 'G1', ties, read: { lines: 1, subtotal: '120.00', tax: '22.80', total: '142.80' } },
    ]);
  });

  test('without a header nobody can say, and the number is that of the lines', async () => {
    await invoice(line());
    const [total] = (await report()).controlTotals;

    expect(total).toMatchObject({ invoice: 'G1', currency: 'EUR' });
    expect(total).not.toHaveProperty('ties');
    expect(total).not.toHaveProperty('header');
  });

  test('a row that could not be read keeps it from tying, even when the sums agree', async () => {
    await invoice(line(), line({ SubscriptionId: 'sub-2', Subtotal: 'n/a' }));
    await lay('microsoft/p0/invoice.json', { id: 'G1', totalCharges: 142.8 });

    expect((await report()).controlTotals[0]?.ties).toBe(false);
  });
});

describe('amounts of different currencies', () => {
  test('are never added: each has its own sum, and only that of the header can tie', async () => {
    await invoice(line(), line({ SubscriptionId: 'sub-2', Currency: 'usd' }), line({ SubscriptionId: 'sub-3', Currency: '€' }));
    await lay('microsoft/p0/invoice.json', { id: 'G1', currencyCode: 'EUR', lineCount: 3, totalCharges: 428.4 });
    const { controlTotals, problems } = await report();

    expect(controlTotals).toMatchObject([
      { currency: 'EUR', read: { lines: 1, total: '142.80' }, header: { total: '428.40' }, ties: false },
      { currency: 'USD', read: { lines: 1, total: '142.80' } },
      { currency: '€', read: { lines: 1, total: '142.80' } },
    ]);
    expect(controlTotals.map(({ ties }) => ties)).toEqual([false, undefined, undefined]);
    expect(problems.filter(({ code }) => code === 'currency_unknown').map(({ message }) => message)).toEqual([
      '"€" is no currency of ISO 4217; its lines were used and are summed apart.',
    ]);
  });

  test('a line that names none counts with the invoice, also when it is the first', async () => {
    await invoice(line({ Currency: '' }), line({ SubscriptionId: 'sub-2' }));
    await lay('microsoft/p0/invoice.json', { id: 'G1', currencyCode: 'EUR', lineCount: 2, totalCharges: 285.6 });

    expect((await report()).controlTotals).toMatchObject([{ currency: 'EUR', ties: true, read: { lines: 2, total: '285.60' } }]);
  });

  test('an invoice without a line that can be read has the currency of its header', async () => {
    await invoice(line({ Total: 'x' }));
    await lay('microsoft/p0/invoice.json', { id: 'G1', currencyCode: 'EUR', totalCharges: 142.8 });

    expect((await report()).controlTotals).toMatchObject([{ currency: 'EUR', ties: false }]);
  });
});

describe('the invoice of another partner account than the estate', () => {
  const subscription = (partnerTenantId: string): object => ({
    id: 'sub-1',
    customerId: 'customer',
    quantity: 10,
    status: 'active',
    partnerTenantId,
    offerId: 'BASIC:0001:X',
  });

  test('is refused, both tenants named: not every line is a finding', async () => {
    await invoice(line({ PartnerId: 'partner-b', SubscriptionId: 'sub-9' }));
    await lay('partner-center/subscriptions.jsonl', subscription('partner-a'));
    const { problems, findings, controlTotals, isPartial } = await report();

    expect(problems.filter(({ partial }) => partial)).toEqual([
      expect.objectContaining({ code: 'partner_wrong', line: 1, message: expect.stringMatching(/partner-b,.* partner-a;/) as string }),
    ]);
    expect([findings.count, isPartial, controlTotals[0]?.read]).toEqual([
      0,
      true,
      { lines: 1, subtotal: '0.00', tax: '0.00', total: '0.00' },
    ]);
  });

  test.each<[string, string]>([
    ['the same account, in any case', 'PARTNER'],
    ['an estate that does not say whose it is', ''],
  ])('%s: its lines are used', async (_name, tenant) => {
    await invoice(line());
    await lay('partner-center/subscriptions.jsonl', subscription(tenant));

    expect(await report()).toMatchObject({ isPartial: false, controlTotals: [{ read: { total: '142.80' } }] });
  });
});

describe('what is told of the run', () => {
  test('lines read, distinct, repeated and unreadable', async () => {
    await invoice(line(), line(), line({ SubscriptionId: 'sub-2' }), line({ SubscriptionId: 'sub-3', Total: 'x' }));

    expect((await report()).lines).toEqual({ read: 4, distinct: 2, repeated: 1, unreadable: 1 });
  });

  test('findings by kind with their money, and the sum of both', async () => {
    await invoice(line(), line(), line(), line({ SubscriptionId: 'sub-2', Total: 142.7 }));
    const { findings } = await report();

    expect(findings).toEqual({
      count: 3,
      impactCents: 23_990,
      byKind: {
        duplicate_line: { count: 2, impactCents: 24_000, byCurrency: { EUR: 24_000 } },
        rounding: { count: 1, impactCents: -10, byCurrency: { EUR: -10 } },
      },
    });
  });

  test('seconds by the clock it was given, and lines a second', async () => {
    await invoice(line(), line({ SubscriptionId: 'sub-2' }));

    expect(await report([1000, 1500])).toMatchObject({ seconds: 0.5, linesPerSecond: 4 });
    expect(await report([1000, 1000])).toMatchObject({ seconds: 0, linesPerSecond: 0 });
  });

  test('an empty folder: nothing read, everything left out, nothing partial', async () => {
    expect(await report()).toMatchObject({
      lines: { read: 0, distinct: 0, repeated: 0, unreadable: 0 },
      controlTotals: [],
      isPartial: false,
      problems: [],
    });
  });
});

describe('what was left out of the comparison is said', () => {
  const said = async (): Promise<string> => (await report()).leftOut.join('\n');

  test.each<[string, string, object | string, string]>([
    ['no invoice', 'nothing.txt', 'x', 'No invoice'],
    ['no estate', 'nothing.txt', 'x', 'No subscriptions (estate)'],
    ['no customers', 'nothing.txt', 'x', 'No customer list'],
    ['no audit records', 'nothing.txt', 'x', 'No audit records'],
    ['no price sheet', 'nothing.txt', 'x', 'No price sheet'],
    ['no rates', 'nothing.txt', 'x', 'No rates (fx.json)'],
    ['no PSA', 'nothing.txt', 'x', 'No PSA lines'],
    ['PSA lines without a price book', 'psa/additions.jsonl', { id: 1, quantity: 1, unitPrice: 1 }, 'No PSA price book'],
    ['no distributor', 'nothing.txt', 'x', 'No distributor subscriptions'],
    [
      'a distributor without prices',
      'distributor/subscriptions.jsonl',
      { id: 1, quantity: 1, partnerCost: 1 },
      'No distributor price list',
    ],
    [
      'a distributor without his invoice',
      'distributor/subscriptions.jsonl',
      { id: 1, quantity: 1, partnerCost: 1 },
      'No distributor invoice',
    ],
    ['no mapping', 'nothing.txt', 'x', 'No customer mapping'],
    ['customers mapped, products not', 'mapping/customers.csv', 'microsoftCustomerId,psaCompanyId\na,1\n', 'No product mapping'],
  ])('%s', async (_name, file, content, text) => {
    await lay(file, content);

    expect(await said()).toContain(text);
  });

  test('what is there is not said to be missing', async () => {
    await lay('psa/additions.jsonl', { id: 1, quantity: 1, unitPrice: 1 });
    await lay('psa/products.csv', 'identifier,price\nBASIC,1\n');

    expect(await said()).not.toMatch(/No PSA lines|No PSA price book/);
  });

  test('countries whose tax is not known are named once each, also the one without a name', async () => {
    await lay('microsoft/fx.json', { rates: { EUR: 1 }, taxRatePpm: { DE: 190_000 } });
    await invoice(
      line(),
      line({ SubscriptionId: 's2', CustomerCountry: 'FR' }),
      line({ SubscriptionId: 's3', CustomerCountry: '' }),
      line({ SubscriptionId: 's4', CustomerCountry: 'FR' }),
    );

    expect(await said()).toContain('No tax rate for: (no country), FR.');
  });
});
