import path from 'node:path';
import type { Benchmark, Flags, Measured } from './benchmark.ts';
import { estate } from './reconcile-files.ts';
import { runNode } from './run-process.ts';

async function run(folder: string, side: 'store' | 'copy'): Promise<Measured> {
  const { stdout } = await runNode(path.join(import.meta.dirname, 'invoice-store-once.ts'), [folder, side]);
  const { seconds, cpuSeconds, peakMiB, ...facts } = JSON.parse(stdout) as {
    readonly seconds: number;
    readonly cpuSeconds?: number;
    readonly peakMiB: number;
  } & Record<string, number>; // printed by the script
  return { seconds, cpuSeconds, peakMiB, facts };
}

/** P9 and P10: an invoice kept whole, durable and found by subscription, beside its lines as rows of PostgreSQL. */
export const invoiceStore: Benchmark = {
  name: 'invoice-store',
  what: 'Blobs to a published version; the peer is COPY of the same lines and one index. Memory is of the importing process.',
  prepare: async (flags: Flags) => {
    const lines = flags.count('lines', 1_000_000);
    const subscriptions = flags.count('subscriptions', lines / 10);
    const size = { customers: flags.count('customers', lines / 100), subscriptions, lines, seed: flags.count('seed', 42) };
    const folder = await estate(size);
    return {
      facts: size,
      contenders: [
        { name: 'concord', run: () => run(folder, 'store') },
        { name: 'postgres copy', run: () => run(folder, 'copy') },
      ],
    };
  },
};
