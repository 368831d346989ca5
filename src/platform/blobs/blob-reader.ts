import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { freeMemory } from '../../lib/free-memory.ts';
import { inTurn } from '../../lib/in-turn.ts';
import { must } from '../../lib/must.ts';
import { range } from '../../lib/range.ts';
import { damaged, type Footer, magic, readFooter, tableEntry, tailBytes } from './format.ts';
import { findFrames } from './key-index.ts';

const unpack = promisify(zstdDecompress);
const ahead = 3;
const leastChunk = 64; // of node:zlib

/** One frame's content, inflated. `free`: nobody looks at the content any more. */
export type Frame = { readonly index: number; readonly firstRecord: number; readonly content: Buffer; readonly free: () => void };

/** Reads a kept blob: all of it in order, or only the frames that hold a key. */
export class BlobReader {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly footer: Footer;
  #table: Promise<Float64Array> | undefined;

  private constructor(file: FileHandle, path: string, footer: Footer) {
    this.#file = file;
    this.#path = path;
    this.footer = footer;
  }

  static async open(path: string): Promise<BlobReader> {
    const file = await open(path, 'r');
    try {
      return new BlobReader(file, path, await footerOf(file, path));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** The whole content, frame by frame; the next ones are unpacked on other threads meanwhile. */
  async *content(): AsyncGenerator<Buffer> {
    for await (const frame of this.frames(0)) yield frame.content;
  }

  /** From one frame on, and before another one if it is said. */
  frames(from: number, before = this.footer.frames): AsyncGenerator<Frame> {
    return this.these(range(from, Math.min(before, this.footer.frames)));
  }

  /** These frames in their order; the next ones are unpacked on other threads meanwhile. */
  these(indexes: Iterable<number>): AsyncGenerator<Frame> {
    return inTurn(indexes, ahead, (index) => this.frame(index));
  }

  async frame(index: number): Promise<Frame> {
    const [start = 0, contentAt = 0, firstRecord = 0, , next = this.footer.bytes] = (await this.#readTable()).subarray(index * tableEntry);
    // Segments of the index may stand between two frames: unpacking ends where the frame does.
    const end = await this.#endOf(index);
    try {
      // In one piece: unpacked in pieces of the usual size, a frame takes several times as long. With a byte to spare: where a piece is full, another
      // one is made and the thread asked once more, which takes as long again.
      const chunkSize = Math.max(leastChunk, next - contentAt + 1);
      const content = await unpack(await this.#read(start, end - start), { chunkSize });
      return {
        index,
        firstRecord,
        content,
        free: () => {
          freeMemory(content.buffer);
        },
      };
    } catch (error) {
      throw damaged(`frame ${index} of ${this.#path}`, error);
    }
  }

  /** The frame that holds a record by its number. */
  async frameOfRecord(record: number): Promise<number> {
    const table = await this.#readTable();
    let [low, high] = [0, this.footer.frames];
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((table[middle * tableEntry + 2] ?? 0) <= record) low = middle;
      else high = middle;
    }
    return low;
  }

  async firstRecordOf(index: number): Promise<number> {
    return (await this.#readTable())[index * tableEntry + 2] ?? this.footer.records;
  }

  /** Bytes before the first record. */
  async preamble(): Promise<Buffer> {
    return this.footer.preamble === 0 ? Buffer.alloc(0) : (await this.frame(0)).content.subarray(0, this.footer.preamble);
  }

  /** Frames that hold records with this key, in order, and rarely one that does not. */
  async find(key: string): Promise<number[]> {
    const found = await Promise.all(
      this.footer.segments.map(({ at, count }) =>
        findFrames(key, count, async (from, entries) => numbersOf(await this.#read(at + from * 8, entries * 8))),
      ),
    );
    return [...new Set(found.flat())].sort((a, b) => a - b);
  }

  async #endOf(index: number): Promise<number> {
    const table = await this.#readTable();
    const start = must(table[index * tableEntry], 'the place of a frame');
    const next = index + 1 < this.footer.frames ? must(table[(index + 1) * tableEntry], 'the place of a frame') : this.footer.tableAt;
    const between = this.footer.segments.filter(({ at }) => at > start).map(({ at }) => at);
    return Math.min(next, ...between);
  }

  #readTable(): Promise<Float64Array> {
    this.#table ??= this.#read(this.footer.tableAt, this.footer.frames * tableEntry * 8).then(numbersOf);
    return this.#table;
  }

  async #read(at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafeSlow(length); // of its own, so that it can be seen as numbers
    const { bytesRead } = await this.#file.read(bytes, 0, length, at);
    if (bytesRead !== length) throw damaged(`${this.#path} ends too soon`);
    return bytes;
  }
}

async function footerOf(file: FileHandle, path: string): Promise<Footer> {
  const { size } = await file.stat();
  const tail = Buffer.alloc(Math.min(size, 4096));
  await file.read(tail, 0, tail.length, size - tail.length);
  if (tail.length < tailBytes || !tail.subarray(-magic.length).equals(magic)) throw damaged(`${path} has no end`);
  const length = tail.readUInt32LE(tail.length - tailBytes);
  let text = tail.subarray(Math.max(0, tail.length - tailBytes - length), tail.length - tailBytes);
  if (text.length < length) {
    text = Buffer.alloc(length);
    await file.read(text, 0, length, size - tailBytes - length);
  }
  const footer = parsed(text);
  if (footer === undefined) throw damaged(`the footer of ${path}`);
  return footer;
}

function parsed(text: Buffer): Footer | undefined {
  try {
    return readFooter(JSON.parse(text.toString('utf8')));
  } catch {
    return undefined;
  }
}

const numbersOf = (bytes: Buffer): Float64Array => new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
