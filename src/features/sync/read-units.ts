import type { Remote } from '../../connectors/ports.ts';
import { atOnce } from '../../lib/at-once.ts';
import { must } from '../../lib/must.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Closed, Unit, UnitSyncer } from '../reading.ts';
import { isLossAccepted } from './accept-loss.ts';
import { type Answer, askUnits } from './ask-units.ts';
import { areMany, isSuspiciousUnit, isThinUnit } from './completeness.ts';
import { gather } from './gather.ts';
import { countDoubted, keepProblems, openProblems, solveProblems } from './problems.ts';
import { plusPage, plusUnit, unitsLeft } from './progress.ts';
import { meaningOf, toldOf } from './trouble.ts';
import { noteQuarantined, progressOf, readingAt, save, saveRecords, type Walk } from './walk.ts';

/** Units in work for each that is asked: while some are being kept the remote is asked for the next. */
const inWorkForEach = 3;

/** Units whose answer is thin, in this run or in doubt since an earlier one. */
type Thin = { readonly accepted: boolean; readonly units: number; readonly before: number; readonly now: Set<string> };

export type Only = { readonly customerId?: string; readonly remoteIds?: readonly string[] };

/** Reads every unit with its own call, some at once. One that fails is written down and does not stop the others (S7). */
export async function readUnits<From extends Pick<Remote, 'side'>, Item>(
  walk: Walk,
  syncer: UnitSyncer<From, Item>,
  remote: From,
  only?: Only,
): Promise<void> {
  const listed = await inScope(walk.context.db, everything, (tx) => syncer.units(tx, walk.connectionId, only));
  const units = new Map(listed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map((unit) => [unit.key, unit]));
  const keys = [...units.keys()];
  const before = await progressOf(walk, syncer.kind);
  if (before.ended) return;
  const left = unitsLeft(before, keys);
  const thin = {
    accepted:
      walk.reach === 'full' &&
      (await inScope(walk.context.db, everything, (tx) => isLossAccepted(tx, walk.connectionId, walk.context.clock.now()))),
    units: keys.length,
    before: await inScope(walk.context.db, everything, (tx) => countDoubted(tx, walk.connectionId, syncer.kind)),
    now: new Set<string>(),
  };
  const { connectionId, runId } = walk;
  const found = await inScope(walk.context.db, everything, (tx) => openProblems(tx, { connectionId, runId, kind: syncer.kind }));
  const keepUnit = gather(walk, syncer);
  const { ask, isDown, atOnce: asked } = askUnits(walk, syncer, remote);
  let done = keys.length - left.length;

  await atOnce(
    left,
    asked * inWorkForEach,
    async (key) => {
      if (isDown()) return;
      const unit = must(units.get(key), 'a unit');
      try {
        const answer = await ask(unit);
        if (answer === undefined) return;
        await keepAnswer({ walk, syncer, keys, thin, found, keepUnit }, unit, answer);
      } catch (error) {
        if (meaningOf(error, walk.signal) !== 'skip') throw error;
        await noteFailure(walk, syncer.kind, unit, keys, error);
      }
      done += 1;
      await walk.job.progress({ step: syncer.kind, done, total: keys.length, unit: syncer.counted });
    },
    walk.signal,
  );
  await save(walk, syncer.kind, (_tx, progress) => Promise.resolve({ ...progress, ended: !isDown() }));
}

type Units<From, Item> = {
  readonly walk: Walk;
  readonly syncer: UnitSyncer<From, Item>;
  readonly keys: readonly string[];
  readonly thin: Thin;
  readonly found: Awaited<ReturnType<typeof openProblems>>;
  readonly keepUnit: ReturnType<typeof gather<Item>>;
};

async function keepAnswer<From, Item>(units: Units<From, Item>, unit: Unit, { askedAt, page }: Answer<Item>): Promise<void> {
  const { walk, syncer, keys, thin, found, keepUnit } = units;
  if ('closed' in page) return noteClosed(walk, syncer.kind, unit, keys, page.closed);
  const { clock, ids } = walk.context;
  const problem = { connectionId: walk.connectionId, runId: walk.runId, kind: syncer.kind, subject: subjectOf(unit) };
  const reading = readingAt(walk, askedAt);
  const settle: Parameters<typeof keepUnit>[0]['settle'] = async (tx, kept) => {
    const quarantined = [...page.quarantined, ...kept.refused];
    await noteQuarantined(tx, walk, syncer.kind, quarantined);
    const received = page.items.length + page.quarantined.length;
    const earlier = found.get(problem.subject);
    const isShort = page.total !== undefined && received < page.total;
    const isSuspicious = isShort || isDoubted(thin, unit, received, earlier?.doubted);
    if (isSuspicious) {
      const reason = `${unit.name} had ${unit.known}, now ${received} came. Nothing was removed; the next reading decides.`;
      await keepProblems(tx, ids, [{ ...problem, code: 'suspicious_count', reason, raw: String(received) }], clock.now());
    } else if (earlier !== undefined) await solveProblems(tx, problem, clock.now());
    // A record that could not be read is not one that is gone: then nothing of this unit is retired.
    const mayRetire = !isSuspicious && quarantined.length === 0 && kept.isAll !== true;
    const retired = mayRetire ? await syncer.retire(tx, reading, unit) : 0;
    return (before) => {
      const counted = plusPage(before, { ...kept, quarantined: quarantined.length });
      const suspicious = before.suspicious + (isSuspicious ? 1 : 0);
      return plusUnit({ ...counted, retired: before.retired + retired, suspicious }, unit.key, keys);
    };
  };
  await keepUnit({ reading, unit, items: page.items, settle });
}

/** `doubted`: how many came when an earlier run doubted it. */
function isDoubted(thin: Thin, unit: Unit, received: number, doubted: number | undefined): boolean {
  if (doubted === undefined && isThinUnit(received, unit.known)) thin.now.add(unit.key);
  const tooManyThin = areMany(thin.before + thin.now.size, thin.units) && !thin.accepted;
  return isSuspiciousUnit(received, unit.known, doubted === received, tooManyThin);
}

/** What people read of a unit, and how it is told from others. */
type Named = Pick<Unit, 'key' | 'name' | 'remoteId'>;

/** Said to people, and no failure: nothing is missing that could have been read. */
async function noteClosed(walk: Walk, kind: string, unit: Named, keys: readonly string[], closed: Closed['closed']): Promise<void> {
  const { context, connectionId, runId } = walk;
  await saveRecords(walk, kind, async (tx) => {
    await keepProblems(tx, context.ids, [{ connectionId, runId, kind, subject: subjectOf(unit), ...closed }], context.clock.now());
    return (before) => plusUnit(before, unit.key, keys);
  });
}

export async function noteFailure(walk: Walk, kind: string, unit: Named, keys: readonly string[], error: unknown): Promise<void> {
  const { code, reason } = toldOf(error);
  const { context, connectionId, runId } = walk;
  if (code === 'internal') context.log.error({ connectionId, runId, kind, error }, 'A unit could not be read or kept');
  await saveRecords(walk, kind, async (tx) => {
    const problem = { connectionId, runId, kind, subject: subjectOf(unit), code, reason };
    await keepProblems(tx, context.ids, [problem], context.clock.now());
    return (before) => plusUnit({ ...before, failed: before.failed + 1 }, unit.key, keys);
  });
  await walk.job.item({ subject: unit.name, outcome: 'failed', code, reason });
}

export const subjectOf = (unit: Named): string => `${unit.name.slice(0, 200)} (${unit.remoteId})`;
