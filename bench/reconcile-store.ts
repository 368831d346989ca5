import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { invoiceKinds } from '../src/model/invoice-difference.ts';
import type { Benchmark, Flags, Measured, RatioBar } from './benchmark.ts';
import { estate } from './reconcile-files.ts';
import { nodeFlags, runNode } from './run-process.ts';

const file = (name: string): string => path.join(import.meta.dirname, name);

type Ready = { readonly storing: number; readonly importing: number };
type Compared = { readonly seconds: number; readonly cpuSeconds: number; readonly findings: number; readonly peakMiB: number };
type Score = {
  readonly total: { readonly recall: number; readonly precision: number; readonly arithmetic: { readonly impactErrorCents: number } };
};

type Keeping = { readonly ready: Ready; readonly compare: () => Promise<Compared>; readonly close: () => Promise<void> };

/** Starts the process that keeps the store. */
async function keepStore(folder: string, findings: string): Promise<Keeping> {
  const child = spawn(process.execPath, [...nodeFlags, file('reconcile-store-once.ts'), folder, findings], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('The process that keeps the store ended early.');
    return JSON.parse(value);
  };
  const ready = (await next()) as Ready; // each line is written by reconcile-store-once.ts
  return {
    ready,
    compare: async () => {
      child.stdin.write('once more\n');
      return (await next()) as Compared;
    },
    close: async () => {
      const ended = once(child, 'close');
      child.stdin.end();
      await ended;
    },
  };
}

/** What of these findings is right, as `score.mjs` says it: a time counts only beside it (P8). */
export async function scored(folder: string, findings: string): Promise<Record<'recall' | 'precision' | 'arithmeticErrorCents', number>> {
  const kinds = `--kinds=${invoiceKinds.join(',')}`;
  const { stdout } = await runNode(file('score.mjs'), [path.join(folder, 'truth.jsonl'), findings, '--json', kinds]);
  const { recall, precision, arithmetic } = (JSON.parse(stdout) as Score).total;
  return { recall, precision, arithmeticErrorCents: arithmetic.impactErrorCents };
}

/** The bars of P4, and from ten million lines on those of P5. */
const barsFor = (lines: number): RatioBar[] => {
  const [goal, most] = lines < 10_000_000 ? (['P4', 2.3] as const) : (['P5', 2.8] as const);
  return [
    { goal, against: 'inflate-only', most },
    { goal, against: 'duckdb', most: 1 },
  ];
};

/** P4 (P5 with `--lines 10000000`): the month's blobs are published and the estate is in the store; to the findings on the first page of the API. */
export const reconcileStore: Benchmark = {
  name: 'reconcile-store',
  what: 'A month of the store, to findings that the API serves, scored against the truth; beside DuckDB and mere inflating of the same export.',
  prepare: async (flags: Flags) => {
    const customers = flags.count('customers', 10_000);
    const subscriptions = flags.count('subscriptions', 100_000);
    const size = { customers, subscriptions, lines: flags.count('lines', 1_000_000), seed: flags.count('seed', 42) };
    const folder = await estate(size);
    const findings = path.join(folder, 'store-findings.jsonl');
    const { ready, compare, close } = await keepStore(folder, findings);
    const product = async (): Promise<Measured> => {
      const { seconds, cpuSeconds, peakMiB, findings: count } = await compare();
      return { seconds, cpuSeconds, peakMiB, facts: { findings: count, ...(await scored(folder, findings)) } };
    };
    const other = async (script: string): Promise<Measured> => {
      const { stdout: _, ...measured } = await runNode(file(script), [folder]);
      return measured;
    };
    return {
      bars: barsFor(size.lines),
      facts: { ...size, importSeconds: Number(ready.importing.toFixed(1)) },
      contenders: [
        { name: 'concord', run: product },
        { name: 'duckdb', run: () => other('peer-duckdb.ts') },
        { name: 'inflate-only', run: () => other('inflate-only.ts') },
      ],
      close,
    };
  },
};
