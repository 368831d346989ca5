import { Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Clock } from '../../lib/clock.ts';
import { inflateLimits, type RemoteLimits } from './limits.ts';
import type { WireAnswer } from './transport.ts';

/** More bytes than agreed. */
export class TooLarge extends Error {}
/** Nothing came for too long. */
export class Silence extends Error {}
/** Why nobody waits for the rest of a body that is read. One for all: making one costs as much as a small answer. */
const isRead = new Error('The body is read');
/** Packed in a way that does not unpack. */
export class Unpackable extends Error {}

type Options = { readonly limits: RemoteLimits; readonly clock: Clock; readonly abort: AbortController };

/** Reads a body whole, unpacked, within its limits: bytes, ratio of unpacking, progress. */
export async function readBody(answer: WireAnswer, { limits, clock, abort }: Options): Promise<Uint8Array> {
  if (Number(answer.headers['content-length'] ?? 0) > limits.maxBytes) throw new TooLarge('The answer announces more bytes than agreed');
  const count = { wire: 0 };
  const done = new AbortController();
  void watchProgress(count, limits.stallMs, clock, abort, done.signal);
  try {
    return await collect(unpacked(counted(answer.body, count), answer.headers['content-encoding']), count, limits.maxBytes);
  } finally {
    done.abort(isRead);
  }
}

async function watchProgress(
  count: { wire: number },
  stallMs: number,
  clock: Clock,
  abort: AbortController,
  done: AbortSignal,
): Promise<void> {
  for (let seen = -1; seen !== count.wire; ) {
    seen = count.wire;
    try {
      await clock.sleep(stallMs, done);
    } catch {
      return; // the body is read
    }
  }
  abort.abort(new Silence('The answer stopped in the middle'));
}

async function* counted(body: AsyncIterable<Uint8Array>, count: { wire: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    count.wire += chunk.byteLength;
    yield chunk;
  }
}

const unpackers = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

function unpacked(body: AsyncIterable<Uint8Array>, encoding: string | undefined): AsyncIterable<Uint8Array> {
  const kind = (encoding ?? '').trim().toLowerCase();
  if (kind === '' || kind === 'identity') return body;
  const stream = unpackers.get(kind)?.();
  if (stream === undefined) throw new Unpackable(`The answer is packed as ${kind}`);
  const source = Readable.from(body, { objectMode: false });
  source.once('error', (error) => stream.destroy(error));
  return source.pipe(stream);
}

async function collect(body: AsyncIterable<Uint8Array>, count: { wire: number }, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLarge('The answer has more bytes than agreed');
    if (bytes > inflateLimits.from && bytes > count.wire * inflateLimits.ratio) throw new TooLarge('The answer unpacks beyond reason');
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
