import type { ReadInvoice } from './books.ts';
import type { Export } from './inputs/exports.ts';
import { type InvoiceHeader, loadHeader } from './inputs/header.ts';
import { distinctBlobs, type RepeatedBlob } from './inputs/identity.ts';
import type { ProblemList } from './problem.ts';
import { addUsage } from './scan/add-usage.ts';
import type { AzureUsage } from './scan/azure-usage.ts';
import type { ScanBooks } from './scan/invoice-scan.ts';
import { ExportReading } from './scan/scan-exports.ts';

export type ReadExport = ReadInvoice & {
  readonly source: Export;
  readonly header: InvoiceHeader | undefined;
  readonly blobs: number;
  readonly repeated: readonly RepeatedBlob[];
};

type Distinct = { readonly source: Export; readonly files: readonly string[]; readonly repeated: readonly RepeatedBlob[] };

async function distinct(source: Export, problems: ProblemList): Promise<Distinct> {
  const { files, repeated } = await distinctBlobs(source.files);
  for (const { file, sameAs } of repeated) problems.remark('blob_repeated', file, `The same content as ${sameAs}; skipped.`);
  return { source, files, repeated };
}

/** Invoices whose lines are being read; `judge` waits for the books that they are held against. */
export type OpenInvoices = {
  /** In the order of the exports; undefined where there is none. */
  readonly headers: readonly (InvoiceHeader | undefined)[];
  readonly judge: (books: ScanBooks, problems: ProblemList) => Promise<readonly ReadExport[]>;
  readonly close: () => Promise<void>;
};

/** Begins to read exports of invoice lines. What cannot be read is noted; everything else is used. */
export async function openInvoices(sources: readonly Export[], problems: ProblemList): Promise<OpenInvoices> {
  const opened: Distinct[] = [];
  for (const source of sources) opened.push(await distinct(source, problems));
  const headers: (InvoiceHeader | undefined)[] = [];
  for (const source of sources) headers.push(await loadHeader(source.header, problems));
  const reading = await ExportReading.begin(opened.map(({ source, files }) => ({ blobs: files, format: source.format })));
  return {
    headers,
    judge: async (books, late) => {
      const scanned = await reading.judge(books, late);
      return scanned.flatMap(({ scan, isComplete }, at) => {
        const one = opened[at];
        if (one === undefined) return [];
        const { source, files, repeated } = one;
        return [{ scan, isComplete: isComplete && source.isComplete, source, header: headers[at], blobs: files.length, repeated }];
      });
    },
    close: () => reading.close(),
  };
}

/** Adds up one export of daily-rated usage. */
export async function readUsage(
  source: Export,
  usage: AzureUsage,
  problems: ProblemList,
): Promise<{ isComplete: boolean; repeated: number }> {
  const { files, repeated } = await distinct(source, problems);
  const isWhole = await addUsage({ blobs: files, format: source.format }, usage, problems);
  return { isComplete: isWhole && source.isComplete, repeated: repeated.length };
}
