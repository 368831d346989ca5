import { createHash } from 'node:crypto';
import { Fault, isAppError } from '../../../lib/errors.ts';
import type { BlobStore, KeptBlob } from '../../../platform/blobs/blob-store.ts';
import type { BlobWriter } from '../../../platform/blobs/blob-writer.ts';
import { inflate } from '../../../platform/blobs/inflate.ts';
import { CsvFramer, eachRecord, Fields, type Framer, JsonFramer, type WantedColumn } from '../../reconciliation/files/read/index.ts';
import { wantedColumns } from './columns.ts';
import type { FileFacts } from './facts.ts';
import { ForeignPartner, LineScan, type ScanOptions } from './line-scan.ts';

/** A file as whoever brings it can open it; bytes as they come, packed or not. */
export type InvoiceFile = { readonly name: string; readonly open: () => AsyncIterable<Buffer> };

export type KeptFile = KeptBlob & { readonly receivedHash: string; readonly facts: FileFacts };

export type KeepOptions = Omit<ScanOptions, 'format' | 'file'> & {
  readonly blobs: BlobStore;
  /** A name for what is under way. */
  readonly id: string;
  readonly onLines: (lines: number) => Promise<void>;
};

/**
 * Keeps one file and adds up its lines in one pass: unpack, find the records, cut frames, note keys, sum. Answers the tenant when the file is of
 * another partner; throws a fault that names file and place when it is damaged. Nothing of it is kept then.
 */
export async function keepFile(file: InvoiceFile, options: KeepOptions): Promise<KeptFile | { readonly foreignTenant: string }> {
  const received = createHash('sha256');
  const { content } = inflate(file.name, hashed(file.open(), received));
  const blob = await options.blobs.create(options.id);
  let lines = (): number => 0;
  try {
    const { first, format } = await lookAt(content);
    const scan = new LineScan({ ...options, format, file: file.name });
    const keeping = new KeepingFramer(blob.writer, format, wantedColumns(options.profile), scan);
    lines = () => scan.lines;
    await eachRecord(
      paced(first, content, blob.writer, () => options.onLines(scan.lines)),
      keeping,
    );
    if (scan.lines === 0 && scan.facts().unreadable === 0) throw fault('file_empty', 'holds no lines');
    return { ...(await blob.keep(keeping.preamble)), receivedHash: received.digest('hex'), facts: scan.facts() };
  } catch (error) {
    await blob.abandon();
    if (error instanceof ForeignPartner) return { foreignTenant: error.tenantId };
    throw isAppError(error) ? located(file.name, lines(), error) : error;
  }
}

/** Finds records for the scan, and cuts what they stand in into frames that begin with one. */
class KeepingFramer implements Framer {
  readonly #writer: BlobWriter;
  readonly #fields: Fields;
  readonly #inner: Framer & { readonly line: number };
  #before = 0;
  #from = 0;
  #isBegun = false;
  #hasRecord = false;
  preamble = 0;

  constructor(writer: BlobWriter, format: FileFacts['format'], columns: readonly WantedColumn[], scan: LineScan) {
    this.#writer = writer;
    this.#fields = new Fields(columns.length);
    const options = {
      columns,
      fields: this.#fields,
      onRecord: () => {
        this.#cut();
        writer.record(scan.take(this.#fields, this.#inner.line));
      },
      onBad: (line: number, reason: string) => {
        scan.bad(line, reason);
      },
      onFirst: refuseMissing,
    };
    this.#inner = format === 'csv' ? new CsvFramer(options) : new JsonFramer(options);
  }

  take(bytes: Buffer, from: number, last: boolean): number {
    this.#from = this.#isBegun ? from : 0; // a byte order mark is content, too
    this.#isBegun = true;
    const end = this.#inner.take(bytes, from, last);
    this.#append(bytes, end);
    return end;
  }

  #cut(): void {
    const { record, recordStart } = this.#fields;
    if (!this.#hasRecord) this.preamble = this.#before + recordStart - this.#from;
    this.#hasRecord = true;
    if (!this.#writer.isFull(recordStart - this.#from)) return;
    this.#append(record, recordStart);
    this.#writer.cut();
  }

  #append(bytes: Buffer, end: number): void {
    this.#writer.append(bytes.subarray(this.#from, end));
    this.#before += end - this.#from;
    this.#from = end;
  }
}

function refuseMissing(missing: readonly WantedColumn[]): void {
  const names = missing.filter(({ required }) => required === true).map(({ name }) => name);
  if (names.length > 0) throw fault('columns_missing', `lacks the ${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}`);
}

async function* hashed(source: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    hash.update(piece);
    yield piece;
  }
}

/** JSON lines begin with a brace, whatever the file is called. */
export async function lookAt(content: AsyncIterator<Buffer>): Promise<{ readonly first: Buffer; readonly format: FileFacts['format'] }> {
  const piece = await content.next();
  const first = piece.done === true ? Buffer.alloc(0) : piece.value;
  const beginning = first
    .toString('utf8', 0, 100)
    .replace(/^\uFEFF/, '')
    .trimStart();
  return { first, format: beginning.startsWith('{') ? 'jsonl' : 'csv' };
}

/** Lets the disk keep up, and tells how far it is. */
async function* paced(first: Buffer, rest: AsyncIterable<Buffer>, writer: BlobWriter, tell: () => Promise<void>): AsyncGenerator<Buffer> {
  yield first;
  for await (const piece of rest) {
    await writer.settle();
    await tell();
    yield piece;
  }
}

const fault = (code: string, what: string): Fault =>
  new Fault(code, 'permanent', `The file ${what}.`, { hint: 'Is this the right file, and the right kind of invoice?' });

/** The same fault with its file and how many lines were read before. */
const located = (
  name: string,
  lines: number,
  { code, kind, message, facts }: { code: string; kind: Fault['kind']; message: string; facts: Fault['facts'] },
): Fault =>
  new Fault(
    code,
    kind,
    `${message.startsWith(name) ? message : `${name}: ${message}`}${lines > 0 ? ` after line ${lines.toLocaleString('en-US')}` : ''}`,
    {
      ...facts,
      file: name,
      line: lines,
    },
  );
