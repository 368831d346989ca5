import { expect, test } from 'vitest';
import { inParallel } from './in-parallel.ts';

const turns = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await Promise.resolve();
};

test('answers stand in the order of the questions, whichever came first', async () => {
  expect(await inParallel([5, 1, 3, 0], 3, async (n) => turns(n * 3).then(() => n * 10))).toEqual([50, 10, 30, 0]);
});

test('never more than agreed are asked at the same time', async () => {
  let [running, most] = [0, 0];

  await inParallel(Array.from({ length: 20 }), 4, async () => {
    running += 1;
    most = Math.max(most, running);
    await turns(5);
    running -= 1;
  });

  expect(most).toBe(4);
});

test('nothing to ask is answered with nothing', async () => {
  expect(await inParallel([], 4, () => Promise.reject(new Error('asked')))).toEqual([]);
});

test('the first failure is told, and nobody asks on behind the back of whoever gave up', async () => {
  const asked: number[] = [];
  const work = inParallel([0, 1, 2, 3, 4, 5, 6, 7], 2, async (n) => {
    asked.push(n);
    await turns(2);
    if (n === 0) throw new Error('signed out');
  });

  await expect(work).rejects.toThrow('signed out');
  await turns(100);

  expect(asked.length).toBeLessThanOrEqual(3);
});
