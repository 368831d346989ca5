import { expect, test } from 'vitest';
import { atMost } from './at-most.ts';

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

test('no more run at the same time than allowed, and they begin in the order in which they came', async () => {
  const within = atMost(2);
  const begun: number[] = [];
  let [running, highest] = [0, 0];

  const results = await Promise.all(
    [1, 2, 3, 4, 5].map((n) =>
      within(async () => {
        begun.push(n);
        running += 1;
        highest = Math.max(highest, running);
        await turn();
        running -= 1;
        return n * 10;
      }),
    ),
  );

  expect(results).toEqual([10, 20, 30, 40, 50]);
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  expect(highest).toBe(2);
});

test('work that fails gives its place back', async () => {
  const within = atMost(1);
  const failing = within(() => Promise.reject(new Error('no')));
  const after = within(() => Promise.resolve('done'));

  await expect(failing).rejects.toThrow('no');
  await expect(after).resolves.toBe('done');
  await expect(within(() => Promise.resolve('again'))).resolves.toBe('again');
});
