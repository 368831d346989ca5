import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Checkpoint } from './checkpoint.ts';
import { type Footer, frameBytes, magic } from './format.ts';
import { FramePacker } from './frame-packer.ts';
import { KeyIndexWriter } from './key-index.ts';

const mostInFlight = 4;

/** Writes content as frames while it comes. Packing runs on other threads; frames are written in order. */
export class BlobWriter {
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  readonly #packer = new FramePacker();
  readonly #keys = new KeyIndexWriter();
  readonly #segments: { at: number; count: number }[] = [];
  readonly #table: number[] = [];
  /** Of each key column: the last key and its frame, for files repeat them line after line. */
  readonly #last: { key: string; frame: number }[] = [];
  /** Buffers of frames that are written: taken again, so that a large file makes no garbage. */
  readonly #spare: Buffer[] = [];
  #frame: Buffer = Buffer.allocUnsafeSlow(frameBytes * 2);
  #used = 0;
  #frames = 0;
  #bytes = 0;
  #records = 0;
  #frameFirst = 0;
  #at = 0;
  #inFlight = 0;
  #written: Promise<void> = Promise.resolve();

  /** `before`: what stands in the file already. The bytes of it are still to be taken as `passed`, for the hash. */
  constructor(file: FileHandle, before?: Checkpoint) {
    this.#file = file;
    if (before === undefined) return;
    this.#segments.push(...before.segments);
    this.#table.push(...before.table);
    this.#keys.restore(before.keys);
    this.#frames = before.frames;
    this.#bytes = before.bytes;
    this.#records = before.records;
    this.#frameFirst = before.records;
    this.#at = before.at;
  }

  /** Content that was written before. */
  passed(bytes: Buffer): void {
    this.#hash.update(bytes);
  }

  /** Content in frames that are cut. */
  get bytes(): number {
    return this.#bytes;
  }

  /** SHA-256 of all content so far. */
  get hashSoFar(): string {
    return this.#hash.copy().digest('hex');
  }

  /** Frames that are cut. */
  get frames(): number {
    return this.#frames;
  }

  /** What fits in the frame yet: the first record that begins behind it is the first of another one. */
  get room(): number {
    return frameBytes - this.#used;
  }

  /** Whether the frame, with `coming` bytes more, has content enough; then it should be cut before the next record. */
  isFull(coming: number): boolean {
    return coming >= this.room;
  }

  append(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#hash.update(bytes);
    if (this.#used + bytes.length > this.#frame.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (this.#used + bytes.length));
      this.#frame.copy(larger, 0, 0, this.#used);
      this.#frame = larger;
    }
    bytes.copy(this.#frame, this.#used);
    this.#used += bytes.length;
  }

  /** Records begin here, usually one. `keys`: by each of them they can be found again; '' is none. */
  record(keys: readonly string[], count = 1): void {
    this.#records += count;
    for (const [column, key] of keys.entries()) {
      const last = (this.#last[column] ??= { key: '', frame: -1 });
      if (key === '' || (last.key === key && last.frame === this.#frames)) continue;
      last.key = key;
      last.frame = this.#frames;
      if (this.#keys.add(key, this.#frames)) this.#writeSegment();
    }
  }

  /** Ends the frame: what is appended from here on, and the next record, are in another one. */
  cut(): void {
    if (this.#used === 0) return;
    const [content, used] = [this.#frame, this.#used];
    const [contentAt, firstRecord] = [this.#bytes, this.#frameFirst];
    this.#bytes += used;
    this.#frameFirst = this.#records;
    this.#frames += 1;
    this.#used = 0;
    this.#frame = this.#spare.pop() ?? Buffer.allocUnsafeSlow(frameBytes * 2);
    const packed = this.#packer.pack(content.subarray(0, used));
    this.#enqueue(async () => {
      const frame = await packed;
      if (content.length === frameBytes * 2) this.#spare.push(content);
      this.#table.push(this.#at, contentAt, firstRecord);
      await this.#write(frame);
    });
  }

  /** Hands over what a later writer needs to go on behind the frames that are cut, once they are on the disk. Called right behind a cut. */
  checkpoint(keep: (checkpoint: Checkpoint) => Promise<void>): void {
    const [keys, contentHash] = [this.#keys.snapshot(), this.hashSoFar];
    const [bytes, records, frames] = [this.#bytes, this.#records, this.#frames];
    this.#enqueue(async () => {
      await this.#file.datasync();
      await keep({ bytes, records, frames, at: this.#at, table: [...this.#table], segments: [...this.#segments], keys, contentHash });
    });
  }

  /** Waits while too much is being packed; faults of the disk come out here. */
  async settle(): Promise<void> {
    if (this.#inFlight >= mostInFlight) await this.#written;
  }

  /** Waits until everything that was cut is written. */
  written(): Promise<void> {
    return this.#written;
  }

  /** Writes what is left, the table and the footer, and makes it durable. */
  async finish(preamble: number): Promise<Footer> {
    this.cut();
    this.#writeSegment();
    await this.#written;
    const footer: Footer = {
      hash: this.#hash.digest('hex'),
      bytes: this.#bytes,
      records: this.#records,
      preamble,
      frames: this.#frames,
      tableAt: this.#at,
      segments: this.#segments,
    };
    await this.#write(bytesOf(Float64Array.from(this.#table)));
    const text = Buffer.from(JSON.stringify(footer));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    await this.#write(Buffer.concat([text, length, magic]));
    await this.#file.sync();
    this.#packer.close();
    return footer;
  }

  #writeSegment(): void {
    const entries = this.#keys.take();
    if (entries.length === 0) return;
    this.#enqueue(async () => {
      this.#segments.push({ at: this.#at, count: entries.length });
      await this.#write(bytesOf(entries));
    });
  }

  #enqueue(work: () => Promise<void>): void {
    this.#inFlight += 1;
    const before = this.#written;
    this.#written = before.then(work).finally(() => {
      this.#inFlight -= 1;
    });
    this.#written.catch(() => undefined); // it comes out of the next wait
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#file.write(bytes, 0, bytes.length, this.#at);
    this.#at += bytes.length;
  }
}

const bytesOf = (numbers: Float64Array): Buffer => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
