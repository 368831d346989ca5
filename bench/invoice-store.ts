import path from 'node:path';
import type { Benchmark, Flags, Measured } from './benchmark.ts';
import { estate } from './reconcile-files.ts';
import { scored } from './reconcile-store.ts';
import { runNode } from './run-process.ts';

async function run(folder: string, side: 'store' | 'copy'): Promise<Measured> {
  const findings = path.join(folder, 'imported-findings.jsonl');
  const { stdout } = await runNode(path.join(import.meta.dirname, 'invoice-store-once.ts'), [folder, side, findings]);
  const { seconds, cpuSeconds, peakMiB, ...facts } = JSON.parse(stdout) as {
    readonly seconds: number;
    readonly cpuSeconds?: number;
    readonly peakMiB: number;
  } & Record<string, number | string>; // printed by the script
  return { seconds, cpuSeconds, peakMiB, facts: { ...facts, ...(side === 'store' && (await scored(folder, findings))) } };
}

/** P9 and P10: an invoice kept whole, durable, compared and found by subscription, beside its lines as rows of PostgreSQL. */
export const invoiceStore: Benchmark = {
  name: 'invoice-store',
  what: 'Blobs to a published version and the findings of its month; the peer is COPY of the same lines and one index, and compares nothing.',
  prepare: async (flags: Flags) => {
    const lines = flags.count('lines', 1_000_000);
    const subscriptions = flags.count('subscriptions', lines / 10);
    const size = { customers: flags.count('customers', lines / 100), subscriptions, lines, seed: flags.count('seed', 42) };
    const folder = await estate(size);
    return {
      bars: [{ goal: 'P9', against: 'postgres copy', most: 0.8 }],
      facts: size,
      contenders: [
        { name: 'concord', run: () => run(folder, 'store') },
        { name: 'postgres copy', run: () => run(folder, 'copy') },
      ],
    };
  },
};
