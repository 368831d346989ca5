import { z } from 'zod';
import { parseDecimal, printDecimal } from '../../lib/decimal.ts';
import { ExactNumber, isJsonObject, type JsonObject, readJson } from '../../lib/exact-json.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { GivenHeader } from './import-input.ts';

/** A file in the entrance of the store. */
export const Received = z.object({ name: z.string(), at: z.string(), bytes: z.number(), hash: z.string() });
export type ReceivedFile = z.infer<typeof Received>;

const mostBytes = 1 << 20;

/** What came besides lines: the header of the invoice, and the manifest, of which nothing is needed; both known by what is in them. */
export async function readBesides(
  blobs: Pick<BlobStore, 'received'>,
  files: readonly ReceivedFile[],
): Promise<{ readonly header: GivenHeader; readonly lineFiles: readonly ReceivedFile[] }> {
  let header: GivenHeader = {};
  const lineFiles: ReceivedFile[] = [];
  for (const file of files) {
    const object = file.bytes > mostBytes ? undefined : await wholeObject(blobs.received(file.at));
    if (object !== undefined && 'totalCharges' in object) header = headerOf(object);
    else if (object === undefined || !('blobs' in object)) lineFiles.push(file);
  }
  return { header, lineFiles };
}

/** A file that is one JSON object and not one of many lines. */
async function wholeObject(content: AsyncIterable<Buffer>): Promise<JsonObject | undefined> {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  try {
    const value = readJson(Buffer.concat(parts).toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const Text = z.string().optional().catch(undefined);

/** An invoice of Partner Center (`GET /v1/invoices/{id}`); its amounts keep their digits. */
function headerOf(object: JsonObject): GivenHeader {
  const text = (name: string): string | undefined => Text.parse(object[name]);
  const start = text('billingPeriodStartDate') ?? '';
  return {
    number: text('id'),
    period: /^\d{4}-\d{2}/.test(start) ? start.slice(0, 7) : undefined,
    currency: text('currencyCode'),
    lines: object['lineCount'] instanceof ExactNumber ? Number(object['lineCount'].text) : undefined,
    subtotal: amount(object['subtotal']),
    tax: amount(object['tax']),
    total: amount(object['totalCharges']),
  };
}

function amount(value: unknown): string | undefined {
  const decimal = value instanceof ExactNumber || typeof value === 'string' ? parseDecimal(String(value)) : undefined;
  return decimal === undefined ? undefined : printDecimal(decimal);
}
