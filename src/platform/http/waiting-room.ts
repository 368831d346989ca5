import type { Clock } from '../../lib/clock.ts';
import { isBefore, type Priority } from './priority.ts';

const lookAgainMs = 50;

/**
 * Who waits for a turn at each remote, in this process. While somebody waits who comes before, one call of each later priority may stand in the
 * row and the others stay outside: what is urgent gets most of the pace, nobody starves, and a remote with room to spare is never left idle.
 * Between processes the shared pace divides evenly; a person's call waits for no turn in any of them.
 */
export function createWaitingRoom(clock: Clock) {
  const rows = new Map<string, readonly Priority[]>();
  const rowOf = (key: string): readonly Priority[] => rows.get(key) ?? [];
  const isFull = (key: string, own: Priority): boolean => rowOf(key).includes(own) && rowOf(key).some((other) => isBefore(other, own));
  return {
    /** Waits outside as long as it must, at most `mostMs`, and then does `work` in the row; `outsideMs` is how long it stood outside. */
    enter: async <T>(
      who: { readonly key: string; readonly priority: Priority; readonly mostMs: number; readonly signal: AbortSignal | undefined },
      work: (outsideMs: number) => Promise<T>,
    ): Promise<T> => {
      const { key, priority, mostMs, signal } = who;
      let outsideMs = 0;
      for (; outsideMs < mostMs && isFull(key, priority); outsideMs += lookAgainMs) await clock.sleep(lookAgainMs, signal);
      rows.set(key, [...rowOf(key), priority]);
      try {
        return await work(outsideMs);
      } finally {
        rows.set(key, rowOf(key).toSpliced(rowOf(key).indexOf(priority), 1));
      }
    },
  };
}
