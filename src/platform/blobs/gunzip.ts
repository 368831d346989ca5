import { pipeline, Readable } from 'node:stream';
import { createGunzip, type ZlibOptions } from 'node:zlib';

const pieceBytes = 1 << 20;

export type Gunzip = {
  readonly content: AsyncGenerator<Buffer>;
  /** Packed bytes that were unpacked so far. */
  readonly packedBytes: () => number;
};

/**
 * Unpacks gzip on another thread while the caller works on the piece before; several members one after the other are one content (RFC 1952).
 * Zeros behind the last one are padding. The library would pass over everything behind a zero, whole members too: that is thrown as damage,
 * with a code that begins with `Z_` as those of the library do.
 */
export function gunzip(source: AsyncIterator<Buffer>): Gunzip {
  const stream = createGunzip({ chunkSize: pieceBytes, highWaterMark: 2 * pieceBytes } as ZlibOptions);
  const tail = new Tail();
  const next = async (): Promise<IteratorResult<Buffer>> => {
    const piece = await source.next();
    if (piece.done !== true) tail.push(piece.value, stream.bytesWritten);
    return piece;
  };
  async function* content(): AsyncGenerator<Buffer> {
    try {
      // A fault of the source reaches the reader through pipeline. Without a way to close the source it stays open for what is behind the end.
      pipeline(Readable.from({ [Symbol.asyncIterator]: () => ({ next }) }, { objectMode: false }), stream, () => undefined);
      yield* stream as AsyncIterable<Buffer>;
      for (let isMore = true; isMore; ) {
        if (tail.hasContent(stream.bytesWritten)) throw Object.assign(new Error('Something follows the end'), { code: 'Z_TRAILING_DATA' });
        isMore = (await next()).done !== true;
      }
    } finally {
      await source.return?.();
    }
  }
  return { content: content(), packedBytes: () => stream.bytesWritten };
}

/** What was handed to the library and not taken by it yet. */
class Tail {
  #held: Buffer[] = [];
  /** Where the first held piece begins, in bytes from the beginning of the source. */
  #at = 0;

  push(piece: Buffer, taken: number): void {
    this.#drop(taken);
    this.#held.push(piece);
  }

  /** Whether anything but zeros stands behind the bytes that were taken; what is looked at is held no longer. */
  hasContent(taken: number): boolean {
    this.#drop(taken);
    const [first, ...others] = this.#held;
    const from = Math.max(0, taken - this.#at);
    const found = first?.subarray(from).some(isSomething) === true || others.some((piece) => piece.some(isSomething));
    if (!found) this.#drop(Number.POSITIVE_INFINITY);
    return found;
  }

  #drop(taken: number): void {
    for (let [first] = this.#held; first !== undefined && this.#at + first.length <= taken; [first] = this.#held) {
      this.#at += first.length;
      this.#held.shift();
    }
  }
}

const isSomething = (byte: number): boolean => byte !== 0;
