import { describe, expect, test } from 'vitest';
import { inTurn } from './in-turn.ts';

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('work in turn', () => {
  test('comes in the order of the items, whichever is ready first, so many at once', async () => {
    let [running, most] = [0, 0];
    const results: number[] = [];
    const work = async (n: number): Promise<number> => {
      running += 1;
      most = Math.max(most, running);
      await later(n);
      running -= 1;
      return n;
    };
    for await (const result of inTurn([9, 1, 5, 1, 1], 3, work)) results.push(result);

    expect(results).toEqual([9, 1, 5, 1, 1]);
    expect(most).toBe(3);
  });

  test('of nothing is nothing', async () => {
    for await (const _ of inTurn([], 3, () => Promise.resolve(1))) expect.unreachable();
  });

  test('fails when the turn of what failed comes, after the ones before it', async () => {
    const results: number[] = [];
    const all = async (): Promise<void> => {
      for await (const n of inTurn([1, 2, 3], 3, (item) => (item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item))))
        results.push(n);
    };

    await expect(all()).rejects.toThrow('two');
    expect(results).toEqual([1]);
  });

  test('that is stopped waits for what runs, and begins nothing new', async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const work = async (n: number): Promise<number> => {
      begun.push(n);
      await later(n === 1 ? 0 : 5);
      ended.push(n);
      return n;
    };
    for await (const _ of inTurn([1, 2, 3, 4, 5], 3, work)) break;

    expect([begun, ended]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });
});
