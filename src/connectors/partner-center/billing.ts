import { z } from 'zod';
import { Fault } from '../../lib/errors.ts';
import { type JsonValue, writeJson } from '../../lib/exact-json.ts';
import { sift } from '../../lib/sift.ts';
import { stopIfAsked } from '../../lib/stop.ts';
import type { ChargedInvoice, LineList } from '../../model/billing.ts';
import type { Billing, RemoteFile } from '../ports.ts';
import { walkPages } from '../walk-pages.ts';
import type { PartnerCenterClient } from './client.ts';
import { pageOf, placeAt } from './pages.ts';
import { WireInvoice } from './schema.ts';
import type { Place } from './seek-paging.ts';
import { toInvoice, withNotes } from './translate-invoice.ts';

/** Invoices by Partner Center v1: heads of all, lines of those that the export of Graph does not know. */
export function createBilling(client: PartnerCenterClient): Omit<Billing, 'export'> {
  return {
    invoices: (cursor, signal) =>
      walkPages({
        remote: 'partner-center',
        from: cursor,
        signal,
        idOf: (invoice: ChargedInvoice) => invoice.number,
        read: async (at) => {
          const page = await client.invoices(placeAt(at, '/v1/invoices'), signal);
          return pageOf(page, sift(withNotes(page.list.items), WireInvoice, toInvoice));
        },
      }),
    invoice: async (number, signal) => {
      const reading = toInvoice(await client.invoice(number, signal));
      if ('item' in reading) return reading.item;
      throw new Fault('remote_unreadable', 'permanent', `Partner Center's invoice ${number} cannot be read: ${reading.because}`, {
        remote: 'partner-center',
        hint: 'The raw answer is kept and can be read again after Concord has learned the shape.',
      });
    },
    lines: (number, list) => linesFile(client, number, list),
  };
}

/** The lines as they came, amounts with every digit as text, one a line. A broken list breaks the file: half an invoice is none. */
const linesFile = (client: PartnerCenterClient, number: string, list: LineList): RemoteFile => ({
  name: `${number}.${list.provider}.${list.lines}.json`,
  open: (signal) => linesOf(client, number, list, signal),
});

async function* linesOf(client: PartnerCenterClient, number: string, list: LineList, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const seen = new Set<string>();
  for (let place: Place | undefined; ; ) {
    stopIfAsked(signal);
    const page: Awaited<ReturnType<PartnerCenterClient['lineItems']>> = await client.lineItems(number, list, place, signal);
    const [broken] = sift(page.list.items, WireLine, (item) => ({ item })).quarantined;
    if (broken !== undefined) throw unreadableLine(number, broken.reason);
    // They come out of a JSON text, so they can be written as one.
    if (page.list.items.length > 0) yield Buffer.from(page.list.items.map((line) => `${writeJson(line as JsonValue)}\n`).join(''));
    if (page.next === undefined) return;
    const key = JSON.stringify(page.next);
    if (seen.has(key)) throw pagingLoop(number);
    seen.add(key);
    place = page.next;
  }
}

/** A line is any object: what its columns mean is read where all kinds of files are read. */
const WireLine = z.looseObject({});

const unreadableLine = (number: string, because: string): Fault =>
  new Fault('remote_unreadable', 'permanent', `A line of Partner Center's invoice ${number} is no JSON: ${because}`, {
    remote: 'partner-center',
    hint: 'The raw answer is kept.',
  });

const pagingLoop = (number: string): Fault =>
  new Fault('paging_loop', 'retryable', `Partner Center sends the same page of invoice ${number} again and again`, {
    remote: 'partner-center',
    hint: 'Nothing of it is kept; it is read again later.',
  });
