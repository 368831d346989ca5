import type { Tolerance } from '../../../model/tolerance.ts';
import { handBackRows } from '../files/bad-rows.ts';
import { DraftFile } from '../files/draft-file.ts';
import { doubtEncoding } from '../files/inputs/encoding.ts';
import { type Export, findExports } from '../files/inputs/exports.ts';
import { loadHeader } from '../files/inputs/header.ts';
import { distinctBlobs } from '../files/inputs/identity.ts';
import { type FilesInput, findTables } from '../files/inputs/layout.ts';
import { loadRates } from '../files/inputs/rates.ts';
import { type Problem, ProblemList } from '../files/problem.ts';
import { pieces } from '../files/read/inflate.ts';
import type { Line } from './line.ts';
import type { TaxRates } from './line-proof.ts';
import { misfitLine } from './misfit.ts';
import { proveInvoice } from './prove-invoice.ts';
import { InvoiceLines } from './read-lines.ts';
import type { InvoiceProof } from './result.ts';

export type ProveFilesInput = FilesInput & {
  readonly tolerance: Tolerance;
  /** Where every misfit goes, one JSON object a line. */
  readonly misfits?: string | undefined;
  /** Where the rows go that could not be used, to be corrected and imported. */
  readonly badRows?: string | undefined;
};

export type FileProof = InvoiceProof & {
  /** Where the lines came from. */
  readonly source: string;
  /** False when some lines could not be read: then sums need not tie. */
  readonly isComplete: boolean;
};

export type FilesProof = { readonly invoices: readonly FileProof[]; readonly problems: readonly Problem[]; readonly isPartial: boolean };

/** Proves the invoices among the files: no connection, no database, memory that does not grow with the lines. */
export async function proveFiles(input: ProveFilesInput): Promise<FilesProof> {
  const problems = new ProblemList();
  const tables = await findTables(input);
  const rates = (await loadRates(tables.fx, problems))?.taxPpm;
  const draft =
    input.misfits === undefined ? undefined : new DraftFile(input.misfits, { code: 'misfits_not_written', what: 'The misfits' });
  try {
    const invoices: FileProof[] = [];
    for (const source of await findExports(input, 'invoice', problems))
      invoices.push(await proveExport(source, { rates, tolerance: input.tolerance, partner: input.partner, draft, problems }));
    await draft?.keep();
    await handBackRows(input.badRows, problems);
    return { invoices, problems: problems.problems, isPartial: problems.isPartial };
  } catch (error) {
    await draft?.drop();
    throw error;
  }
}

type Against = {
  readonly rates: TaxRates | undefined;
  readonly tolerance: Tolerance;
  readonly partner: string | undefined;
  readonly draft: DraftFile | undefined;
  readonly problems: ProblemList;
};

async function proveExport(source: Export, { rates, tolerance, partner, draft, problems }: Against): Promise<FileProof> {
  const header = await loadHeader(source.header, problems);
  const { files, repeated } = await distinctBlobs(source.files);
  await doubtEncoding(files, problems);
  for (const { file, sameAs } of repeated) problems.remark('blob_repeated', file, `The same content as ${sameAs}; skipped.`);
  let isComplete = source.isComplete;
  let told = problems;
  const lines = async (visit: (line: Line) => void): Promise<void> => {
    const reading = new InvoiceLines(told, visit, partner);
    const before = told.badRows;
    for (const file of files) {
      try {
        await reading.read({ name: file, format: source.format, content: pieces(file) });
      } catch (error) {
        told.fault(file, error);
        isComplete = false;
      }
    }
    reading.tell();
    isComplete &&= told.badRows === before;
    // What cannot be read is told once; a second reading meets the same again.
    told = new ProblemList();
  };
  const proof = await proveInvoice({
    lines,
    header,
    rates,
    tolerance,
    onMisfit: (misfit, isWithin) => draft?.write(misfitLine(misfit, isWithin)),
  });
  return { ...proof, source: source.name, isComplete };
}
