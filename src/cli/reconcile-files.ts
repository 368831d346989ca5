import { statSync } from 'node:fs';
import {
  amountText,
  type FilesReport,
  moneyWords,
  type ReconcileFilesInput,
  reconcileFiles,
  writeFindings,
} from '../features/reconciliation/files/index.ts';
import { isAppError } from '../lib/errors.ts';
import { exitCodes } from './output.ts';
import { type FilesIo, printProblems } from './print-problems.ts';

/** Flags of `concord reconcile files`; inputs are files or folders, each repeatable. */
export type ReconcileFilesOptions = ReconcileFilesInput & { readonly findings: string; readonly json?: boolean | undefined };

/** `concord reconcile files --data DIR --findings OUT.jsonl [--json]`: answers the exit code; 0 with or without findings. */
export async function reconcileFilesCommand(options: ReconcileFilesOptions, io: FilesIo): Promise<number> {
  const refusal = refuse(options);
  if (refusal !== undefined) {
    io.err(`${refusal}\nTry: concord reconcile files --data DIR --findings OUT.jsonl\n`);
    return exitCodes.usage;
  }
  try {
    const { findings, report, hasCompared } = await reconcileFiles(options, io.nowMs);
    if (!hasCompared) {
      printProblems(report.problems, io.err);
      io.err('Nothing could be compared: there is neither an invoice nor a list of subscriptions or customers.\n');
      io.err('Try: lay the files out as docs/guides/reconcile-files.md says, or name each by its flag: --invoice, --estate, ...\n');
      return exitCodes.failure;
    }
    await writeFindings(options.findings, findings);
    io.out(options.json === true ? `${JSON.stringify(report)}\n` : table(report));
    printProblems(report.problems, io.err);
    return report.isPartial ? exitCodes.withErrors : exitCodes.ok;
  } catch (error) {
    if (!isAppError(error)) throw error;
    io.err(`${error.message} (${error.code})\nTry: ${error.facts.hint ?? 'concord reconcile files --help'}\n`);
    return exitCodes.failure;
  }
}

function refuse(options: ReconcileFilesOptions): string | undefined {
  if (options.findings === '') return 'Where shall the findings go? --findings is missing.';
  if (options.format !== undefined && !['jsonl', 'csv'].includes(options.format)) return '--format is jsonl or csv.';
  if (options.data !== undefined && options.data !== '' && statSync(options.data, { throwIfNoEntry: false })?.isDirectory() !== true)
    return `There is no folder ${options.data}.`;
  if (options.before !== undefined && statSync(options.before, { throwIfNoEntry: false })?.isDirectory() !== true)
    return `There is no folder ${options.before}.`;
  const named = [
    options.data,
    options.invoice,
    options.usage,
    options.estate,
    options.audit,
    options.prices,
    options.distributor,
    options.psa,
    options.mapping,
  ];
  return named.every((path) => path === undefined || path.length === 0) ? 'There is nothing to compare: --data is missing.' : undefined;
}

function table(report: FilesReport): string {
  const rows = Object.entries(report.findings.byKind).map(
    ([kind, { count, byCurrency }]) => [kind, String(count), amounts(byCurrency)] as const,
  );
  const lines = [['kind', 'findings', 'money'] as const, ...rows].map(
    ([kind, count, money]) => `${kind.padEnd(36)}${count.padStart(9)}  ${money}`,
  );
  const totals = report.controlTotals.map(
    (total) => `${total.invoice}: ${total.read.lines} lines, ${moneyWords(total.read.total, total.currency)}${tieWords(total)}`,
  );
  const left = report.leftOut.map((what) => `Left out. ${what}`);
  return `${[...lines, '', ...totals, ...left, `${report.lines.read} lines in ${report.seconds} s`].join('\n')}\n`;
}

type ControlTotal = FilesReport['controlTotals'][number];

/** Where the totals are the same, what differs besides; never an amount beside itself. */
function tieWords({ currency, read, header, ties }: ControlTotal): string {
  if (ties === undefined || header === undefined) return '';
  if (ties) return ', ties to the header';
  if (header.total !== undefined && header.total !== read.total) return `, header says ${moneyWords(header.total, currency)}`;
  if (header.lines !== undefined && header.lines !== read.lines) return `, header says ${header.lines} lines`;
  if (header.tax !== undefined && header.tax !== read.tax)
    return `, of which tax ${moneyWords(read.tax, currency)}; header says tax ${moneyWords(header.tax, currency)}`;
  if (header.subtotal !== undefined && header.subtotal !== read.subtotal)
    return `, before tax ${moneyWords(read.subtotal, currency)}; header says ${moneyWords(header.subtotal, currency)}`;
  return ', as the header says, but not everything could be read';
}

/** Amounts of different currencies are never added; no difference is "0" (ux reference 4.9). */
const amounts = (byCurrency: Readonly<Record<string, number>>): string =>
  Object.entries(byCurrency)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, cents]) => (cents === 0 ? '0' : amountText(cents, currency)))
    .join(' and ');
