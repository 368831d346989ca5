import type { Page } from '../../connectors/ports.ts';
import { isAppError } from '../../lib/errors.ts';
import { stopIfAsked } from '../../lib/stop.ts';
import type { ListSyncer } from '../reading.ts';
import { waitAsTold } from './patience.ts';
import { type KindProgress, plusPage, restarted } from './progress.ts';
import { meaningOf } from './trouble.ts';
import { keepEach, noteQuarantined, progressOf, readingAt, save, saveRecords, type Walk } from './walk.ts';

/** Reads a list to its end, from where an interrupted run left off. Each page is kept together with the cursor behind it: none twice, none skipped (S4). */
export async function readList<Remote, Item>(walk: Walk, syncer: ListSyncer<Remote, Item>, remote: Remote): Promise<void> {
  let progress = await progressOf(walk, syncer.kind);
  let fromStart = progress.cursor === null;
  while (!progress.ended) {
    try {
      progress = await readPages(walk, syncer, remote, progress);
    } catch (error) {
      if (isAppError(error) && error.code === 'cursor_expired' && !fromStart) {
        fromStart = true; // F07: once more from the start; what is kept already is only seen again
        progress = await save(walk, syncer.kind, (_tx, before) => Promise.resolve(restarted(before)));
      } else if (meaningOf(error, walk.signal) === 'wait') {
        await waitAsTold(walk, error);
        progress = await progressOf(walk, syncer.kind);
      } else throw error;
    }
  }
}

async function readPages<Remote, Item>(
  walk: Walk,
  syncer: ListSyncer<Remote, Item>,
  remote: Remote,
  from: KindProgress,
): Promise<KindProgress> {
  const pages = syncer.list(remote, from.cursor ?? undefined, walk.signal)[Symbol.asyncIterator]();
  /** What became of it is looked at in its turn, or not at all when the page before cannot be kept. */
  const ask = () => {
    const askedAt = walk.context.clock.now();
    const asked = pages.next().then((next) => ({ askedAt, next }));
    asked.catch(() => undefined);
    return asked;
  };
  let progress = from;
  let asked = ask();
  for (;;) {
    stopIfAsked(walk.signal);
    const { askedAt, next } = await asked;
    if (next.done === true) return save(walk, syncer.kind, (_tx, before) => Promise.resolve({ ...before, ended: true }));
    if (next.value.cursor !== undefined) asked = ask(); // on its way while this one is kept
    progress = await keepPage(walk, syncer, next.value, askedAt);
    await walk.job.progress({
      step: syncer.kind,
      done: progress.received,
      unit: 'records',
      ...(progress.total === null ? {} : { total: progress.total }),
    });
    if (progress.ended) return progress;
  }
}

const keepPage = <Remote, Item>(
  walk: Walk,
  syncer: ListSyncer<Remote, Item>,
  page: Page<Item>,
  askedAt: Temporal.Instant,
): Promise<KindProgress> =>
  saveRecords(walk, syncer.kind, async (tx) => {
    const kept = await keepEach(tx, page.items, (items) => syncer.keep(tx, readingAt(walk, askedAt), items));
    const quarantined = [...page.quarantined, ...kept.refused];
    await noteQuarantined(tx, walk, syncer.kind, quarantined);
    return (before) => ({
      ...plusPage(before, { ...kept, quarantined: quarantined.length }),
      cursor: page.cursor ?? null,
      total: page.total ?? before.total,
      ended: page.cursor === undefined,
    });
  });
