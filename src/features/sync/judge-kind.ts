import type { Tx } from '../../platform/db/connect.ts';
import { doubtWords, judgeReading } from './completeness.ts';
import { keepProblems, solveProblems } from './problems.ts';
import { type KindProgress, kindIn } from './progress.ts';
import { findCursor, keepCursor, lastProgress } from './store.ts';
import { readingAt, save, type Walk } from './walk.ts';

type Retire = (tx: Tx, reading: ReturnType<typeof readingAt>, since: Temporal.Instant) => Promise<number>;

/**
 * The verdict at the end of a kind (B7). A complete reading of everything retires what it did not see, unless a record in it could not be
 * read: that one may be just the missing one. A reading of a part says nothing about the whole.
 */
export function judgeKind(walk: Walk, kind: string, retire: Retire | undefined): Promise<KindProgress> {
  const { connectionId, context, runId } = walk;
  return save(walk, kind, async (tx, progress) => {
    if (progress.verdict !== null) return progress;
    const now = context.clock.now();
    const last = await findCursor(tx, connectionId, kind);
    const before = kindIn(await lastProgress(tx, connectionId), kind);
    const isWhole = walk.reach === 'full' || retire !== undefined;
    const { verdict, reason } = judgeReading({
      ended: progress.ended,
      failed: progress.failed,
      suspicious: progress.suspicious,
      received: progress.received,
      total: progress.total ?? undefined,
      lastCount: isWhole ? last?.lastCount : undefined,
      shortBefore: before.reason === 'farFewer' && before.received === progress.received,
    });
    const problem = { connectionId, runId, kind, subject: `All ${kind}` };
    if (reason !== undefined)
      await keepProblems(tx, context.ids, [{ ...problem, code: `reading_${verdict}`, reason: doubtWords[reason] }], now);
    else if (isWhole) await solveProblems(tx, { connectionId, runId, kind }, now);
    if (verdict !== 'complete') return { ...progress, verdict, reason: reason ?? null };
    if (isWhole) await keepCursor(tx, connectionId, kind, { cursor: '', lastCount: progress.received }, now);
    const mayRetire = retire !== undefined && progress.quarantined === 0;
    const retired = mayRetire ? await retire(tx, readingAt(walk, now), walk.startedAt) : 0;
    return { ...progress, verdict, reason: null, retired: progress.retired + retired };
  });
}
