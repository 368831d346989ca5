import { confusionMatrix, runCorpus, scoreOf } from '../test/support/fault-corpus.ts';
import { aWorldOfRemotes } from '../test/support/world-of-remotes.ts';
import { withDatabase } from './a-database.ts';
import type { Benchmark, Measured } from './benchmark.ts';

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Plants the faults in a new world, reads it into a new database and compares; prints what was said of each. */
async function once(faults: number, customers: number, seed: number): Promise<Measured> {
  return withDatabase(async (db) => {
    const remotes = await aWorldOfRemotes({ scale: customers });
    try {
      const startedAt = performance.now();
      const { judged, kinds, refused } = await runCorpus(db, remotes, { count: faults, seed });
      const { right, wrongCertain, unknown } = scoreOf(judged);
      process.stdout.write(`seed ${String(seed)}: planted, how many, told\n${confusionMatrix(judged)}\n`);
      return {
        seconds: (performance.now() - startedAt) / 1_000,
        facts: { faults: judged.length, kinds, refused: refused.length, right: percent(right), wrongCertain, unknown: percent(unknown) },
      };
    } finally {
      await remotes.close();
    }
  });
}

/** Each round plants other faults: the round's number is the seed. */
export const causes: Benchmark = {
  name: 'causes',
  what: 'top cause against the truth: faults planted in the sandbox, read through the remotes and compared',
  prepare: (flags) => {
    const faults = flags.count('faults', 510);
    const customers = flags.count('customers', 150);
    let seed = 0;
    return Promise.resolve({
      contenders: [{ name: 'concord', run: () => once(faults, customers, (seed += 1)) }],
      facts: { faults, customers },
    });
  },
};
