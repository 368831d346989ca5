import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedsSystem } from './feeds-system.ts';

/** Something that changed at Microsoft: since when, and what the API shows once it is known here. */
export type Change = {
  /** As Microsoft knows it. */
  readonly key: string;
  /** What of it is wanted, as text. */
  readonly wanted: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly isSeen: (shown: unknown) => boolean;
};

/** Public paths of those of `changes` that look as if they were here already, by key: one cheap look at the database for all. */
export type Look = (changes: readonly Change[]) => Promise<ReadonlyMap<string, string>>;

const lookEveryMs = 100;

/**
 * Waits until the API shows each change; answers the milliseconds that each took. Which ones to ask for is told by a look at the database, so
 * that the watching does not slow down what it watches; the clock of each stops when the API has answered. Infinity: not within `withinMs`.
 */
export async function whenSeen(
  system: FeedsSystem,
  outstanding: Map<string, Change>,
  isOver: () => boolean,
  { look, withinMs }: { readonly look: Look; readonly withinMs: number },
): Promise<readonly number[]> {
  const took: number[] = [];
  let endsAt = Number.POSITIVE_INFINITY;
  while (!isOver() || outstanding.size > 0) {
    if (isOver()) endsAt = Math.min(endsAt, Date.now() + withinMs);
    if (Date.now() > endsAt) break;
    const found = await look([...outstanding.values()]);
    for (const [key, path] of found) {
      const change = outstanding.get(key);
      if (change === undefined) continue;
      const { status, body } = await system.api('GET', path);
      if (status !== 200 || !change.isSeen(body)) continue;
      took.push(Date.now() - change.at);
      outstanding.delete(key);
    }
    await sleep(lookEveryMs);
  }
  return [...took, ...[...outstanding.values()].map(() => Number.POSITIVE_INFINITY)];
}
