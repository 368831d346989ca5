import { Buffer } from 'node:buffer';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aWorldOfRemotes, readAll } from '../../test/support/world-of-remotes.ts';
import { Decimal, printDecimal } from '../lib/decimal.ts';
import { must } from '../lib/must.ts';
import { type ChargedInvoice, isNewCommerce } from '../model/billing.ts';
import type { Billing, RemoteFile } from './ports.ts';

const remotes = await aWorldOfRemotes();
afterAll(() => remotes.close());
const form = (more: object = {}) =>
  remotes.control('switches/billingExport', { notStartedSeconds: 0, runningSeconds: 0, retryAfterSeconds: 1, ...more });
await form();

const marketplace = remotes.marketplace();
const billing: Billing = must(marketplace.billing, 'billing');
const exported = must(billing.export, 'the export');

async function bytesOf(file: RemoteFile): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of file.open()) parts.push(part);
  return Buffer.concat(parts);
}
const linesIn = (text: string): Record<string, unknown>[] =>
  text
    .replace(/^\u{feff}/u, '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const sumOf = (lines: readonly Record<string, unknown>[], name: string): string =>
  printDecimal(lines.reduce((sum, line) => sum.plus(String(line[name])), new Decimal(0)));
const newest = (invoices: readonly ChargedInvoice[]): ChargedInvoice =>
  must(
    invoices.filter((each) => isNewCommerce(each) && each.documentType === 'invoice').sort((a, b) => (a.issuedOn < b.issuedOn ? 1 : -1))[0],
    'an invoice',
  );

describe('what Microsoft charges', () => {
  test('its export holds the lines of an invoice, and they add up to its total', async () => {
    const { items, quarantined } = await readAll(billing.invoices());
    expect(quarantined).toEqual([]);
    const invoice = newest(items);

    const manifest = must(await exported({ data: 'reconciliation', invoice: invoice.number }), 'a manifest');
    const lines = (await Promise.all(manifest.files.map(bytesOf))).flatMap((bytes) => linesIn(gunzipSync(bytes).toString()));

    expect(sumOf(lines, 'Total')).toBe(printDecimal(new Decimal(invoice.total)));
    expect(new Set(lines.map(({ InvoiceNumber }) => InvoiceNumber))).toEqual(new Set([invoice.number]));
    expect((await exported({ data: 'reconciliation', invoice: invoice.number }))?.eTag).toBe(manifest.eTag);
  });

  test('an invoice by its number names the days that it is for', async () => {
    const { items } = await readAll(billing.invoices());
    const { number, issuedOn } = newest(items);

    const { period } = await billing.invoice(number);

    expect(must(period, 'a period').to < issuedOn).toBe(true);
  });

  test('the lines of v1 are the same money, page by page', async () => {
    const { items } = await readAll(billing.invoices());
    const invoice = newest(items);
    const list = must(
      invoice.lists.find(({ lines }) => lines === 'billing_line_items'),
      'a list',
    );

    const lines = linesIn((await bytesOf(billing.lines(invoice.number, list))).toString());

    expect(sumOf(lines, 'totalForCustomer')).toBe(printDecimal(new Decimal(invoice.total)));
  });

  test('a manifest inside the answer is read as one behind a link, and a list without data is no fault', async () => {
    const { number } = newest((await readAll(billing.invoices())).items);
    const linked = must(await exported({ data: 'reconciliation', invoice: number }), 'a manifest');
    await form({ manifest: 'inline', statusText: 'completed' });

    const inside = must(await exported({ data: 'reconciliation', invoice: number }), 'a manifest');
    await form({ manifest: 'linked', statusText: 'succeeded' });

    expect(inside.files.length).toBe(linked.files.length);
    expect(await exported({ data: 'usage', unbilled: 'last', currency: 'XTS' })).toBeUndefined();
  });

  test('an operation that is gone is asked for again', async () => {
    const { number } = newest((await readAll(billing.invoices())).items);
    await remotes.control('faults', {
      match: { remote: 'graph', pathTemplate: '/v1.0/reports/partners/billing/operations/*' },
      do: { status: 410, body: { error: { code: 'Gone', message: 'gone' } } },
      times: 1,
    });

    expect((await exported({ data: 'reconciliation', invoice: number }))?.files.length).toBeGreaterThan(0);
  });

  test('a key that has ended is told as such, so that another export is asked for', async () => {
    const { number } = newest((await readAll(billing.invoices())).items);
    const manifest = must(await exported({ data: 'reconciliation', invoice: number }), 'a manifest');
    await remotes.control('faults', { match: { remote: 'blobs' }, do: { status: 403, body: '<Error/>' }, times: 1 });

    await expect(bytesOf(must(manifest.files[0], 'a file'))).rejects.toMatchObject({ code: 'export_gone', kind: 'retryable' });
  });

  test('no key to the blobs reaches the record of raw answers or the addresses that are logged', async () => {
    const asked = await remotes.calls('graph');

    expect(asked.filter(({ path }) => /manifests|operations/.test(path)).length).toBeGreaterThan(0);
    expect(remotes.kept.filter(({ text }) => /sasToken|[?&]sig=(?!masked)/.test(text))).toEqual([]);
  });
});

describe('price sheets', () => {
  const sheet = must(marketplace.priceSheet, 'price sheets');

  test('come as a file of the month, and a month without one is told', async () => {
    const bytes = await bytesOf(sheet({ market: 'US', view: 'updatedlicensebased' }));
    const begin = 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);

    expect(inflateRawSync(bytes.subarray(begin)).toString().split(',')[0]).toBe('"ProductTitle"');
    await expect(bytesOf(sheet({ market: 'US', view: 'updatedlicensebased', month: '1999-01' }))).rejects.toMatchObject({
      code: 'no_price_sheet',
    });
  });

  test('are asked for where the partner buys', async () => {
    expect(await must(marketplace.market, 'market')()).toMatch(/^[A-Z]{2}$/);
  });
});

describe('licences of a customer', () => {
  const licences = must(marketplace.licences, 'licences');
  const relationships = async () => (await readAll(marketplace.access())).items;

  test('are read with the access that the customer gave, and belong to products of the catalogue', async () => {
    const ready = must((await relationships()).find(({ state }) => state === 'active')?.customerTenantId, 'a customer with access');

    const found = await licences(ready);
    const sold = (await marketplace.subscriptions(ready)).items.filter(({ isUsage }) => !isUsage);
    const ids = await Promise.all(
      sold.map(({ key }) => must(marketplace.provisioningId, 'ids')({ productId: key.productId, skuId: key.skuId, market: 'US' })),
    );

    expect(found.length).toBeGreaterThan(0);
    expect(ids).toEqual(expect.arrayContaining(found.map(({ skuId }) => skuId)));
    expect(found.every(({ assigned, assignedBlocked }) => assigned >= 0 && assignedBlocked === 0)).toBe(true);
  });

  test('are closed where the customer gave no access, without a word against the sign-in', async () => {
    const open = new Set((await relationships()).filter(({ state }) => state === 'active').map(({ customerTenantId }) => customerTenantId));
    const closed = must(
      (await readAll(marketplace.customers())).items.find(({ tenantId }) => !open.has(tenantId)),
      'a customer without access',
    );

    await expect(licences(closed.tenantId)).rejects.toMatchObject({ code: 'not_permitted', kind: 'needs_operator' });
    expect((await readAll(marketplace.customers())).items.length).toBeGreaterThan(0);
  });
});

describe('what Pax8 charges', () => {
  const charges = must(remotes.distributor().billing, 'billing');
  const Item = z.looseObject({ costTotal: z.union([z.string(), z.number()]) });

  test('its invoices have items that add up to their total', async () => {
    const { items, quarantined } = await readAll(charges.invoices());
    const invoice = must(items[0], 'an invoice');
    const lines = linesIn((await bytesOf(charges.items(invoice.number))).toString()).map((line) => Item.parse(line));

    expect(quarantined).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
    expect(printDecimal(lines.reduce((sum, { costTotal }) => sum.plus(String(costTotal)), new Decimal(0)))).toBe(
      printDecimal(new Decimal(invoice.total)),
    );
  });

  test('a subscription that is not metered has no usage', async () => {
    const subscription = must((await readAll(remotes.distributor().subscriptions())).items[0], 'a subscription');

    expect(await charges.usage(subscription.remoteId)).toEqual({ items: [], quarantined: [], cursor: undefined, total: 0 });
  });
});
