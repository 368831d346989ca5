import { expect, test } from 'vitest';
import { atOnce } from './at-once.ts';

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

test('everything is done, never more at the same time than allowed', async () => {
  let [running, most] = [0, 0];
  const done: number[] = [];

  await atOnce([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    done.push(item);
  });

  expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test('the first failure stops new work, waits for what runs, and is thrown', async () => {
  const done: number[] = [];
  const work = atOnce([1, 2, 3, 4, 5, 6], 2, async (item) => {
    await turn();
    if (item === 1) throw new Error('no');
    await turn();
    done.push(item);
  });

  await expect(work).rejects.toThrow('no');
  expect(done).toEqual([2]);
});

test('a stop is obeyed before the next item', async () => {
  const stop = new AbortController();
  const done: number[] = [];
  const work = atOnce(
    [1, 2, 3],
    1,
    (item) => {
      done.push(item);
      stop.abort(new Error('stopped'));
      return Promise.resolve();
    },
    stop.signal,
  );

  await expect(work).rejects.toThrow('stopped');
  expect(done).toEqual([1]);
});
