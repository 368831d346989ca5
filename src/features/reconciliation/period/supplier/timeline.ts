import { type Change, rewind } from '../load/rewind.ts';

/** What something was, and since when. `-Infinity`: since before anybody here looked. */
export type Stretch<Was> = { readonly sinceMs: number; readonly was: Was };
/** Oldest first; never empty. */
export type Timeline<Was> = readonly Stretch<Was>[];

/** How a row came to be what it is, by its changes, newest first. */
export function timelineOf<Row extends Readonly<Record<string, unknown>>>(
  now: Row,
  changes: readonly { readonly atMs: number; readonly changes: Change }[],
): Timeline<Row> {
  const stretches: Stretch<Row>[] = [];
  let was = now;
  for (const change of changes) {
    stretches.push({ sinceMs: change.atMs, was });
    was = rewind(was, [change.changes]);
  }
  return [...stretches, { sinceMs: Number.NEGATIVE_INFINITY, was }].reverse();
}

/** Everything that it was at some moment between these two. */
export const during = <Was>(timeline: Timeline<Was>, fromMs: number, toMs: number): Timeline<Was> =>
  timeline.filter(({ sinceMs }, at) => sinceMs <= toMs && (timeline[at + 1]?.sinceMs ?? Number.POSITIVE_INFINITY) > fromMs);
