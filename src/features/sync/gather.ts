import { must } from '../../lib/must.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Kept, UnitAnswer, UnitSyncer } from '../reading.ts';
import type { KindProgress } from './progress.ts';
import { keepEach, saveRecords, type Walk } from './walk.ts';

/** What was read of one unit. */
type Read<Item> = UnitAnswer<Item> & {
  /** Writes down what goes with what was kept, and answers how the unit counts; may be run twice. */
  readonly settle: (tx: Tx, kept: Kept) => Promise<(before: KindProgress) => KindProgress>;
};
type Waiting<Item> = Read<Item> & { readonly kept: () => void; readonly failed: (error: unknown) => void };

/**
 * Keeps units together in one transaction: while one is under way the next gather. What a transaction costs by itself (scope, lease, progress,
 * commit) is then paid once for several. If one of them cannot be kept, each is kept alone, and only the bad one fails.
 */
export function gather<Item>(walk: Walk, syncer: UnitSyncer<never, Item>): (read: Read<Item>) => Promise<void> {
  let waiting: Waiting<Item>[] = [];
  let isBusy = false;
  const keepWaiting = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      await keepTogether(walk, syncer, together);
    }
    isBusy = false;
  };
  return (read) =>
    new Promise<void>((kept, failed) => {
      waiting.push({ ...read, kept, failed });
      if (!isBusy) void keepWaiting();
    });
}

async function keepTogether<Item>(walk: Walk, syncer: UnitSyncer<never, Item>, units: readonly Waiting<Item>[]): Promise<void> {
  // In the order of their keys, so that two transactions do not wait for each other.
  const inOrder = units.toSorted((a, b) => (a.unit.key < b.unit.key ? -1 : 1));
  try {
    await saveRecords(walk, syncer.kind, async (tx) => {
      const kept = await keepAll(tx, syncer, inOrder);
      const counts: ((before: KindProgress) => KindProgress)[] = [];
      for (const [at, { settle }] of inOrder.entries()) counts.push(await settle(tx, must(kept[at], 'what became of a unit')));
      return (before) => counts.reduce((progress, count) => count(progress), before);
    });
    for (const { kept } of units) kept();
  } catch (error) {
    if (units.length === 1) for (const { failed } of units) failed(error);
    else for (const unit of inOrder) await keepTogether(walk, syncer, [unit]);
  }
}

/** A unit alone in its transaction may have bad records sought by savepoints; beside others it just throws, and is kept alone then. */
async function keepAll<Item>(tx: Tx, syncer: UnitSyncer<never, Item>, units: readonly Waiting<Item>[]): Promise<readonly Kept[]> {
  const [first, second] = units;
  if (first !== undefined && second === undefined)
    return [await keepEach(tx, first.items, (items) => syncer.keep(tx, first.reading, first.unit, items))];
  if (syncer.keepAll !== undefined) return syncer.keepAll(tx, units);
  const kept: Kept[] = [];
  for (const { reading, unit, items } of units) kept.push(await syncer.keep(tx, reading, unit, items));
  return kept;
}
