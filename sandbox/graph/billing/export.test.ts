import { existsSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { cellsOf } from '../../ledger/a-history.ts';
import { csvHeader } from '../../ledger/csv.ts';
import { findInvoice, invoicesOf, totalsOf } from '../../ledger/invoices.ts';
import { aSandbox, type TestSandbox } from '../../testing.ts';
import { anExport, type Exported } from './an-export.ts';
import { storedOf } from './stored.ts';

let box: TestSandbox;
let graph: Exported;

beforeAll(async () => {
  box = await aSandbox();
  box.sandbox.world.clock.stop();
  graph = anExport(box, 'pc-1');
});
afterAll(async () => box.sandbox.close());

const newestInvoice = (): string => invoicesOf(box.sandbox.world, 'pc-1').at(-1)?.id ?? '';

describe('a reconciliation export', () => {
  it('answers 202, waits, runs and then links a manifest whose blobs hold every line of the invoice', async () => {
    const asked = await graph.ask('/reconciliation/billed/export', { invoiceId: newestInvoice(), attributeSet: 'full' });
    expect(asked.status).toBe(202);
    expect(asked.headers.get('retry-after')).toBe('5');
    const at = asked.headers.get('location') ?? '';
    expect(await graph.get(at)).toMatchObject({
      status: 200,
      body: { '@odata.type': '#microsoft.graph.partners.billing.runningOperation', status: 'notStarted' },
    });
    box.sandbox.world.clock.step(1500);
    expect((await graph.get(at)).body).toMatchObject({ status: 'running' });
    box.sandbox.world.clock.step(4000);
    const done = (await graph.get(at)).body;
    expect(done).toMatchObject({ status: 'succeeded', '@odata.type': '#microsoft.graph.partners.billing.exportSuccessOperation' });
    const lines = await graph.linesOf(String(done['resourceLocation@odata.navigationLink']));
    const invoice = findInvoice(box.sandbox.world, 'pc-1', newestInvoice());
    if (invoice === undefined) throw new Error('There is no such invoice');
    const { lines: count, total } = totalsOf(box.sandbox.world, invoice);
    expect(lines).toHaveLength(count);
    expect(printDecimal(lines.reduce((sum, line) => sum.plus(String(line['Total'])), new Decimal(0)))).toBe(total);
    expect(Object.keys(lines[0] ?? {})).toEqual(cellsOf(csvHeader.trim()));
  });

  it('of what is not on an invoice yet holds the open month, and of a month without lines fails with 5000 inside a 200', async () => {
    const open = await graph.export('/reconciliation/unbilled/export', { currencyCode: 'usd', billingPeriod: 'current' });
    expect(open.length).toBeGreaterThan(10);
    expect(open[0]).toMatchObject({ InvoiceNumber: '', Currency: 'USD' });
    const asked = await graph.ask('/reconciliation/unbilled/export', { currencyCode: 'JPY', billingPeriod: 'current' });
    box.sandbox.world.clock.step(6000);
    expect(await graph.get(asked.headers.get('location') ?? '')).toMatchObject({
      status: 200,
      body: {
        '@odata.type': '#microsoft.graph.partners.billing.failedOperation',
        status: 'failed',
        error: { message: 'No data available', code: '5000' },
      },
    });
  });

  it('gives the same blobs to everybody who asks for the same invoice, byte for byte', async () => {
    const [one, other] = [await graph.manifest(newestInvoice()), await graph.manifest(newestInvoice())];
    expect(one.eTag).toBe(other.eTag);
    expect(one.blobs).toEqual(other.blobs);
    const [first, second] = [await graph.bytes(one, 0), await graph.bytes(other, 0)];
    expect(first.equals(second)).toBe(true);
    expect(gunzipSync(first).toString().endsWith('}\n')).toBe(true);
  });
});

describe('a world that ends', () => {
  it('takes its blobs from the disk and leaves no export half written', async () => {
    const other = await aSandbox();
    other.sandbox.world.clock.stop();
    const id = invoicesOf(other.sandbox.world, 'pc-1').at(-1)?.id ?? '';
    const partner = anExport(other, 'pc-1');
    await partner.manifest(id);
    const { file } = await firstBlob(other);
    expect(existsSync(file)).toBe(true);
    await other.sandbox.close();
    expect(existsSync(file)).toBe(false);
  });
});

async function firstBlob({ sandbox }: TestSandbox): Promise<{ readonly file: string }> {
  const [row] = sandbox.world.tables.billingExports.all();
  const [blob] = row === undefined ? [] : await storedOf(sandbox.world, row);
  if (blob === undefined) throw new Error('There is no blob');
  return blob;
}
