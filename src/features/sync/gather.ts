import type { Tx } from '../../platform/db/connect.ts';
import type { KindProgress } from './progress.ts';
import { saveRecords, type Walk } from './walk.ts';

/**
 * Keeps the records of one unit and answers how it counts; may be run twice. `isAlone`: nothing else is in its transaction, so a bad record may be
 * sought by savepoints; beside others it just throws, and is kept alone then.
 */
type Keep = (tx: Tx, isAlone: boolean) => Promise<(before: KindProgress) => KindProgress>;
/** `order`: units in one transaction are kept in this order, so that two transactions do not wait for each other. */
type Unit = { readonly order: string; readonly keep: Keep };
type Waiting = Unit & { readonly kept: () => void; readonly failed: (error: unknown) => void };

/**
 * Keeps units together in one transaction: while one is under way the next gather. What a transaction costs by itself (scope, lease, progress,
 * commit) is then paid once for several. If one of them cannot be kept, each is kept alone, and only the bad one fails.
 */
export function gather(walk: Walk, kind: string): (unit: Unit) => Promise<void> {
  let waiting: Waiting[] = [];
  let isBusy = false;
  const keepWaiting = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      await keepTogether(walk, kind, together);
    }
    isBusy = false;
  };
  return ({ order, keep }) =>
    new Promise<void>((kept, failed) => {
      waiting.push({ order, keep, kept, failed });
      if (!isBusy) void keepWaiting();
    });
}

async function keepTogether(walk: Walk, kind: string, units: readonly Waiting[]): Promise<void> {
  const inOrder = units.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  const isAlone = units.length === 1;
  try {
    await saveRecords(walk, kind, async (tx) => {
      const counts: ((before: KindProgress) => KindProgress)[] = [];
      for (const { keep } of inOrder) counts.push(await keep(tx, isAlone));
      return (before) => counts.reduce((progress, count) => count(progress), before);
    });
    for (const { kept } of units) kept();
  } catch (error) {
    if (isAlone) for (const { failed } of units) failed(error);
    else for (const unit of inOrder) await keepTogether(walk, kind, [unit]);
  }
}
