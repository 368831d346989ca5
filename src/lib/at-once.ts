/** Does `work` for every item, at most `most` at the same time, in the order given. The first failure stops new work, waits for what runs, and is thrown. */
export async function atOnce<T>(items: Iterable<T>, most: number, work: (item: T) => Promise<void>, signal?: AbortSignal): Promise<void> {
  const queue = items[Symbol.iterator]();
  let failed: { readonly error: Error } | undefined;
  const lane = async (): Promise<void> => {
    while (failed === undefined) {
      const next = queue.next();
      if (next.done === true) return;
      try {
        signal?.throwIfAborted();
        await work(next.value);
      } catch (error) {
        failed ??= { error: error instanceof Error ? error : new Error('Work failed', { cause: error }) };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, most) }, lane));
  if (failed !== undefined) throw failed.error;
}
