import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { invoiceKinds } from '../src/model/invoice-difference.ts';
import type { Benchmark, Flags, Measured } from './benchmark.ts';
import { estate } from './reconcile-files.ts';
import { runNode } from './run-process.ts';

const file = (name: string): string => path.join(import.meta.dirname, name);

type Ready = { readonly storing: number; readonly importing: number };
type Compared = { readonly seconds: number; readonly cpuSeconds: number; readonly findings: number; readonly peakMiB: number };
type Score = {
  readonly total: { readonly recall: number; readonly precision: number; readonly arithmetic: { readonly impactErrorCents: number } };
};

type Keeping = { readonly ready: Ready; readonly compare: () => Promise<Compared>; readonly close: () => Promise<void> };

/** Starts the process that keeps the store. */
async function keepStore(folder: string, findings: string): Promise<Keeping> {
  const child = spawn(process.execPath, [file('reconcile-store-once.ts'), folder, findings], { stdio: ['pipe', 'pipe', 'inherit'] });
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

/** P4: the month's blobs are published and the estate is in the store; to the findings on the first page of the API. */
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
      const kinds = `--kinds=${invoiceKinds.join(',')}`;
      const { stdout } = await runNode(file('score.mjs'), [path.join(folder, 'truth.jsonl'), findings, '--json', kinds]);
      const { total } = JSON.parse(stdout) as Score;
      const { recall, precision, arithmetic } = total;
      return {
        seconds,
        cpuSeconds,
        peakMiB,
        facts: { findings: count, recall, precision, arithmeticErrorCents: arithmetic.impactErrorCents },
      };
    };
    const other = async (script: string): Promise<Measured> => {
      const { stdout: _, ...measured } = await runNode(file(script), [folder]);
      return measured;
    };
    return {
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
