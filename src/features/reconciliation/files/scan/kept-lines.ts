import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type FineText, type LineBatch, newBatchMemory } from './line-batch.ts';

/*
 * Lines as they were read, one file for a stretch of a blob: of each batch the length of its texts (4 bytes), its texts as JSON, its numbers as
 * they lie in memory; then what the end says. All of it is one zstd frame with a checksum. Derived: whatever is not right about it, the blob is
 * read again. So it is not synced to the disk either.
 */
const lengthBytes = 4;
// In one piece: in pieces of the usual size it takes several times as long.
const chunkSize = 2 << 20;
const packing = { chunkSize, params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } };
/** Memory of recorders that are done: taken again, so that nobody waits for new pages. */
const spare: Buffer[] = [];

/** A stretch has some 16 MB of content: what a kill costs at most, for each thread that reads. */
export const framesInPart = 32;

type Texts = Pick<LineBatch, 'rows' | 'runs' | 'accounts' | 'markets' | 'items' | 'bad'> & { readonly fine: readonly [number, FineText][] };
/** How many records there were, and the number of the last one. */
export type LinesEnd = { readonly lines: number; readonly lastLine: number };

/** Collects the batches of a stretch while they are handed on. */
export class LineRecorder {
  #bytes = spare.pop() ?? Buffer.allocUnsafeSlow(chunkSize);
  #used = 0;

  add({ memory, rows, runs, accounts, markets, items, bad, fine }: LineBatch): void {
    this.#text({ rows, runs, accounts, markets, items, bad, fine: [...fine] } satisfies Texts);
    this.#append(new Uint8Array(memory)); // copied: the memory itself goes to another thread
  }

  /** It is there whole or not at all. A disk without room for it costs the next reader his time, and nobody else anything. */
  keep(place: string, end: LinesEnd): void {
    this.#text(end);
    const part = `${place}.${String(process.pid)}-${String(threadId)}`;
    try {
      writeFileSync(part, zstdCompressSync(this.#bytes.subarray(0, this.#used), packing));
      renameSync(part, place);
    } catch {
      rmSync(part, { force: true });
    }
    spare.push(this.#bytes);
  }

  #text(value: object): void {
    const text = Buffer.from(JSON.stringify(value));
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32LE(text.length);
    this.#append(length);
    this.#append(text);
  }

  #append(bytes: Uint8Array): void {
    if (this.#used + bytes.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (this.#used + bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#used);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#used);
    this.#used += bytes.length;
  }
}

type KeptLines = { readonly batches: Iterable<LineBatch>; readonly end: () => LinesEnd };

/** What was kept there; undefined when it is not there or damaged. The end is known when all batches were taken. */
export function readKeptLines(place: string, memory: () => ArrayBuffer | undefined): KeptLines | undefined {
  const bytes = bytesOf(place);
  return bytes === undefined ? undefined : unpacked(bytes, memory);
}

function unpacked(bytes: Buffer, memory: () => ArrayBuffer | undefined): KeptLines {
  let at = 0;
  let end: LinesEnd = { lines: 0, lastLine: 0 };
  // Written by LineRecorder of the same code, and unharmed: the checksum was right.
  const text = (): Texts | LinesEnd => {
    const from = at + lengthBytes;
    at = from + bytes.readUInt32LE(at);
    return JSON.parse(bytes.toString('utf8', from, at)) as Texts | LinesEnd;
  };
  function* batches(): Generator<LineBatch> {
    for (;;) {
      const texts = text();
      if ('lastLine' in texts) {
        end = texts;
        return;
      }
      const into = memory() ?? newBatchMemory();
      new Uint8Array(into).set(bytes.subarray(at, at + into.byteLength));
      at += into.byteLength;
      yield { ...texts, fine: new Map(texts.fine), memory: into, digests: [] };
    }
  }
  return { batches: batches(), end: () => end };
}

function bytesOf(place: string): Buffer | undefined {
  try {
    return zstdDecompressSync(readFileSync(place), { chunkSize });
  } catch {
    return undefined;
  }
}
