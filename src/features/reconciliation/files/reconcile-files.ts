import { handBackRows } from './bad-rows.ts';
import { compare } from './compare.ts';
import type { Finding } from './finding.ts';
import { doubtEncoding } from './inputs/encoding.ts';
import type { FilesInput } from './inputs/layout.ts';
import { loadBooks } from './load-books.ts';
import { ProblemList } from './problem.ts';
import { type FilesReport, makeReport } from './report.ts';

export type FilesOutcome = {
  readonly findings: readonly Finding[];
  readonly report: FilesReport;
  /** False without invoice, subscriptions and customers: no other book is held against anything then. */
  readonly hasCompared: boolean;
};

export type ReconcileFilesInput = FilesInput & {
  /** Where the rows go that could not be used, to be corrected and imported. */
  readonly badRows?: string | undefined;
};

/** Reconciles files alone: no connection, no database. `nowMs` is a clock in milliseconds, for the seconds of the report. */
export async function reconcileFiles(input: ReconcileFilesInput, nowMs: () => number): Promise<FilesOutcome> {
  const startedAt = nowMs();
  const problems = new ProblemList();
  const loaded = await loadBooks(input, problems);
  const { findings, nowhere } = compare(loaded.books, loaded.beside);
  for (const mapping of nowhere) {
    const file = loaded.tables.mappedCustomers[0] ?? 'mapping';
    problems.remark(
      'mapping_points_nowhere',
      file,
      `${mapping.customerId} is no customer of Partner Center, and its PSA company ${mapping.psaCompanyId} has no lines.`,
    );
  }
  const read = [...Object.values(loaded.tables).flat(), ...loaded.exports.flatMap(({ source }) => source.files)];
  await doubtEncoding(read, problems);
  await handBackRows(input.badRows, problems);
  const report = makeReport(loaded, findings, problems, (nowMs() - startedAt) / 1000);
  const { estate, customers } = loaded.books;
  return { findings, report, hasCompared: loaded.exports.length > 0 || estate !== undefined || customers !== undefined };
}
