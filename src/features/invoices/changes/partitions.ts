import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

/** Which version an entry is of, which of its files, and which line there. */
export type Place = { readonly side: 0 | 1; readonly file: number; readonly record: number };

const entryBytes = 24; // hash 16, side and file 4, record 4
const perPartition = 200_000;
const mostPartitions = 256;
const bufferEntries = 512;

/**
 * Lines by the hash of their content, sorted into files on disk by its first byte: all lines that can be equal are in one partition, and only one
 * partition is in memory at a time.
 */
export class Partitions {
  readonly #files: FileHandle[];
  readonly #buffers: { bytes: Buffer; used: number }[];
  readonly #sizes: number[];

  private constructor(files: FileHandle[]) {
    this.#files = files;
    this.#buffers = files.map(() => ({ bytes: Buffer.alloc(entryBytes * bufferEntries), used: 0 }));
    this.#sizes = files.map(() => 0);
  }

  /** `lines`: about how many will come. */
  static async create(folder: string, name: string, lines: number): Promise<Partitions> {
    const count = Math.min(mostPartitions, Math.ceil(lines / perPartition) + 1);
    const files: FileHandle[] = [];
    for (let index = 0; index < count; index += 1) files.push(await open(join(folder, `${name}-${index}`), 'w+'));
    return new Partitions(files);
  }

  /** Stays in memory until the next `flush`. */
  add(hash: Buffer, { side, file, record }: Place): void {
    const index = (hash[0] ?? 0) % this.#files.length;
    const buffer = this.#buffers[index];
    if (buffer === undefined) throw new RangeError('No such partition');
    if (buffer.used === buffer.bytes.length) {
      const larger = Buffer.alloc(buffer.bytes.length * 2);
      buffer.bytes.copy(larger);
      buffer.bytes = larger;
    }
    hash.copy(buffer.bytes, buffer.used, 0, 16);
    buffer.bytes.writeUInt32LE(file * 2 + side, buffer.used + 16);
    buffer.bytes.writeUInt32LE(record, buffer.used + 20);
    buffer.used += entryBytes;
  }

  /** Writes the buffers that are full. */
  async flush(least = bufferEntries): Promise<void> {
    for (const [index, buffer] of this.#buffers.entries()) {
      if (buffer.used < least * entryBytes || buffer.used === 0) continue;
      await this.#files[index]?.write(buffer.bytes, 0, buffer.used, this.#sizes[index] ?? 0);
      this.#sizes[index] = (this.#sizes[index] ?? 0) + buffer.used;
      buffer.used = 0;
    }
  }

  /** Lines without an equal one on the other side. Of equal lines the first ones are pairs, so that what is over is the later ones (M2). */
  async *unpaired(): AsyncGenerator<Place> {
    await this.flush(0);
    for (const [index, file] of this.#files.entries()) {
      const bytes = Buffer.alloc(this.#sizes[index] ?? 0);
      await file.read(bytes, 0, bytes.length, 0);
      yield* unpairedOf(bytes);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.close()));
  }
}

function* unpairedOf(bytes: Buffer): Generator<Place> {
  const groups = new Map<string, [number[], number[]]>();
  for (let at = 0; at < bytes.length; at += entryBytes) {
    const key = bytes.toString('latin1', at, at + 16);
    let group = groups.get(key);
    if (group === undefined) {
      group = [[], []];
      groups.set(key, group);
    }
    group[sideAt(bytes, at)].push(at);
  }
  for (const [older, newer] of groups.values()) {
    const pairs = Math.min(older.length, newer.length);
    for (const at of [...older.slice(pairs), ...newer.slice(pairs)])
      yield { side: sideAt(bytes, at), file: bytes.readUInt32LE(at + 16) >>> 1, record: bytes.readUInt32LE(at + 20) };
  }
}

const sideAt = (bytes: Buffer, at: number): 0 | 1 => ((bytes[at + 16] ?? 0) % 2 === 1 ? 1 : 0);
