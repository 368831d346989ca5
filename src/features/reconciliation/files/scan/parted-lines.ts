import path from 'node:path';
import { KernelLines, type OnRows } from '../kernel/kernel-lines.ts';
import { borrowKernel, giveKernelBack, type LineKernel } from '../kernel/line-kernel.ts';
import type { FastLines } from '../read/fast-lines.ts';
import type { Fields } from '../read/fields.ts';
import type { NamedColumn } from '../read/json-template.ts';
import { framesInPart, LineRecorder } from './kept-lines.ts';
import { newBatchMemory } from './line-batch.ts';
import { LineReader, type NumbersOfLine } from './line-reader.ts';

export type PartedLinesOptions = {
  /** An empty folder for the lines of each stretch. */
  readonly folder: string;
  /** How many bytes behind `from` a line may begin that is read before anything else happens. */
  readonly room: (from: number) => number;
  readonly onRows: OnRows;
};

/**
 * Lines of a file that is being imported, read as a comparison reads them and kept stretch by stretch as it will look for them: what was read
 * once is not read again. Lines count over the whole file.
 */
export class PartedLines implements FastLines {
  readonly #options: PartedLinesOptions;
  readonly #kernel: LineKernel = borrowKernel();
  readonly #reader: LineReader;
  readonly #lines: KernelLines;
  #recorder: LineRecorder | undefined;
  #isKeeping = true;
  #part: number;
  #linesBefore: number;
  taken = 0;

  /** `firstFrame`: the number of the frame in which reading begins; frames before it, and their lines, were read by somebody else. */
  constructor(firstFrame: number, linesBefore: number, options: PartedLinesOptions) {
    this.#options = options;
    const memory = newBatchMemory(); // one is enough: what is recorded is copied
    this.#reader = new LineReader(
      (batch) => {
        this.#recorder?.add(batch);
      },
      { only: undefined, memory: () => memory, place: this.#kernel.batch },
    );
    this.#lines = new KernelLines(this.#kernel, this.#reader, options.onRows);
    this.#part = Math.floor(firstFrame / framesInPart);
    this.#linesBefore = linesBefore;
    // Who begins in the middle of a stretch does not see all of it.
    if (firstFrame % framesInPart === 0) this.#recorder = new LineRecorder();
  }

  useKeys(keys: readonly NamedColumn[], isWhole: boolean): void {
    this.#lines.useKeys(keys, isWhole);
  }

  take(bytes: Buffer, from: number): number {
    const room = this.#options.room(from);
    const next = room > 0 ? this.#lines.take(bytes, from, Math.min(bytes.length, from + room)) : from;
    this.taken = room > 0 ? this.#lines.taken : 0;
    return next;
  }

  goOn(): void {
    this.#lines.goOn();
  }

  /** A line that the kernel left. Answers the numbers of its texts. */
  read(fields: Fields, line: number): Readonly<NumbersOfLine> {
    this.#reader.take(fields, line - this.#linesBefore);
    return this.#reader.numbers;
  }

  bad(line: number, message: string): void {
    this.#reader.bad({ line: line - this.#linesBefore, message });
  }

  /** What was read is no use to a comparison. */
  keepNothing(): void {
    this.#isKeeping = false;
  }

  /** A frame begins with the next line. */
  cut(frame: number, linesBefore: number): void {
    if (frame % framesInPart !== 0) return;
    this.#end(linesBefore);
    this.#reader.beginStretch();
    this.#recorder = this.#isKeeping ? new LineRecorder() : undefined;
    this.#part = frame / framesInPart;
    this.#linesBefore = linesBefore;
  }

  close(lines: number): void {
    this.#end(lines);
    giveKernelBack(this.#kernel);
  }

  #end(lines: number): void {
    this.#reader.flush();
    if (!this.#isKeeping) return;
    this.#recorder?.keep(path.join(this.#options.folder, String(this.#part)), {
      lines: this.#reader.lines,
      lastLine: lines - this.#linesBefore,
    });
  }
}
