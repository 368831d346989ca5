import { readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore } from '../../../platform/blobs/blob-store.ts';
import { Fields, JsonFramer } from '../../reconciliation/files/read/index.ts';
import { PartedLines, readerMark } from '../../reconciliation/files/scan/index.ts';
import { exportLayout } from './columns.ts';
import { addFacts, type FileFacts } from './facts.ts';
import { LineScan, type ScanOptions } from './line-scan.ts';
import { RowsScan } from './rows-scan.ts';

export type ExportScanOptions = {
  /** An empty folder for what the comparison will want. */
  readonly folder: string;
  /** The number of the frame in which it begins. */
  readonly firstFrame: number;
  readonly linesBefore: number;
  /** How many bytes behind `from` a line may begin that is of the frame at hand. */
  readonly room: (from: number) => number;
  /** So many records that are found by these keys. */
  readonly note: (keys: readonly string[], records: number) => void;
};

/**
 * Lines of new commerce in JSON, read by the kernel of the comparison: what they say is added up here, and what the comparison needs of them is
 * kept for it. Lines that the kernel leaves go the way of all others, and are only shown here.
 */
export class ExportScan {
  readonly fast: PartedLines;
  readonly #rows: RowsScan;
  /** Lines that the kernel read and of which something is unknown, one by one. */
  readonly #again: LineScan;
  readonly #againFields = new Fields(exportLayout.columns.length);
  readonly #againFramer: JsonFramer;
  #againKeys: readonly string[] = [];

  constructor(scan: ScanOptions, { folder, firstFrame, linesBefore, room, note }: ExportScanOptions) {
    this.#rows = new RowsScan(scan);
    this.#again = new LineScan(scan);
    this.#againFramer = new JsonFramer({
      columns: exportLayout.columns,
      fields: this.#againFields,
      onRecord: () => {
        this.#againKeys = this.#again.take(this.#againFields, this.#againFramer.line);
      },
      onBad: () => undefined,
      onFirst: () => undefined,
    });
    this.fast = new PartedLines(firstFrame, linesBefore, {
      folder,
      room,
      onRows: (kernel, firstRow, bytes) => {
        const { rows, runs, runTexts, columns, lineStarts, lineEnds, from } = kernel;
        this.#rows.take(
          { rows, runs, runTexts, columns, firstRow, bytes, from },
          {
            note,
            look: (row) => {
              this.#againFramer.take(bytes.subarray(from + (lineStarts[row] ?? 0), from + (lineEnds[row] ?? 0)), 0, true);
              note(this.#againKeys, 1);
            },
          },
        );
      },
    });
  }

  /** Lines of which the kernel read all. */
  get lines(): number {
    return this.#rows.lines + this.#again.lines;
  }

  /** A line that the kernel left. */
  show(fields: Fields, line: number): void {
    this.#rows.learn(fields, this.fast.read(fields, line));
  }

  facts(): FileFacts {
    return { ...addFacts([this.#rows.facts(), this.#again.facts()]), format: 'jsonl' };
  }
}

/** Puts what was kept for the comparison where it looks for it. Where that fails it reads the lines itself. */
export async function handOver(blobs: BlobStore, folder: string, hash: string): Promise<void> {
  try {
    const place = await blobs.derived(hash, readerMark());
    for (const name of await readdir(folder)) await rename(path.join(folder, name), path.join(place, name));
  } catch {
    // It costs the comparison its time, and nobody else anything.
  }
}
