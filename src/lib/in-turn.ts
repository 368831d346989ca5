/** What `work` makes of each item, in the order of the items, while the next ones are under way: `most` at once. Whoever stops early waits for what runs. */
export async function* inTurn<T, R>(items: Iterable<T>, most: number, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const coming: Promise<R>[] = [];
  const left = items[Symbol.iterator]();
  try {
    for (;;) {
      while (coming.length < most) {
        const next = left.next();
        if (next.done === true) break;
        const result = work(next.value);
        result.catch(() => undefined); // it comes out when its turn comes
        coming.push(result);
      }
      const result = coming.shift();
      if (result === undefined) return;
      yield await result;
    }
  } finally {
    await Promise.allSettled(coming);
  }
}
