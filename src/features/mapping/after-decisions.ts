import type { Tx } from '../../platform/db/connect.ts';
import { answersOf, keepAnswers } from './answers.ts';
import { markSince, sinceOf, withdrawSince } from './corrections.ts';
import type { Decision, MappingKind } from './decide.ts';
import type { Mapping } from './match.ts';

/** A mapping that was decided, with what it was before. */
type Changed = {
  readonly row: { readonly mapping_id: string; readonly changed_at: Temporal.Instant };
  readonly decision: Decision;
  readonly before: Mapping;
  readonly undoes: boolean;
};

/**
 * What follows from decisions of both kinds: what they answer to suggestions, their versions (`keepVersions` answers which other mappings changed
 * along with them), and from when on these count.
 */
export async function afterDecisions(
  tx: Tx,
  { kind, now, changed }: { readonly kind: MappingKind; readonly now: Temporal.Instant; readonly changed: readonly Changed[] },
  keepVersions: () => Promise<readonly string[]>,
): Promise<void> {
  await keepAnswers(
    tx,
    kind,
    now,
    changed.map(({ row, decision, before, undoes }) => ({
      mappingId: row.mapping_id,
      answers: undoes ? [] : answersOf(before, decision),
      undoes,
      changedAt: row.changed_at,
    })),
  );
  await withdrawSince(
    tx,
    kind,
    changed.flatMap(({ row, undoes }) => (undoes ? [row.mapping_id] : [])),
  );
  const along = await keepVersions();
  // A day is asked of one decision at a time, so what changed along with it counts from the same day.
  const corrected = changed.filter(({ decision }) => sinceOf(decision) !== undefined);
  const [since] = corrected.map(({ decision }) => sinceOf(decision));
  if (since !== undefined) await markSince(tx, kind, [...corrected.map(({ row }) => row.mapping_id), ...along], since);
}
