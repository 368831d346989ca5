import { atOnce } from '../../lib/at-once.ts';
import { must } from '../../lib/must.ts';
import type { PieceSyncer } from '../reading.ts';
import { waitAsTold } from './patience.ts';
import { solveProblems } from './problems.ts';
import { plusPage, plusUnit, unitsLeft } from './progress.ts';
import { noteFailure, subjectOf } from './read-units.ts';
import { meaningOf } from './trouble.ts';
import { noteQuarantined, progressOf, save, saveRecords, type Walk } from './walk.ts';

/** Files that are made or fetched at the same time: they are large, and making one takes the remote some seconds. */
const mostAtOnce = 3;

/** Reads every piece, some at once. A piece keeps itself, so a killed run may do one of them twice; one that fails does not stop the others (S7). */
export async function readPieces<Remote>(walk: Walk, syncer: PieceSyncer<Remote>, remote: Remote): Promise<void> {
  const { context, connectionId, signal } = walk;
  const before = await progressOf(walk, syncer.kind);
  if (before.ended) return;
  const { pieces, refused } = await patiently(walk, () => syncer.pieces({ context, remote, connectionId, signal }));
  const byKey = new Map(pieces.map((piece) => [piece.key, piece]));
  const keys = [...byKey.keys()].sort();
  const left = unitsLeft(before, keys);
  let done = keys.length - left.length;
  await atOnce(
    left,
    mostAtOnce,
    async (key) => {
      const piece = must(byKey.get(key), 'a piece');
      const unit = { key, name: piece.name, remoteId: key };
      try {
        const read = await patiently(walk, () => piece.read(signal));
        await saveRecords(walk, syncer.kind, async (tx) => {
          const set = read.refused ?? [];
          await noteQuarantined(tx, walk, syncer.kind, set);
          await solveProblems(tx, { connectionId, runId: walk.runId, kind: syncer.kind, subject: subjectOf(unit) }, context.clock.now());
          const counts = { created: 0, updated: 0, unchanged: 0, [read.outcome]: 1 };
          return (progress) => plusUnit(plusPage(progress, { ...counts, quarantined: set.length }), key, keys);
        });
      } catch (error) {
        if (meaningOf(error, signal) !== 'skip') throw error;
        await noteFailure(walk, syncer.kind, unit, keys, error);
      }
      done += 1;
      await walk.job.progress({ step: syncer.kind, done, total: keys.length, unit: syncer.counted });
    },
    signal,
  );
  await save(walk, syncer.kind, async (tx, progress) => {
    await noteQuarantined(tx, walk, syncer.kind, refused);
    return { ...plusPage(progress, { created: 0, updated: 0, unchanged: 0, quarantined: refused.length }), ended: true };
  });
}

async function patiently<T>(walk: Walk, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (meaningOf(error, walk.signal) !== 'wait') throw error;
      await waitAsTold(walk, error);
    }
  }
}
