import { inTurn } from '../../lib/in-turn.ts';
import { range } from '../../lib/range.ts';
import type { InvoiceKind } from '../../model/invoice.ts';
import type { BlobReader } from '../../platform/blobs/blob-reader.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { Columns } from './json-columns.ts';
import { customerKeys, type Identities, identify, subscriptionKeys } from './line-ids.ts';
import { type LineView, lineView } from './line-view.ts';
import { readVersionFiles, type VersionFile } from './open-version.ts';
import { type Position, readPosition, writePosition } from './position.ts';
import { versionIn } from './queries.ts';
import { RecordReader } from './read-records.ts';

export type ReadLine = LineView & { readonly lineNo: number; readonly columns: Columns };
export type LinePage = {
  readonly lines: readonly ReadLine[];
  readonly ids: Identities;
  readonly nextCursor: string | null;
  /** Of the whole version; undefined when only some are asked for: nobody has counted those. */
  readonly total: number | undefined;
};

export type LinesAsked = {
  readonly version?: number | undefined;
  readonly subscriptionId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** A page of an invoice's lines in the order of its files; of one subscription or customer only the frames that hold it are read (P10). */
export async function readLines(context: Context, invoiceId: string, asked: LinesAsked): Promise<LinePage | undefined> {
  const found = await inScope(context.db, context.scope, async (tx) => {
    const version = await versionIn(tx, invoiceId, asked.version);
    if (version === undefined) return undefined;
    return {
      ...version,
      files: await readVersionFiles(tx, invoiceId, version.n),
      wanted: {
        subscriptions: asked.subscriptionId === undefined ? undefined : await subscriptionKeys(tx, asked.subscriptionId),
        customers: asked.customerId === undefined ? undefined : await customerKeys(tx, version.connectionId, asked.customerId),
      },
    };
  });
  if (found === undefined) return undefined;
  const { files, kind, wanted, connectionId } = found;
  const page = await findLines(context.blobs, { files, kind, wanted, from: readPosition(asked.cursor), limit: asked.limit });
  const ids = await inScope(context.db, context.scope, (tx) => identify(tx, connectionId, page.lines));
  const isFiltered = wanted.subscriptions !== undefined || wanted.customers !== undefined;
  return { ...page, ids, total: isFiltered ? undefined : files.reduce((sum, file) => sum + file.lines, 0) };
}

export type Wanted = { readonly subscriptions: readonly string[] | undefined; readonly customers: readonly string[] | undefined };

export type Search = {
  readonly files: readonly VersionFile[];
  readonly kind: InvoiceKind;
  readonly wanted: Wanted;
  readonly from: Position;
  readonly limit: number;
};

/** Files in which is looked at the same time. */
const filesAtOnce = 4;

/** Where wanted lines may be in a file: `firstNo` lines stand in the files before it, and the lines before `record` were shown already. */
type Place = { readonly file: VersionFile; readonly firstNo: number; readonly record: number; readonly frames: readonly number[] };

/** The lines themselves, without the database. */
export async function findLines(blobs: BlobStore, search: Search): Promise<Omit<LinePage, 'ids' | 'total'>> {
  const { files, wanted, from } = search;
  const lines: ReadLine[] = [];
  const left = [...files.entries()].slice(from.file);
  let firstNo = files.slice(0, from.file).reduce((sum, file) => sum + file.lines, 0);
  // Of one subscription most files have nothing, and only their index is read. Where any line is wanted, the first file fills a page.
  const found = inTurn(left, keysOf(wanted) === undefined ? 1 : filesAtOnce, async ([index, file]) => {
    const record = index === from.file ? from.record : 0;
    return { index, file, record, frames: await inBlob(blobs, file, (blob) => framesOf(blob, wanted, record)) };
  });
  for await (const { index, file, record, frames } of found) {
    const next = frames.length === 0 ? undefined : await addLines(blobs, search, { file, firstNo, record, frames }, lines);
    if (next !== undefined) return { lines, nextCursor: writePosition({ file: index, record: next }) };
    firstNo += file.lines;
  }
  return { lines, nextCursor: null };
}

/** Adds the wanted lines of a file; answers the record at which the next page begins when this one is full. */
async function addLines(blobs: BlobStore, search: Search, place: Place, lines: ReadLine[]): Promise<number | undefined> {
  const { kind, wanted, limit } = search;
  const { file, firstNo, record, frames } = place;
  return inBlob(blobs, file, async (blob) => {
    const reader = new RecordReader(blob, file.format, kind);
    const beyond: number[] = [];
    for await (const frame of blob.these(frames)) {
      await reader.find(frame, keysOf(wanted), (line) => {
        if (line.record < record || beyond.length > 0 || !isWanted(wanted, line)) return;
        if (lines.length === limit) return void beyond.push(line.record);
        const columns = line.columns();
        lines.push({ ...lineView(kind, columns), lineNo: firstNo + line.record, columns });
      });
      frame.free();
      if (beyond.length > 0) break;
    }
    return beyond[0];
  });
}

async function inBlob<T>(blobs: BlobStore, file: VersionFile, read: (blob: BlobReader) => Promise<T>): Promise<T> {
  const blob = await blobs.open(file.hash);
  try {
    return await read(blob);
  } finally {
    await blob.close();
  }
}

/** Of a line that is wanted, one of these stands in it; undefined: any line may be. */
const keysOf = ({ subscriptions, customers }: Wanted): readonly string[] | undefined => subscriptions ?? customers;

type Keys = { readonly subscription: string; readonly customer: string };

const isWanted = ({ subscriptions, customers }: Wanted, line: Keys): boolean =>
  (subscriptions?.includes(line.subscription) ?? true) && (customers?.includes(line.customer) ?? true);

/** A subscription is in fewer frames than its customer, so it is looked for first. */
async function framesOf(blob: BlobReader, { subscriptions, customers }: Wanted, record: number): Promise<readonly number[]> {
  const keys = subscriptions?.map((key) => `s:${key}`) ?? customers?.map((key) => `c:${key}`);
  if (keys === undefined) return [...range(record === 0 ? 0 : await blob.frameOfRecord(record), blob.footer.frames)];
  const found = [...new Set((await Promise.all(keys.map((key) => blob.find(key)))).flat())].sort((a, b) => a - b);
  if (found.length === 0 || record === 0) return found;
  const first = await blob.frameOfRecord(record);
  return found.filter((frame) => frame >= first);
}
