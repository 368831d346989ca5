import { readFileSync } from 'node:fs';
import type { NamedColumn } from '../read/json-template.ts';
import { type BatchPlace, batchRows, columnsOf, type LineColumns } from '../scan/line-batch.ts';
import { type FilledRows, numbersOfRun } from '../scan/line-reader.ts';

type Global = { readonly value: number };
// Its types stand in the browser's library only.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

/** What the compiled kernel has to offer; `assembly/lines.ts` says what each does. */
type Exports = {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly next: Global;
  readonly rows: Global;
  readonly runs: Global;
  readonly forget: () => void;
  readonly useKeys: (count: number) => void;
  readonly useInput: (bytes: number) => void;
  readonly skipTo: (offset: number) => void;
  readonly read: (firstRow: number, firstRun: number, firstIndex: number) => number;
  readonly learnNumbers: (account: number, market: number, item: number, chargeType: number) => void;
} & Readonly<Record<Address, Global>>;
type Address =
  | 'batchAt'
  | 'columnOfKey'
  | 'inputAt'
  | 'lineEnds'
  | 'lineStarts'
  | 'mostInput'
  | 'mostKeys'
  | 'mostSeparatorBytes'
  | 'runsAt'
  | 'separatorAt'
  | 'separatorBytes'
  | 'separatorLength';

/** Why the kernel stopped: it is at the end, the batch is full, or a line is left to the caller, perhaps because of a text without a number. */
export const stopped = { atEnd: 0, full: 1, atOdd: 2, atUnknown: 3 } as const;

let module: object | undefined;
const idle: LineKernel[] = [];

/** One kernel reads one blob at a time. It has three megabytes of its own, so it is used again. */
export const borrowKernel = (): LineKernel => idle.pop() ?? new LineKernel();
export function giveKernelBack(kernel: LineKernel): void {
  kernel.forget();
  idle.push(kernel);
}

/** The compiled kernel with its memory. */
export class LineKernel implements FilledRows {
  readonly #exports: Exports;
  readonly #input: Uint8Array;
  readonly #inputAt: number;
  /** What lies in the input: these bytes, from here to there. */
  #bytes: Buffer | undefined;
  from = 0;
  #to = 0;
  readonly batch: BatchPlace;
  readonly columns: LineColumns;
  readonly lineStarts: Int32Array;
  readonly lineEnds: Int32Array;
  readonly runTexts: Int32Array;

  constructor() {
    module ??= new WebAssembly.Module(readFileSync(new URL('lines.wasm', import.meta.url)));
    this.#exports = new WebAssembly.Instance(module).exports as Exports;
    const { buffer } = this.#exports.memory;
    this.#inputAt = this.#at('inputAt');
    this.#input = new Uint8Array(buffer, this.#inputAt, this.#at('mostInput'));
    this.batch = { memory: buffer, at: this.#at('batchAt') };
    this.columns = columnsOf(buffer, this.batch.at);
    this.lineStarts = new Int32Array(buffer, this.#at('lineStarts'), batchRows);
    this.lineEnds = new Int32Array(buffer, this.#at('lineEnds'), batchRows);
    this.runTexts = new Int32Array(buffer, this.#at('runsAt'), numbersOfRun * batchRows);
    this.#exports.forget();
  }

  get rows(): number {
    return this.#exports.rows.value;
  }
  get runs(): number {
    return this.#exports.runs.value;
  }
  /** Where the next line begins, counted in the bytes that were loaded. */
  get next(): number {
    return this.from + this.#exports.next.value - this.#inputAt;
  }
  isLoadedTo(to: number): boolean {
    return this.#to >= to;
  }

  forget(): void {
    this.#bytes = undefined;
    this.#exports.forget();
  }

  /** Answers whether it can read lines with these keys at all. */
  useKeys(keys: readonly NamedColumn[]): boolean {
    const { buffer } = this.#exports.memory;
    const separators = keys.map(({ name }, key) => Buffer.from(`${key === 0 ? '{' : ','}${JSON.stringify(name)}:`));
    const bytes = separators.reduce((sum, { length }) => sum + length, 0);
    if (keys.length > this.#at('mostKeys') || bytes > this.#at('mostSeparatorBytes')) return false;
    const at = new Int32Array(buffer, this.#at('separatorAt'), keys.length);
    const lengths = new Int32Array(buffer, this.#at('separatorLength'), keys.length);
    const columns = new Int32Array(buffer, this.#at('columnOfKey'), keys.length);
    let to = this.#at('separatorBytes');
    for (const [key, separator] of separators.entries()) {
      new Uint8Array(buffer).set(separator, to);
      at[key] = to;
      lengths[key] = separator.length;
      columns[key] = keys[key]?.column ?? -1;
      to += separator.length;
    }
    this.#exports.useKeys(keys.length);
    return true;
  }

  /** Makes `from` in these bytes the next place to read at. */
  goTo(bytes: Buffer, from: number, to: number): void {
    if (this.#bytes === bytes && from >= this.from && from < this.#to) this.#exports.skipTo(from - this.from);
    else this.load(bytes, from, to);
  }

  /** Copies as much as fits in, up to `to`. */
  load(bytes: Buffer, from: number, to: number): void {
    this.#bytes = bytes;
    this.from = from;
    this.#to = Math.min(to, from + this.#input.length);
    this.#input.set(bytes.subarray(from, this.#to));
    this.#exports.useInput(this.#to - from);
  }

  read(firstRow: number, firstRun: number, firstIndex: number): number {
    return this.#exports.read(firstRow, firstRun, firstIndex);
  }

  learnNumbers(account: number, market: number, item: number, chargeType: number): void {
    this.#exports.learnNumbers(account, market, item, chargeType);
  }

  #at(name: Address): number {
    return this.#exports[name].value;
  }
}
