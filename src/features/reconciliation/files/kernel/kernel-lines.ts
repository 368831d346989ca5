import type { FastLines } from '../read/fast-lines.ts';
import type { NamedColumn } from '../read/json-template.ts';
import type { LineReader } from '../scan/line-reader.ts';
import { type LineKernel, stopped } from './line-kernel.ts';

/** Sees rows that were read, before their batch goes on: where the first one is in it, and the bytes in which they stand. */
export type OnRows = (kernel: LineKernel, firstRow: number, bytes: Buffer) => void;

// A file of which more than half is left over would be read twice.
const trial = 4096;

/** The lines of one blob that the kernel reads. */
export class KernelLines implements FastLines {
  readonly #kernel: LineKernel;
  readonly #reader: LineReader;
  #hasKeys = false;
  #isUnknown = false;
  #read = 0;
  #left = 0;
  readonly #onRows: OnRows | undefined;
  taken = 0;

  constructor(kernel: LineKernel, reader: LineReader, onRows?: OnRows) {
    this.#kernel = kernel;
    this.#reader = reader;
    this.#onRows = onRows;
  }

  useKeys(keys: readonly NamedColumn[], isWhole: boolean): void {
    this.#isUnknown = false;
    this.#hasKeys = isWhole && this.#kernel.useKeys(keys);
  }

  /** `to`: no line behind it is read, nor one that goes beyond it. */
  take(bytes: Buffer, from: number, to = bytes.length): number {
    this.taken = 0;
    this.#isUnknown = false;
    if (!this.#hasKeys || (this.#left > trial && this.#left > this.#read)) return from;
    const kernel = this.#kernel;
    const reader = this.#reader;
    kernel.goTo(bytes, from, to);
    for (;;) {
      const firstRow = reader.rows;
      const why = kernel.read(firstRow, reader.runs, reader.lines);
      this.taken += kernel.rows;
      if (kernel.rows > 0) this.#onRows?.(kernel, firstRow, bytes);
      reader.takeFilled(kernel, bytes, kernel.from);
      if (why === stopped.full) continue;
      this.#isUnknown = why === stopped.atUnknown;
      const { next } = kernel;
      // A line that does not fit in is left over like any other.
      if (why !== stopped.atEnd || kernel.isLoadedTo(to) || next === kernel.from) return this.#leave(next);
      kernel.load(bytes, next, to);
    }
  }

  goOn(): void {
    if (!this.#isUnknown) return;
    const { account, market, item, chargeType } = this.#reader.numbers;
    this.#kernel.learnNumbers(account, market, item, chargeType);
    this.#isUnknown = false;
  }

  #leave(next: number): number {
    this.#read += this.taken;
    this.#left += 1;
    return next;
  }
}
