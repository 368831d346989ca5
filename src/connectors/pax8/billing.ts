import type { z } from 'zod';
import { Fault } from '../../lib/errors.ts';
import { type JsonValue, writeJson } from '../../lib/exact-json.ts';
import { type Reading, read, sift, unreadable } from '../../lib/sift.ts';
import { stopIfAsked } from '../../lib/stop.ts';
import type { ChargedInvoice, DistributorUsage } from '../../model/billing.ts';
import type { DistributorBilling, Page, RemoteFile } from '../ports.ts';
import { type Pax8Client, pageSize } from './client.ts';
import { listing } from './pages.ts';
import { WireInvoice, WireInvoiceItem, type WireList, WireUsageSummary } from './schema.ts';

/** What Pax8 charges: invoices with their items, and usage that is metered (distributors reference 2.3, 2.7). */
export function createBilling(client: Pax8Client): DistributorBilling {
  return {
    invoices: listing({ page: client.invoices, schema: WireInvoice, translate: toInvoice }, ({ number }) => number),
    items: (number) => fileOf(`${number}.json`, WireInvoiceItem, (page, signal) => client.invoiceItems(number, page, signal)),
    usage: (subscription, signal) => usageOf(client, subscription, signal),
  };
}

export function toInvoice(wire: WireInvoice): Reading<ChargedInvoice> {
  if (wire.invoiceDate === undefined) return unreadable('invoiceDate: is missing');
  if (wire.currencyCode === undefined) return unreadable('currencyCode: is missing');
  return read({
    number: wire.id,
    issuedOn: wire.invoiceDate,
    currency: wire.currencyCode.toUpperCase(),
    total: wire.total,
    documentType: 'invoice',
    amends: undefined,
    period: undefined,
    status: wire.status,
    lists: [],
  });
}

export function toUsage(wire: WireUsageSummary): Reading<DistributorUsage> {
  if (wire.currencyCode === undefined) return unreadable('currencyCode: is missing');
  return read({
    remoteId: wire.id,
    accountRemoteId: wire.companyId,
    subscriptionRemoteId: wire.subscriptionId,
    resourceGroup: wire.resourceGroup ?? '',
    cost: wire.partnerTotal,
    price: wire.currentCharges,
    currency: wire.currencyCode.toUpperCase(),
  });
}

/** All of one subscription: a few groups, so its pages are one. */
async function usageOf(client: Pax8Client, subscription: string, signal?: AbortSignal): Promise<Page<DistributorUsage>> {
  const summaries = listing(
    {
      page: (number, asking) => client.usageSummaries(subscription, number, asking),
      schema: WireUsageSummary,
      translate: toUsage,
    },
    ({ remoteId }) => remoteId,
  );
  const pages: Page<DistributorUsage>[] = [];
  for await (const page of summaries(undefined, signal)) pages.push(page);
  return {
    items: pages.flatMap(({ items }) => items),
    quarantined: pages.flatMap(({ quarantined }) => quarantined),
    cursor: undefined,
    total: pages.at(-1)?.total,
  };
}

type ReadPage = (page: number, signal: AbortSignal | undefined) => Promise<WireList>;

const fileOf = (name: string, schema: z.ZodType, page: ReadPage): RemoteFile => ({
  name,
  open: (signal) => linesOf(name, schema, page, signal),
});

/** The records as they came, amounts with every digit as text, one a line. A list that ends short breaks the file: half an invoice is none. */
async function* linesOf(name: string, schema: z.ZodType, page: ReadPage, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  let received = 0;
  for (let number = 0; ; number += 1) {
    stopIfAsked(signal);
    const { content, page: about } = await page(number, signal);
    const [broken] = sift(content, schema, (item) => ({ item })).quarantined;
    if (broken !== undefined) throw unusable(name, broken.reason, 'permanent');
    received += content.length;
    // They come out of a JSON text, so they can be written as one.
    if (content.length > 0) yield Buffer.from(content.map((item) => `${writeJson(item as JsonValue)}\n`).join(''));
    const { totalPages, totalElements } = about ?? {};
    const isLast = totalPages === undefined ? content.length < pageSize : number + 1 >= totalPages;
    if (!isLast) continue;
    if (totalElements !== undefined && received < totalElements) throw unusable(name, `${received} of ${totalElements} came`, 'retryable');
    return;
  }
}

const unusable = (name: string, why: string, kind: 'permanent' | 'retryable'): Fault =>
  new Fault('remote_unreadable', kind, `Pax8's ${name} cannot be used: ${why}`, { remote: 'pax8', hint: 'The raw answers are kept.' });
