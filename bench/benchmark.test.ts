import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { heldAgainst, race, readFlags, spread } from './benchmark.ts';
import { nodeFlags } from './run-process.ts';

describe('benchmarks', () => {
  test('names and flags in any order', () => {
    const { names, flags } = readFlags(['--lines', '500', 'reconcile-files', '--seed=7']);
    expect(names).toEqual(['reconcile-files']);
    expect([flags.count('lines', 1), flags.count('seed', 1), flags.count('customers', 3), flags.text('x', 'y')]).toEqual([500, 7, 3, 'y']);
    expect(() => readFlags(['--lines', 'many']).flags.count('lines', 1)).toThrow('--lines must be a whole number');
  });

  test('run Node as its users do', () => {
    const started = readFileSync(path.join(import.meta.dirname, '../bin/concord'), 'utf8');
    expect(started).toContain(`exec "$node" ${nodeFlags.join(' ')} "$root/src/main.ts"`);
  });

  test('the middle of an even number of runs lies between two', () => {
    expect(spread([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
    expect(spread([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, max: 4 });
  });

  test('contenders run in turn, and ratios are taken within a round', async () => {
    const order: string[] = [];
    const contender = (name: string, seconds: readonly number[]) => {
      let round = 0;
      return {
        name,
        run: () => {
          order.push(name);
          return Promise.resolve({ seconds: seconds[round++] ?? 0, peakMiB: 10 * round });
        },
      };
    };
    const result = await race([contender('ours', [2, 4, 9]), contender('peer', [1, 4, 3])], 3, () => undefined);
    expect(order).toEqual(['ours', 'peer', 'ours', 'peer', 'ours', 'peer']);
    expect(result.ratios).toEqual([{ against: 'peer', ratio: { min: 1, median: 2, max: 3 } }]);
    expect(result.contenders[0]).toMatchObject({ name: 'ours', seconds: { median: 4 }, peakMiB: { max: 30 } });
  });

  test('a bar is held against the ratio to its own peer', () => {
    const ratios = [
      { against: 'duckdb', ratio: { min: 1, median: 1.5, max: 2 } },
      { against: 'limit', ratio: { min: 1, median: 2, max: 3 } },
    ];
    const bars = [
      { goal: 'P4', against: 'limit', most: 2.3 },
      { goal: 'P4', against: 'duckdb', most: 1 },
    ];
    expect(heldAgainst(bars, { ratios })).toEqual(['P4, / limit: 2.00 x (bar 2.3 x: met)', 'P4, / duckdb: 1.50 x (bar 1 x: MISSED)']);
  });
});
