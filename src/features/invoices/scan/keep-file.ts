import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Fault, isAppError } from '../../../lib/errors.ts';
import type { BlobStore } from '../../../platform/blobs/blob-store.ts';
import type { BlobWriter } from '../../../platform/blobs/blob-writer.ts';
import { inflate } from '../../../platform/blobs/inflate.ts';
import type { KeptBlob, NewBlob } from '../../../platform/blobs/new-blob.ts';
import { CsvFramer, eachRecord, Fields, type Framer, JsonFramer, type WantedColumn } from '../../reconciliation/files/read/index.ts';
import type { Profile } from '../profiles.ts';
import { exportLayout, type Layout, layoutOf } from './columns.ts';
import { ExportScan, handOver } from './export-scan.ts';
import { addFacts, type FileFacts } from './facts.ts';
import { added, type Before, behind, type Note, nextCheckpoint, OtherContent, readBefore } from './go-on.ts';
import { ForeignPartner, LineScan, type ScanOptions } from './line-scan.ts';

const byteOrderMark = 0xef; // its first byte in UTF-8

/** A file as whoever brings it can open it; bytes as they come, packed or not. */
export type InvoiceFile = { readonly name: string; readonly open: () => AsyncIterable<Buffer> };

export type KeptFile = KeptBlob & { readonly receivedHash: string; readonly facts: FileFacts };

export type KeepOptions = Omit<ScanOptions, 'format' | 'file' | 'places'> & {
  readonly blobs: BlobStore;
  /** A name for what is under way. */
  readonly id: string;
  /** The name of the import that this file is of: killed or broken off, the next one goes on inside the file. */
  readonly goesOnAs?: string | undefined;
  readonly onLines: (lines: number) => Promise<void>;
};

/**
 * Keeps one file and adds up its lines in one pass: unpack, find the records, cut frames, note keys, sum. Answers the tenant when the file is of
 * another partner; throws a fault that names file and place when it is damaged. Nothing of it is kept then.
 */
export async function keepFile(file: InvoiceFile, options: KeepOptions): Promise<KeptFile | { readonly foreignTenant: string }> {
  try {
    return await keepOnce(file, options);
  } catch (error) {
    if (!(error instanceof OtherContent)) throw error;
    return keepOnce(file, options); // what broke off is forgotten: from the beginning
  }
}

async function keepOnce(file: InvoiceFile, options: KeepOptions): Promise<KeptFile | { readonly foreignTenant: string }> {
  const received = createHash('sha256');
  const { content } = inflate(file.name, hashed(file.open(), received));
  const blob = await options.blobs.create(options.id, options.goesOnAs);
  const before = readBefore(blob.before);
  let lines = (): number => 0;
  let forComparison: string | undefined;
  try {
    if (blob.before !== undefined && before === undefined) throw new OtherContent();
    const { first, format } = await lookAt(content);
    if (format === 'jsonl' && options.profile.isCompared === true) forComparison = await options.blobs.scratch(`${options.id}.lines`);
    const layout = forComparison === undefined ? layoutOf(options.profile) : exportLayout;
    const keeping = new KeepingFramer(blob, { ...options, format, file: file.name, places: layout.places }, layout, before, forComparison);
    lines = () => keeping.lines;
    await readAll(
      paced(first, content, blob.writer, () => options.onLines(lines())),
      keeping,
      blob.writer,
      before,
    );
    const { facts } = keeping;
    if (facts.lines === 0 && facts.unreadable === 0) throw fault('file_empty', 'holds no lines');
    const kept = await blob.keep(keeping.preamble);
    if (forComparison !== undefined) await handOver(options.blobs, forComparison, kept.hash);
    return { ...kept, receivedHash: received.digest('hex'), facts };
  } catch (error) {
    await (isOver(error) ? blob.abandon() : blob.leave());
    return refusedOrThrown(file.name, lines(), error);
  } finally {
    if (forComparison !== undefined) await rm(forComparison, { recursive: true, force: true });
  }
}

async function readAll(
  content: AsyncIterable<Buffer>,
  keeping: KeepingFramer,
  writer: BlobWriter,
  before: Before | undefined,
): Promise<void> {
  try {
    await eachRecord(before === undefined ? content : behind(content, before, writer, keeping), keeping);
  } finally {
    keeping.close();
  }
}

function refusedOrThrown(name: string, lines: number, error: unknown): { readonly foreignTenant: string } {
  if (error instanceof ForeignPartner) return { foreignTenant: error.tenantId };
  throw isAppError(error) ? located(name, lines, error) : error;
}

/** Whether the same file would end the same way: then nothing is left for a next time. */
const isOver = (error: unknown): boolean =>
  error instanceof ForeignPartner || error instanceof OtherContent || (isAppError(error) && error.kind === 'permanent');

/** Finds records for the scan, and cuts what they stand in into frames that begin with one. */
class KeepingFramer implements Framer {
  readonly #blob: NewBlob;
  readonly #writer: BlobWriter;
  readonly #fields: Fields;
  readonly #scan: LineScan;
  readonly #exportScan: ExportScan | undefined;
  readonly #inner: Framer & { readonly line: number };
  readonly #earlier: Before | undefined;
  /** What is added to a line's number among those that came here. */
  #lineOffset = 0;
  #isPriming = false;
  #before = 0;
  #from = 0;
  #isBegun = false;
  #hasRecord: boolean;
  #checkpointAt: number;
  preamble: number;

  /** `forComparison`: a folder for what the comparison will want. */
  constructor(blob: NewBlob, options: ScanOptions, { columns }: Layout, earlier: Before | undefined, forComparison: string | undefined) {
    this.#blob = blob;
    this.#writer = blob.writer;
    this.#earlier = earlier;
    this.#scan = new LineScan(options);
    this.#exportScan = forComparison === undefined ? undefined : this.#exportInto(forComparison, options);
    this.#fields = new Fields(columns.length);
    const framing = {
      columns,
      fields: this.#fields,
      onRecord: () => {
        this.#cut();
        const line = this.#inner.line + this.#lineOffset;
        this.#exportScan?.show(this.#fields, line);
        this.#writer.record(this.#scan.take(this.#fields, line));
      },
      onBad: (line: number, reason: string) => {
        if (this.#isPriming) return;
        this.#scan.bad(line + this.#lineOffset, reason);
        this.#exportScan?.fast.bad(line + this.#lineOffset, reason);
      },
      onFirst: (missing: readonly WantedColumn[]) => {
        if (missing.some(({ required }) => required === true)) this.#exportScan?.fast.keepNothing();
        if (earlier === undefined) refuseMissing(missing, options.profile); // else the first line was there, and was good
      },
    };
    this.#inner = options.format === 'csv' ? new CsvFramer(framing) : new JsonFramer({ ...framing, fast: this.#exportScan?.fast });
    this.#hasRecord = earlier !== undefined;
    this.preamble = earlier?.preamble ?? 0;
    this.#checkpointAt = nextCheckpoint(this.#writer.bytes);
  }

  get lines(): number {
    return (this.#earlier?.facts.lines ?? 0) + this.#scan.lines + (this.#exportScan?.lines ?? 0);
  }

  get facts(): FileFacts {
    const facts = this.#scan.facts();
    const all = this.#exportScan === undefined ? facts : { ...addFacts([this.#exportScan.facts(), facts]), format: facts.format };
    return added(this.#earlier?.facts, all);
  }

  /** The header once more, which says what the lines behind it hold. */
  prime(preamble: Buffer): void {
    this.#isPriming = true;
    const from = preamble[0] === byteOrderMark ? 3 : 0;
    if (preamble.length > 0 && this.#inner.take(preamble, from, false) !== preamble.length) throw new OtherContent();
    this.#isPriming = false;
    if (this.#inner.line > 0) this.#exportScan?.fast.keepNothing(); // as in #cut
    this.#lineOffset = (this.#earlier?.line ?? 0) - this.#inner.line;
  }

  take(bytes: Buffer, from: number, last: boolean): number {
    this.#from = this.#isBegun ? from : 0; // a byte order mark is content, too
    this.#isBegun = true;
    const end = this.#inner.take(bytes, from, last);
    this.#append(bytes, end);
    return end;
  }

  /** Nothing comes any more. */
  close(): void {
    this.#exportScan?.fast.close(this.#inner.line + this.#lineOffset);
  }

  #exportInto(folder: string, options: ScanOptions): ExportScan {
    return new ExportScan(options, {
      folder,
      firstFrame: this.#writer.frames,
      linesBefore: this.#earlier?.line ?? 0,
      room: (from) => this.#writer.room - (from - this.#from),
      note: (keys, records) => {
        this.#writer.record(keys, records);
      },
    });
  }

  #cut(): void {
    const { record, recordStart } = this.#fields;
    if (!this.#hasRecord) {
      this.preamble = this.#before + recordStart - this.#from;
      // Whoever reads a later stretch of the blob reads lines before the first record once more, and counts them.
      if (this.#inner.line > 1) this.#exportScan?.fast.keepNothing();
    }
    this.#hasRecord = true;
    if (!this.#writer.isFull(recordStart - this.#from)) return;
    this.#append(record, recordStart);
    this.#writer.cut();
    this.#exportScan?.fast.cut(this.#writer.frames, this.#inner.line - 1 + this.#lineOffset);
    if (this.#writer.bytes >= this.#checkpointAt) this.#checkpoint();
  }

  /** All before the record at hand is written and added up. */
  #checkpoint(): void {
    const line = this.#inner.line - 1 + this.#lineOffset;
    this.#blob.checkpoint({ facts: this.facts, line, preamble: this.preamble } satisfies Note);
    this.#checkpointAt = nextCheckpoint(this.#writer.bytes);
  }

  #append(bytes: Buffer, end: number): void {
    this.#writer.append(bytes.subarray(this.#from, end));
    this.#before += end - this.#from;
    this.#from = end;
  }
}

/** Of what is read, an import needs only what its profile says. */
function refuseMissing(missing: readonly WantedColumn[], profile: Profile): void {
  const needed = new Set(layoutOf(profile).columns.flatMap(({ name, required }) => (required === true ? [name] : [])));
  const names = missing.map(({ name }) => name).filter((name) => needed.has(name));
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
export const located = (
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
