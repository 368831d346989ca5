import { atOnce } from './at-once.ts';

/** Runs `work` for every item, at most `most` at once, and answers in the order of the items. The first failure ends it: nothing new is begun. */
export async function inParallel<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  await atOnce(items.entries(), most, async ([index, item]) => {
    results[index] = await work(item);
  });
  return results;
}
