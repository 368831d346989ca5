import type { ReadInvoice } from './books.ts';
import type { Export } from './inputs/exports.ts';
import { type InvoiceHeader, loadHeader } from './inputs/header.ts';
import { distinctBlobs, type RepeatedBlob } from './inputs/identity.ts';
import type { ProblemList } from './problem.ts';
import { type FieldsReader, readFields } from './read/read-fields.ts';
import type { AzureUsage } from './scan/azure-usage.ts';
import { invoiceColumns, usageColumns } from './scan/invoice-columns.ts';
import { InvoiceScan, type ScanBooks } from './scan/invoice-scan.ts';

export type ReadExport = ReadInvoice & {
  readonly source: Export;
  readonly header: InvoiceHeader | undefined;
  readonly blobs: number;
  readonly repeated: readonly RepeatedBlob[];
};

type Files = { readonly isComplete: boolean; readonly blobs: number; readonly repeated: readonly RepeatedBlob[] };

async function readFiles(source: Export, problems: ProblemList, readerOf: (file: string) => FieldsReader): Promise<Files> {
  const { files, repeated } = await distinctBlobs(source.files);
  for (const { file, sameAs } of repeated) problems.remark('blob_repeated', file, `The same content as ${sameAs}; skipped.`);
  let isComplete = source.isComplete;
  const bad = problems.badRows;
  for (const file of files) {
    try {
      await readFields(file, source.format, problems, readerOf(file));
    } catch (error) {
      problems.fault(file, error);
      isComplete = false;
    }
  }
  return { isComplete: isComplete && problems.badRows === bad, blobs: files.length, repeated };
}

/** Reads one export of invoice lines. What cannot be read is noted; everything else is used. */
export async function readInvoice(source: Export, books: ScanBooks, problems: ProblemList): Promise<ReadExport> {
  const scan = new InvoiceScan(books);
  const header = await loadHeader(source.header, problems);
  const read = await readFiles(source, problems, (file) => ({
    columns: invoiceColumns,
    onRecord: (fields, line) => {
      const broken = scan.take(fields);
      if (broken !== undefined) problems.badRow(file, line, `${broken} is not a number that money can be computed with.`, broken);
    },
  }));
  return { scan, header, source, ...read };
}

export async function readUsage(source: Export, usage: AzureUsage, problems: ProblemList): Promise<Files> {
  return readFiles(source, problems, (file) => ({
    columns: usageColumns,
    onRecord: (fields, line) => {
      usage.add(fields, file, line, problems);
    },
  }));
}
