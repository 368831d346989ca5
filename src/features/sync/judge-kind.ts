import type { Tx } from '../../platform/db/connect.ts';
import type { Reading } from '../reading.ts';
import { isLossAccepted } from './accept-loss.ts';
import { doubtWords, type Judgement, judgeReading, type VerdictReason } from './completeness.ts';
import { keepProblems, solveProblems } from './problems.ts';
import { type KindProgress, kindIn } from './progress.ts';
import { findCursor, keepCursor, lastProgress, type Reach } from './store.ts';
import { readingAt, save, type Walk } from './walk.ts';

type Retire = (tx: Tx, reading: Reading, since: Temporal.Instant) => Promise<number>;

/**
 * The verdict at the end of a kind (B7). A complete reading of everything retires what it did not see, unless a record in it could not be
 * read: that one may be just the missing one. A reading of a part says nothing about the whole. `retire`: absent where each unit retires its own.
 * Not `isMeasured`: how many there were last time says nothing about how many there are (activity, files). `isSeen`: a person saw before how many go.
 */
export function judgeKind(
  walk: Walk,
  kind: string,
  retire: Retire | undefined,
  { isMeasured = true, isSeen = false }: { readonly isMeasured?: boolean; readonly isSeen?: boolean } = {},
): Promise<KindProgress> {
  const isWhole = wholeReaches.has(walk.reach) || retire !== undefined;
  return save(walk, kind, async (tx, progress) => {
    if (progress.verdict !== null) return progress;
    const { verdict, reason } = await judge(tx, walk, progress, isWhole && isMeasured && !isSeen);
    await tell(tx, walk, kind, { verdict, reason }, isWhole);
    const judged = { ...progress, verdict, reason: reason ?? null };
    if (verdict !== 'complete') return judged;
    const now = walk.context.clock.now();
    if (isWhole && isMeasured) await keepCursor(tx, walk.connectionId, kind, { cursor: '', lastCount: progress.received }, now);
    const retired = retire === undefined || progress.quarantined > 0 ? 0 : await retire(tx, readingAt(walk, now), walk.startedAt);
    return { ...judged, retired: progress.retired + retired };
  });
}

/** Readings that ask for every unit of a kind. */
const wholeReaches: ReadonlySet<Reach> = new Set<Reach>(['full', 'billing', 'kinds']);

/** A reading that ended so was short, and the next one that is just as short confirms it. */
const shortReasons = new Set<string>(['farFewer', 'nothingAtAll', 'unitsSuspicious'] satisfies VerdictReason[]);

async function judge(tx: Tx, { connectionId, context, reach }: Walk, progress: KindProgress, isMeasured: boolean): Promise<Judgement> {
  const last = isMeasured ? await findCursor(tx, connectionId, progress.kind) : undefined;
  const before = kindIn(await lastProgress(tx, connectionId, progress.kind), progress.kind);
  return judgeReading({
    ended: progress.ended,
    failed: progress.failed,
    suspicious: progress.suspicious,
    received: progress.received,
    total: progress.total ?? undefined,
    lastCount: last?.lastCount,
    shortBefore: shortReasons.has(before.reason ?? '') && before.received === progress.received,
    accepted: reach === 'full' && (await isLossAccepted(tx, connectionId, context.clock.now())),
  });
}

async function tell(tx: Tx, walk: Walk, kind: string, { verdict, reason }: Judgement, isWhole: boolean): Promise<void> {
  const { connectionId, context, runId } = walk;
  const now = context.clock.now();
  if (reason === 'unitsFailed' || reason === 'unitsSuspicious') return; // each of them is told by itself
  if (reason !== undefined) {
    const problem = { connectionId, runId, kind, subject: `All ${kind}`, code: `reading_${verdict}`, reason: doubtWords[reason] };
    await keepProblems(tx, context.ids, [problem], now);
  } else if (isWhole) await solveProblems(tx, { connectionId, runId, kind }, now);
}
