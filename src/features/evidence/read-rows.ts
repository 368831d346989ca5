import type { Tx } from '../../platform/db/connect.ts';
import type { Actor } from '../context.ts';
import { type DifferenceFilter, readDifferences } from '../reconciliation/index.ts';
import { type EvidenceRow, notesOf, toEvidence } from './row.ts';

/** The differences that the filter finds as evidence, with what people wrote on them. */
export async function* readRows(tx: Tx, filter: DifferenceFilter, actor: Actor, sort?: string): AsyncGenerator<EvidenceRow> {
  for await (const page of readDifferences(tx, filter, actor, sort)) {
    const notes = await notesOf(
      tx,
      page.map(({ view }) => view),
    );
    for (const { view, isCost } of page) yield toEvidence(view, notes.get(view.differenceId) ?? [], isCost);
  }
}
