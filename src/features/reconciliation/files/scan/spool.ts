import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const blockRows = 4096;

/** A full block: in memory, or the number of its place in the file. */
type Block = Float64Array | number;

/**
 * Rows of numbers that are added one by one and read once at the end. What goes beyond the memory it is given lies in a temporary
 * file that has no name any more, so nothing is left over however the process ends.
 */
export class Spool {
  readonly #width: number;
  readonly #memoryBlocks: number;
  readonly #parts: { blocks: Block[]; open: Float64Array; rows: number }[];
  #inMemory = 0;
  #inFile = 0;
  #file: number | undefined;

  /** `width` numbers a row, rows kept apart in `parts`; `memoryBytes` before the first goes to the file. */
  constructor(width: number, parts: number, memoryBytes: number) {
    this.#width = width;
    this.#memoryBlocks = Math.floor(memoryBytes / (blockRows * width * 8));
    this.#parts = Array.from({ length: parts }, () => ({ blocks: [], open: new Float64Array(0), rows: 0 }));
  }

  /** Adds a row of up to four numbers. */
  add(part: number, a: number, b: number, c = 0, d = 0): void {
    const to = this.#parts[part];
    if (to === undefined) throw new RangeError(`There is no part ${part}.`);
    if (to.rows * this.#width === to.open.length) this.#grow(to);
    const at = to.rows * this.#width;
    to.open[at] = a;
    to.open[at + 1] = b;
    if (this.#width > 2) {
      to.open[at + 2] = c;
      to.open[at + 3] = d;
    }
    to.rows += 1;
  }

  /** All rows of a part, one number after the other. */
  read(part: number): Float64Array {
    const from = this.#parts[part];
    if (from === undefined) return new Float64Array(0);
    const blockLength = blockRows * this.#width;
    const all = new Float64Array(from.blocks.length * blockLength + from.rows * this.#width);
    for (const [index, block] of from.blocks.entries()) {
      const target = all.subarray(index * blockLength, (index + 1) * blockLength);
      if (typeof block === 'number') this.#readBlock(block, target);
      else target.set(block);
    }
    all.set(from.open.subarray(0, from.rows * this.#width), from.blocks.length * blockLength);
    return all;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    for (const part of this.#parts) Object.assign(part, { blocks: [], open: new Float64Array(0), rows: 0 });
  }

  /** Makes room: a bigger block while it is small, else the next one. */
  #grow(part: { blocks: Block[]; open: Float64Array; rows: number }): void {
    const full = blockRows * this.#width;
    if (part.open.length < full) {
      const bigger = new Float64Array(Math.min(full, Math.max(64 * this.#width, part.open.length * 4)));
      bigger.set(part.open);
      part.open = bigger;
      return;
    }
    if (this.#inMemory < this.#memoryBlocks) {
      this.#inMemory += 1;
      part.blocks.push(part.open);
      part.open = new Float64Array(full);
    } else part.blocks.push(this.#writeBlock(part.open));
    part.rows = 0;
  }

  #writeBlock(block: Float64Array): number {
    this.#file ??= openNameless();
    const place = this.#inFile;
    this.#inFile += 1;
    let done = 0;
    while (done < block.byteLength) {
      done += writeSync(this.#file, block, block.byteOffset + done, block.byteLength - done, place * block.byteLength + done);
    }
    return place;
  }

  #readBlock(place: number, target: Float64Array): void {
    let done = 0;
    while (this.#file !== undefined && done < target.byteLength) {
      const bytes = new Uint8Array(target.buffer, target.byteOffset + done, target.byteLength - done);
      const read = readSync(this.#file, bytes, 0, bytes.length, place * target.byteLength + done);
      if (read === 0) throw new RangeError('The temporary file is shorter than what was written to it.');
      done += read;
    }
  }
}

function openNameless(): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'concord-spool-'));
  try {
    return openSync(path.join(folder, 'rows'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
