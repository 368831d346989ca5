import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { cellsOf } from '../../ledger/a-history.ts';
import { type Invoice, invoiceLines, invoicesOf } from '../../ledger/invoices.ts';
import { ask, pc } from '../../proof/asks.ts';
import { turn } from '../../proof/stage.ts';
import { aSandbox, type TestSandbox } from '../../testing.ts';
import { anExport, type Line } from './an-export.ts';

type Row = Readonly<Record<string, unknown>>;

const startsAt = '2026-11-21T10:00:00Z';
let box: TestSandbox;

beforeAll(async () => {
  box = await aSandbox({ startsAt, scale: 20 });
  box.sandbox.world.clock.stop();
});
afterAll(async () => box.sandbox.close());

const newest = (account: string): Invoice => {
  const invoice = invoicesOf(box.sandbox.world, account).findLast(({ documentType }) => documentType === 'invoice');
  if (invoice === undefined) throw new Error(`${account} has no invoice`);
  return invoice;
};

/** All v1 lines of an address, page by page. */
async function v1(account: string, address: string, size = 7): Promise<Row[]> {
  const rows: Row[] = [];
  let token: string | undefined;
  do {
    const headers: Record<string, string> = token === undefined ? {} : { 'ms-continuationtoken': token };
    const next = token === undefined ? '' : '&seekOperation=Next';
    const { body } = await pc(box, `${address}&size=${String(size)}${next}`, { account, headers });
    const page = body as { readonly items: Row[]; readonly continuationToken?: string };
    rows.push(...page.items);
    token = page.continuationToken;
  } while (token !== undefined);
  return rows;
}

/** Rows of a file of the portal by column. */
async function portal(account: string, id: string, file: string): Promise<Row[]> {
  const { text } = await ask(box, `partner.microsoft.com/commerce/billing/invoices/${account}/${id}/${file}.csv`);
  const [head = '', ...rows] = text.trim().split('\r\n');
  const names = cellsOf(head);
  return rows.map((row) => Object.fromEntries(cellsOf(row).map((cell, place) => [names[place] ?? '', cell])));
}

const exported = (account: string, path: string, body: object): Promise<readonly Line[]> => anExport(box, account).export(path, body);

const text = (value: unknown): string => printDecimal(new Decimal(String(value)));
/** What makes a line itself, whoever wrote it. */
const keys = (rows: readonly Row[], ...members: readonly string[]): string[] =>
  rows.map((row) => members.map((member) => (/total|quantity/i.test(member) ? text(row[member]) : String(row[member]))).join(' ')).sort();

describe.each(['pc-1', 'pc-3'])('the newest invoice of %s', (account) => {
  it('has the same lines in v1, in the export and in the portal file', async () => {
    const { id } = newest(account);
    const lines = await v1(account, `/invoices/${id}/lineitems?provider=onetime&invoicelineitemtype=billinglineitems`);
    const files = await portal(account, id, 'reconciliation');
    const blobs = await exported(account, '/reconciliation/billed/export', { invoiceId: id, attributeSet: 'full' });
    const members = ['SubscriptionId', 'Total', 'BillableQuantity', 'ChargeType', 'SkuId'];
    expect(files.length).toBeGreaterThan(5);
    expect(keys(blobs, ...members)).toEqual(keys(files, ...members));
    expect(keys(lines, 'subscriptionId', 'totalForCustomer', 'billableQuantity', 'chargeType', 'skuId')).toEqual(keys(files, ...members));
    const { body } = await pc(box, `/invoices/${id}`, { account });
    const sum = blobs.reduce((total, line) => total.plus(String(line['Total'])), new Decimal(0));
    expect(printDecimal(sum)).toBe(text((body as Row)['totalCharges']));
  });
});

describe('open months of pc-3', () => {
  it('have the same unbilled lines in v1, in the export and in the portal file', async () => {
    const address = '/invoices/unbilled/lineitems?provider=onetime&currencycode=usd&period=current&invoicelineitemtype=billinglineitems';
    const lines = await v1('pc-3', address);
    const blobs = await exported('pc-3', '/reconciliation/unbilled/export', { currencyCode: 'USD', billingPeriod: 'current' });
    const files = await portal('pc-3', 'unbilled-current', 'reconciliation');
    const members = ['SubscriptionId', 'Total', 'BillableQuantity'];
    expect(files.length).toBeGreaterThan(3);
    expect(keys(blobs, ...members)).toEqual(keys(files, ...members));
    expect(keys(lines, 'subscriptionId', 'totalForCustomer', 'billableQuantity')).toEqual(keys(files, ...members));
  });
});

describe('daily rated usage of pc-3', () => {
  it('is the same in v1, in the export and in the portal file, and its days add up to the lines of the invoice', async () => {
    const invoice = newest('pc-3');
    const { id } = invoice;
    const lines = await v1('pc-3', `/invoices/${id}/lineitems?provider=onetime&invoicelineitemtype=usagelineitems`, 500);
    const blobs = await exported('pc-3', '/usage/billed/export', { invoiceId: id });
    const files = await portal('pc-3', id, 'dailyusage');
    const members = ['EntitlementId', 'UsageDate', 'ResourceURI', 'MeterId', 'Quantity', 'BillingPreTaxTotal'];
    const withDay = (rows: readonly Row[], member: string): Row[] => rows.map((row) => ({ ...row, [member]: dayOf(String(row[member])) }));
    const expected = keys(withDay(files, 'UsageDate'), ...members);
    expect(expected.length).toBeGreaterThan(200);
    expect(keys(withDay(blobs, 'UsageDate'), ...members)).toEqual(expected);
    const wire = ['entitlementId', 'usageDate', 'resourceUri', 'meterId', 'quantity', 'billingPreTaxTotal'];
    expect(keys(withDay(lines, 'usageDate'), ...wire)).toEqual(expected);
    expect(Object.keys(blobs[0] ?? {})).toHaveLength(54);

    const sums = new Map<string, Decimal>();
    for (const line of blobs) {
      const key = `${String(line['SubscriptionId'])} ${String(line['SkuId'])} ${String(line['EffectiveUnitPrice'])}`;
      sums.set(key, (sums.get(key) ?? new Decimal(0)).plus(String(line['Quantity'])));
    }
    const months = [...invoiceLines(box.sandbox.world, invoice)].filter(({ category }) => category === 'usage');
    expect(
      new Map(months.map((line) => [`${line.subscriptionId} ${line.skuId} ${line.effectiveUnitPrice}`, line.billableQuantity])),
    ).toEqual(new Map([...sums].map(([key, sum]) => [key, printDecimal(sum)])));
    const daily = blobs.reduce((sum, line) => sum.plus(String(line['BillingPreTaxTotal'])), new Decimal(0));
    const monthly = months.reduce((sum, line) => sum.plus(line.subtotal), new Decimal(0));
    // Months are cut to cents, line by line.
    expect(daily.minus(monthly).toNumber()).toBeGreaterThanOrEqual(0);
    expect(daily.minus(monthly).toNumber()).toBeLessThan(0.02 * months.length);
  });
});

const dayOf = (value: string): string => {
  const american = /^(\d+)\/(\d+)\/(\d{4})$/.exec(value);
  return american === null
    ? value.slice(0, 10)
    : `${american[3] ?? ''}-${(american[1] ?? '').padStart(2, '0')}-${(american[2] ?? '').padStart(2, '0')}`;
};

describe('the blobs of an export', () => {
  it('hold the same lines however they are cut, packed and listed', async () => {
    const { id } = newest('pc-1');
    const partner = anExport(box, 'pc-1');
    const whole = (await partner.export('/reconciliation/billed/export', { invoiceId: id })).map((line) => JSON.stringify(line)).sort();
    const forms = fc.record({
      linesPerBlob: fc.integer({ min: 1, max: 60 }),
      byteOrderMark: fc.boolean(),
      multiMember: fc.boolean(),
      republished: fc.integer({ min: 0, max: 3 }),
      renamedOnRepublish: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(forms, async (form) => {
        await turn(box, 'billingExport', form);
        const manifest = await partner.manifest(id);
        expect(manifest.blobCount).toBe(Math.ceil(whole.length / form.linesPerBlob));
        expect(new Set(manifest.blobs.map(({ name }) => name)).size).toBe(manifest.blobCount);
        const lines = await partner.linesIn(manifest);
        expect(lines.map((line) => JSON.stringify(line)).sort()).toEqual(whole);
      }),
      { numRuns: 12 },
    );
    await turn(box, 'billingExport', {
      linesPerBlob: null,
      byteOrderMark: null,
      multiMember: null,
      republished: null,
      renamedOnRepublish: null,
    });
  });

  it('are the same bytes in a world that was made and asked again', async () => {
    const again = await aSandbox({ startsAt, scale: 20 });
    try {
      again.sandbox.world.clock.stop();
      for (const account of ['pc-1', 'pc-3']) {
        const { id } = newest(account);
        const [one, other] = [anExport(box, account), anExport(again, account)];
        const [first, second] = [await one.manifest(id), await other.manifest(id)];
        expect(second.blobs).toEqual(first.blobs);
        expect(second.eTag).toBe(first.eTag);
        expect((await one.bytes(first, 0)).equals(await other.bytes(second, 0))).toBe(true);
      }
    } finally {
      await again.sandbox.close();
    }
  });
});
