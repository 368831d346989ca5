import { AccountCheck } from '../inputs/accounts.ts';
import type { ProblemList } from '../problem.ts';
import { isContinued, nameOf, type Source } from '../read/inflate.ts';
import type { FileFormat } from '../read/read-fields.ts';
import { settleCredits } from './azure-line.ts';
import { BlobScan } from './blob-scan.ts';
import { confirmRepeats } from './confirm-repeats.ts';
import { InvoiceScan, type ScanBooks } from './invoice-scan.ts';
import { columnsOf } from './line-batch.ts';
import { type LineSource, openLines } from './line-pool.ts';
import { numbering } from './places.ts';
import type { ReadJob } from './read-lines.ts';
import { RepeatIndex } from './repeat-index.ts';

/** One export of one invoice: its blobs in order, each content once. */
export type ExportBlobs = { readonly blobs: readonly Source[]; readonly format: FileFormat };
export type ScannedExport = { readonly scan: InvoiceScan; readonly isComplete: boolean };

/** Exports whose lines are being read while the books are still being loaded. */
export class ExportReading {
  readonly #exports: readonly ExportBlobs[];
  readonly #jobs: readonly ReadJob[];
  readonly #source: LineSource;

  private constructor(exports: readonly ExportBlobs[], jobs: readonly ReadJob[], source: LineSource) {
    this.#exports = exports;
    this.#jobs = jobs;
    this.#source = source;
  }

  static async begin(exports: readonly ExportBlobs[]): Promise<ExportReading> {
    const jobs = exports
      .flatMap(({ blobs, format }) => blobs.map((source) => ({ source, format })))
      .map((job, blob): ReadJob => ({ blob, ...job }));
    return new ExportReading(exports, jobs, await openLines(jobs));
  }

  /** Judges every line of every export against the books; answers in the order of the exports. */
  async judge(books: ScanBooks, problems: ProblemList): Promise<readonly ScannedExport[]> {
    const scans = this.#exports.map(() => new InvoiceScan(books));
    const owners = this.#exports.flatMap(({ blobs }, at) => blobs.map(() => scans[at] ?? new InvoiceScan(books)));
    const open = (blob: number): BlobScan => new BlobScan(blob, owners[blob] ?? new InvoiceScan(books), books);
    const blobs = this.#jobs.map((job) => open(job.blob));
    const index = new RepeatIndex();
    try {
      await this.#take(blobs, index);
      await confirmRepeats(index.candidates(), this.#jobs, open);
    } finally {
      index.close();
    }
    settleCredits(books.usage);
    let firstBlob = 0;
    return this.#exports.map(({ blobs: { length } }, at) => {
      const its = blobs.slice(firstBlob, firstBlob + length);
      const scan = scans[at] ?? new InvoiceScan(books);
      scan.totals.lines = its.reduce((sum, { lines }) => sum + lines, 0);
      scan.finish(
        numbering(
          firstBlob,
          its.map(({ lines }) => lines),
        ),
      );
      firstBlob += length;
      const check = new AccountCheck(books.partner);
      let before = 0;
      for (const blob of its) {
        const source = this.#jobs[blob.blob]?.source ?? '';
        if (!isContinued(source)) before = 0;
        blob.tell(problems, nameOf(source), before);
        blob.showAccounts(check, nameOf(source), before);
        before += blob.lastLine;
      }
      check.tell(problems);
      const { estatePartners } = books;
      if (estatePartners !== undefined && !check.hasForeign && check.isForeignTo(estatePartners) && chargesSubscriptions(scan)) {
        check.tellForeign(estatePartners, problems);
        return { scan: unused(scan, books), isComplete: false };
      }
      return { scan, isComplete: its.every(({ isWhole }) => isWhole) && !check.hasForeign };
    });
  }

  /** Ends the reading, if it has not come to its end. */
  async close(): Promise<void> {
    await this.#source.close();
  }

  async #take(blobs: readonly BlobScan[], index: RepeatIndex): Promise<void> {
    await this.#source.run((event) => {
      const blob = blobs[event.blob];
      if (event.type === 'end') blob?.end(event);
      else {
        const { hash } = columnsOf(event.batch.memory);
        blob?.each(event.batch, (line, charges, row) => {
          if (!line.isRepeated) index.add(hash[row] ?? 0, line.place);
          blob.scan.take(line, charges);
        });
      }
    });
  }
}

/** Whether any line charges for a subscription: an account that sells commitments alone has none in the estate. */
const chargesSubscriptions = ({ table }: InvoiceScan): boolean =>
  table.byId.values().some(({ subscriptionId, isCommitment }) => subscriptionId !== '' && !isCommitment);

/** In place of a scan whose lines are another partner's: it knows how many they were, and nothing else of them. */
function unused({ totals }: InvoiceScan, books: ScanBooks): InvoiceScan {
  const scan = new InvoiceScan(books);
  scan.totals.lines = totals.lines;
  scan.finish(() => 0);
  return scan;
}

/** Judges one export by itself. Blobs may lie anywhere; those that are files are read side by side. */
export async function scanExport(
  blobs: readonly Source[],
  format: FileFormat,
  books: ScanBooks,
  problems: ProblemList,
): Promise<ScannedExport> {
  const reading = await ExportReading.begin([{ blobs, format }]);
  try {
    const [scanned] = await reading.judge(books, problems);
    return scanned ?? { scan: new InvoiceScan(books), isComplete: true };
  } finally {
    await reading.close();
  }
}
