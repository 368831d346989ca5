import { statSync } from 'node:fs';
import { type FileProof, type FilesProof, type ProveFilesInput, proveFiles } from '../features/reconciliation/proof/index.ts';
import { isAppError } from '../lib/errors.ts';
import { defaultTolerance, parseToleranceRule, type Tolerance } from '../model/tolerance.ts';
import { exitCodes } from './output.ts';
import { type FilesIo, printProblems } from './print-problems.ts';

/** Flags of `concord reconcile prove`; inputs are files or folders, each repeatable. */
export type ProveFilesOptions = Omit<ProveFilesInput, 'tolerance'> & {
  readonly tolerance?: readonly string[] | undefined;
  readonly json?: boolean | undefined;
  readonly failOnMisfit?: boolean | undefined;
};

/** `concord reconcile prove --data DIR [--misfits OUT.jsonl] [--json]`: answers the exit code. */
export async function proveFilesCommand(options: ProveFilesOptions, io: FilesIo): Promise<number> {
  const tolerance = toleranceOf(options.tolerance);
  const refusal = typeof tolerance === 'string' ? tolerance : refuse(options);
  if (refusal !== undefined || typeof tolerance === 'string') {
    io.err(`${refusal ?? ''}\nTry: concord reconcile prove --data DIR --misfits OUT.jsonl\n`);
    return exitCodes.usage;
  }
  try {
    const proof = await proveFiles({ ...options, tolerance });
    io.out(options.json === true ? `${JSON.stringify(proof)}\n` : proof.invoices.map(words).join('\n'));
    printProblems(proof.problems, io.err);
    return codeOf(proof, options.failOnMisfit === true);
  } catch (error) {
    if (!isAppError(error)) throw error;
    io.err(`${error.message} (${error.code})\nTry: ${error.facts.hint ?? 'concord reconcile prove --help'}\n`);
    return exitCodes.failure;
  }
}

/** The tolerance that the flags say, or what is wrong with one of them. */
function toleranceOf(texts: readonly string[] | undefined): Tolerance | string {
  if (texts === undefined || texts.length === 0) return defaultTolerance;
  const rules = texts.map((text) => ({ text, rule: parseToleranceRule(text) }));
  const wrong = rules.find(({ rule }) => rule === undefined);
  if (wrong !== undefined) return `"${wrong.text}" is no tolerance. Write EUR=0.50, /usage=0.1% or EUR/seats=0.01+0.01/unit.`;
  return { rules: rules.flatMap(({ rule }) => (rule === undefined ? [] : [rule])) };
}

function refuse({ data, invoice, format }: ProveFilesOptions): string | undefined {
  if (format !== undefined && !['jsonl', 'csv'].includes(format)) return '--format is jsonl or csv.';
  if (data !== undefined && statSync(data, { throwIfNoEntry: false })?.isDirectory() !== true) return `There is no folder ${data}.`;
  return data === undefined && (invoice ?? []).length === 0 ? 'There is nothing to prove: --data or --invoice is missing.' : undefined;
}

function codeOf(proof: FilesProof, failOnMisfit: boolean): number {
  if (proof.isPartial) return exitCodes.withErrors;
  return failOnMisfit && proof.invoices.some(({ verdict }) => verdict === 'notProved') ? exitCodes.differencesFound : exitCodes.ok;
}

const verdicts: Record<FileProof['verdict'], string> = {
  proved: 'proved to the cent',
  withinTolerance: 'not to the cent, but within your tolerance',
  notProved: 'not proved',
};

function words(proof: FileProof): string {
  const { ruleSet, misfits } = proof;
  const also = ruleSet.alsoFit.length === 0 ? '' : `; ${ruleSet.alsoFit.length} others fit as well`;
  const columns = Object.entries(misfits.byColumn).map(([column, count]) => `${column} ${String(count)}`);
  const [first] = misfits.first;
  return [
    `${proof.invoice === '' ? proof.source : proof.invoice}: ${verdicts[proof.verdict]}${proof.isComplete ? '' : '; not all lines could be read'}`,
    `  rounding  ${ruleSet.name}: ${ruleSet.words}${also}`,
    ...proof.currencies.map(currencyWords),
    ...proof.notRecomputed.map(({ reason, lines }) => `  as given  ${lines} lines: ${reason.replaceAll('-', ' ')}`),
    ...(misfits.count === 0 ? [] : [`  misfits   ${misfits.count} (${misfits.withinTolerance} within tolerance): ${columns.join(', ')}`]),
    ...(first === undefined
      ? []
      : [`  first     line ${first.lineNo}, ${first.column}: expected ${first.expected}, given ${first.given}. ${first.formula}`]),
    '',
  ].join('\n');
}

function currencyWords({ currency, sums, customers, products, agrees, header }: FileProof['currencies'][number]): string {
  const same = agrees ? '=' : 'IS NOT';
  const groups = `${sums.lines} lines ${sums.total} ${same} ${customers} customers ${same} ${products} products`;
  if (header === undefined) return `  ${currency.padEnd(8)}  ${groups}; no header`;
  return `  ${currency.padEnd(8)}  ${groups}; header ${header.ties ? 'ties' : `less lines: ${JSON.stringify(header.rest)}`}`;
}
