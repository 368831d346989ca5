import type { ReadInvoice } from '../files/books.ts';
import type { ProblemList } from '../files/problem.ts';
import type { ScanBooks } from '../files/scan/invoice-scan.ts';
import { type ExportBlobs, ExportReading } from '../files/scan/scan-exports.ts';
import { inParts } from './in-parts.ts';
import type { PublishedFile } from './published.ts';

export type ScannedInvoice = ReadInvoice & { readonly file: PublishedFile };

/** Invoices whose lines are being read while the books are still loaded; `judge` holds them against the books, `close` is always called. */
export type OpenInvoices = {
  readonly judge: (books: ScanBooks, problems: ProblemList) => Promise<ScannedInvoice[]>;
  readonly close: () => Promise<void>;
};

export async function openInvoices(files: readonly PublishedFile[]): Promise<OpenInvoices> {
  const lines = files.filter((file) => file.holds === 'lines');
  const exports: ExportBlobs[] = [];
  for (const { blobs, format } of lines) exports.push({ blobs: (await Promise.all(blobs.map(inParts))).flat(), format });
  const reading = await ExportReading.begin(exports);
  return {
    judge: async (books, problems) => {
      const scanned = await reading.judge(books, problems);
      return lines.flatMap((file, at) => {
        const one = scanned[at];
        return one === undefined ? [] : [{ scan: one.scan, isComplete: one.isComplete && file.isComplete, file }];
      });
    },
    close: () => reading.close(),
  };
}
