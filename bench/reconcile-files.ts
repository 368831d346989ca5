import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Benchmark, Flags, Measured } from './benchmark.ts';
import { runNode } from './run-process.ts';

const here = import.meta.dirname;
const file = (name: string): string => path.join(here, name);

type Size = { readonly customers: number; readonly subscriptions: number; readonly lines: number; readonly seed: number };

/** The estate of the given size, made once and kept in a folder that git ignores. */
export async function estate({ customers, subscriptions, lines, seed }: Size): Promise<string> {
  const folder = path.join(here, 'estate', `c${customers}-s${subscriptions}-l${lines}-${seed}`);
  if (existsSync(path.join(folder, 'meta.json'))) return folder;
  const sizes = { customers, subscriptions, lines, seed };
  const args = Object.entries(sizes).flatMap(([name, value]) => [`--${name}`, String(value)]);
  await runNode(file('generate.mjs'), [...args, '--formats', 'jsonl', '--quiet', '--out', folder]);
  return folder;
}

type Score = {
  readonly total: {
    readonly truth: number;
    readonly found: number;
    readonly recall: number;
    readonly precision: number;
    readonly arithmetic: { readonly impactErrorCents: number };
  };
};

async function product(folder: string): Promise<Measured> {
  const findings = path.join(folder, 'findings.jsonl');
  const { seconds, cpuSeconds, peakMiB, stdout } = await runNode(file('reconcile-files-once.ts'), [
    '--data',
    folder,
    '--findings',
    findings,
    '--json',
  ]);
  const report = JSON.parse(stdout) as { readonly linesPerSecond: number };
  const scored = await runNode(file('score.mjs'), [path.join(folder, 'truth.jsonl'), findings, '--json']);
  const { total } = JSON.parse(scored.stdout) as Score;
  const facts = {
    linesPerSecond: report.linesPerSecond,
    findings: total.found,
    recall: total.recall,
    precision: total.precision,
    arithmeticErrorCents: total.arithmetic.impactErrorCents,
  };
  return { seconds, cpuSeconds, peakMiB, facts };
}

async function peer(folder: string): Promise<Measured> {
  const { stdout, ...measured } = await runNode(file('peer-duckdb.ts'), [folder]);
  const { findings } = JSON.parse(stdout) as { readonly findings: number };
  return { ...measured, facts: { findings } };
}

/** What nobody can be faster than who reads these blobs on two cores. */
async function limit(folder: string): Promise<Measured> {
  const { stdout, ...measured } = await runNode(file('inflate-only.ts'), [folder]);
  const { bytes } = JSON.parse(stdout) as { readonly bytes: number };
  return { ...measured, facts: { bytes } };
}

/** `concord reconcile files` on a bare folder beside a plain DuckDB query over the same files. */
export const reconcileFiles: Benchmark = {
  name: 'reconcile-files',
  what: 'All kinds, exact, from files, scored against the truth; the peer checks eleven kinds in floating point; the limit inflates the blobs.',
  prepare: async (flags: Flags) => {
    const customers = flags.count('customers', 10_000);
    const subscriptions = flags.count('subscriptions', 100_000);
    const size = { customers, subscriptions, lines: flags.count('lines', 1_000_000), seed: flags.count('seed', 42) };
    const folder = await estate(size);
    return {
      facts: size,
      contenders: [
        { name: 'concord', run: () => product(folder) },
        { name: 'duckdb', run: () => peer(folder) },
        { name: 'inflate-only', run: () => limit(folder) },
      ],
    };
  },
};
