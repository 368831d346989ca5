import { sql } from 'kysely';
import type { Quarantined } from '../../connectors/ports.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { holdLease, type Lease } from '../../platform/db/lease.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { readingCustomers } from '../customers/index.ts';
import type { JobHandle } from '../jobs/index.ts';
import type { Kept, Reading } from '../reading.ts';
import { keepProblems } from './problems.ts';
import { type KindProgress, kindIn, withKind } from './progress.ts';
import { keepProgress, lockProgress, type Reach } from './store.ts';

/** One run on its way through the kinds of a remote. */
export type Walk = {
  readonly context: Context;
  readonly job: JobHandle;
  readonly connectionId: string;
  readonly runId: string;
  readonly reach: Reach;
  /** When the run began, also when it was killed and went on: what was seen before is what a complete reading may retire. */
  readonly startedAt: Temporal.Instant;
  readonly lease: Lease;
  /** Aborts when the job is cancelled, the process stops, or the lease is lost. */
  readonly signal: AbortSignal;
};

/**
 * Changes the run's progress, as long as nobody newer works on this connection. It is locked first: nothing else of the run may be written in it
 * while units or pages are kept, which lock it last.
 */
export function save(walk: Walk, kind: string, change: (tx: Tx, progress: KindProgress) => Promise<KindProgress>): Promise<KindProgress> {
  return inScope(walk.context.db, everything, async (tx) => {
    await holdLease(tx, walk.lease);
    const progress = await lockProgress(tx, walk.runId);
    const changed = await change(tx, kindIn(progress, kind));
    await keepProgress(tx, walk.runId, withKind(progress, changed));
    return changed;
  });
}

/**
 * Changes the picture and the run's progress in one transaction: a customer, a file, a page of a list. Several are kept beside each other, and
 * only the counting at the end is done in turn. `keep` answers how it counts. Nobody gives a customer away or merges it meanwhile: the wait for
 * whoever does comes before any row is held.
 */
export function saveRecords(
  walk: Walk,
  kind: string,
  keep: (tx: Tx) => Promise<(before: KindProgress) => KindProgress>,
): Promise<KindProgress> {
  return inScope(walk.context.db, everything, async (tx) => {
    await holdLease(tx, walk.lease);
    await readingCustomers(tx);
    const count = await keep(tx);
    const progress = await lockProgress(tx, walk.runId);
    const counted = count(kindIn(progress, kind));
    await keepProgress(tx, walk.runId, withKind(progress, counted));
    return counted;
  });
}

/** Progress as it is stored. */
export const progressOf = (walk: Walk, kind: string): Promise<KindProgress> =>
  save(walk, kind, (_tx, progress) => Promise.resolve(progress));

export const readingAt = (walk: Pick<Walk, 'context' | 'connectionId'>, seenAt: Temporal.Instant): Reading => ({
  connectionId: walk.connectionId,
  seenAt,
  ids: walk.context.ids,
});

/** SQLSTATE classes that blame the record: 22 data exception, 23 constraint, 54 too large for an index or a value. */
const recordsFault = (error: unknown): boolean => /^(22|23|54)/.test(codeOf(error));

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
};

const tooLong =
  'A text in it, like a name of thousands of characters, is too long to be kept. Shorten it where it stands, then read it again';

/** In the words of whoever has to mend it; what the database says of the sizes of its indexes helps nobody. */
function whySetApart(error: unknown): string {
  if (codeOf(error).startsWith('54')) return tooLong;
  return error instanceof Error ? error.message : 'cannot be kept';
}

/** Keeps the items of a page. When the database refuses a value, item by item, so that only the bad one is set apart (F16, B11). */
export async function keepEach<Item>(tx: Tx, items: readonly Item[], keep: (items: readonly Item[]) => Promise<Kept>): Promise<Kept> {
  const whole = await attempt(tx, () => keep(items));
  if ('kept' in whole) return whole.kept;
  const parts: Kept[] = [];
  for (const item of items) {
    const one = await attempt(tx, () => keep([item]));
    parts.push('kept' in one ? one.kept : { created: 0, updated: 0, unchanged: 0, refused: [setApart(item, one.because)] });
  }
  return {
    created: parts.reduce((sum, part) => sum + part.created, 0),
    updated: parts.reduce((sum, part) => sum + part.updated, 0),
    unchanged: parts.reduce((sum, part) => sum + part.unchanged, 0),
    refused: parts.flatMap((part) => part.refused),
  };
}

async function attempt(tx: Tx, work: () => Promise<Kept>): Promise<{ readonly kept: Kept } | { readonly because: string }> {
  await sql`savepoint page`.execute(tx);
  try {
    const kept = await work();
    await sql`release savepoint page`.execute(tx);
    return { kept };
  } catch (error) {
    if (!recordsFault(error)) throw error;
    await sql`rollback to savepoint page`.execute(tx);
    return { because: whySetApart(error) };
  }
}

const setApart = (item: unknown, reason: string): Quarantined => ({
  remoteId: (item as { remoteId?: string; tenantId?: string }).remoteId ?? (item as { tenantId?: string }).tenantId,
  reason,
  raw: JSON.stringify(item),
});

/** Writes down records that could not be read or kept. */
export const noteQuarantined = (
  tx: Tx,
  walk: Pick<Walk, 'context' | 'connectionId' | 'runId'>,
  kind: string,
  records: readonly Quarantined[],
): Promise<void> =>
  keepProblems(
    tx,
    walk.context.ids,
    records.map((record, index) => ({
      connectionId: walk.connectionId,
      runId: walk.runId,
      kind,
      subject: record.remoteId ?? `record ${index + 1} without id`,
      code: 'record_unreadable',
      reason: record.reason,
      raw: record.raw,
    })),
    walk.context.clock.now(),
  );
