import { Fault } from '../../lib/errors.ts';
import { gunzip } from './gunzip.ts';

/** F10 of the reliability reference: a bomb is content that is more than 200 times its packed bytes, beyond the first 10 MB. */
const mostRatio = 200;
const everBelow = 10_000_000;

export type Inflated = {
  readonly content: AsyncGenerator<Buffer>;
  /** Bytes as they came, so far. */
  readonly received: () => number;
};

/**
 * The content of bytes that come piece by piece, inflated when they begin like gzip, whatever their name says. Several gzip members one after
 * the other are one content. Throws a fault that names the file when it is empty, broken off, damaged, packed twice or a bomb.
 */
export function inflate(name: string, source: AsyncIterable<Buffer>): Inflated {
  let received = 0;
  async function* counted(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
    for (let piece: IteratorResult<Buffer> = { value: first }; piece.done !== true; piece = await rest.next()) {
      received += piece.value.length;
      yield piece.value;
    }
  }
  async function* content(): AsyncGenerator<Buffer> {
    const rest = source[Symbol.asyncIterator]();
    try {
      const first = await beginning(rest);
      if (first.length === 0) throw fault(name, 'file_empty', 'is empty');
      if (!isGzip(first)) {
        yield* counted(first, rest);
        return;
      }
      let inflated = 0;
      for await (const piece of gunzip(counted(first, rest)).content) {
        if (inflated === 0 && isGzip(piece)) throw fault(name, 'gzip_twice', 'is packed twice with gzip');
        inflated += piece.length;
        if (inflated > everBelow && inflated > received * mostRatio)
          throw fault(name, 'gzip_bomb', `holds more than ${mostRatio} times its packed bytes`);
        yield piece;
      }
    } catch (error) {
      throw explain(name, error);
    } finally {
      await rest.return?.();
    }
  }
  return { content: content(), received: () => received };
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The first two bytes or more, unless there are no more. */
async function beginning(source: AsyncIterator<Buffer>): Promise<Buffer> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < 2) {
    const piece = await source.next();
    if (piece.done === true) break;
    first = first.length === 0 ? piece.value : Buffer.concat([first, piece.value]);
  }
  return first;
}

function explain(name: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return fault(name, 'gzip_truncated', 'ends in the middle', error);
  if (code.startsWith('Z_')) return fault(name, 'gzip_damaged', 'is damaged', error);
  return error;
}

const fault = (name: string, code: string, what: string, cause?: unknown): Fault =>
  new Fault(code, 'permanent', `${name} ${what}`, { hint: 'Fetch the file again.', file: name }, cause);
