import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { Fault } from '../../lib/errors.ts';

/** `PK\x03\x04`: how a zip begins. */
const signature = 0x04034b50;
const headerBytes = 30;
const stored = 0;
const deflated = 8;
/** More content for each packed byte than any text has. */
const mostRatio = 200;
const everBelow = 10_000_000;

/**
 * The text of a price sheet, whether it comes plain or as a zip of one CSV (partner-center-api reference 6.3: clients saw both). Read as a
 * stream: neither the file nor its content is ever whole in memory.
 */
export async function* sheetContent(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const pieces = source[Symbol.asyncIterator]();
  try {
    const first = await atLeast(pieces, headerBytes);
    if (first.length < 4 || first.readUInt32LE(0) !== signature) {
      if (first.length > 0) yield first;
      yield* rest(pieces);
      return;
    }
    const method = first.readUInt16LE(8);
    const begin = headerBytes + first.readUInt16LE(26) + first.readUInt16LE(28);
    const head = first.length >= begin ? first : Buffer.concat([first, await atLeast(pieces, begin - first.length)]);
    const packed = after(head.subarray(begin), pieces);
    if (method === deflated) yield* inflated(packed);
    else if (method === stored) yield* counted(packed, head.readUInt32LE(18));
    else throw unreadable(`is packed in a way (${method}) that nobody here can unpack`);
  } finally {
    await pieces.return?.();
  }
}

type Pieces = AsyncIterator<Uint8Array>;
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The next bytes, so many if there are so many. */
async function atLeast(pieces: Pieces, count: number): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  while (bytes.length < count) {
    const next = await pieces.next();
    if (next.done === true) break;
    bytes = bytes.length === 0 ? bufferOf(next.value) : Buffer.concat([bytes, next.value]);
  }
  return bytes;
}

async function* rest(pieces: Pieces): AsyncGenerator<Buffer> {
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield bufferOf(next.value);
}

async function* after(first: Buffer, pieces: Pieces): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest(pieces);
}

/** What is behind the entry (the zip's table of contents) is left alone: a deflate stream knows its own end. */
async function* inflated(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unpacking = createInflateRaw();
  let into = 0;
  let out = 0;
  async function* counting(): AsyncGenerator<Buffer> {
    for await (const piece of packed) {
      into += piece.length;
      yield piece;
    }
  }
  const failed = { error: undefined as unknown };
  pipeline(Readable.from(counting(), { objectMode: false }), unpacking, (error) => {
    failed.error = error;
  });
  try {
    for await (const piece of unpacking as AsyncIterable<Buffer>) {
      out += piece.length;
      if (out > everBelow && out > into * mostRatio) throw unreadable('unpacks beyond reason');
      yield piece;
    }
  } catch (error) {
    throw error instanceof Fault ? error : unreadable('does not unpack', error);
  }
}

/** Without a size in its header nobody can tell where a stored entry ends. */
async function* counted(bytes: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  if (size === 0) throw unreadable('does not say how long it is');
  let left = size;
  for await (const piece of bytes) {
    yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) return;
  }
  throw unreadable('ends before its announced length');
}

const unreadable = (why: string, cause?: unknown): Fault =>
  new Fault(
    'price_sheet_unreadable',
    'retryable',
    `The price sheet ${why}`,
    { remote: 'prices', hint: 'It is asked for again with the next reading.' },
    cause,
  );
