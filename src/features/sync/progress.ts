import { z } from 'zod';
import { Verdict } from '../../model/completeness.ts';

/** How far one kind of record is, and what became of its records. Stored with each page in the page's own transaction: a killed run goes on from here. */
export const KindProgress = z.object({
  kind: z.string(),
  /** Lists: the remote's cursor behind the last kept page. Units: the last one up to which all are done. */
  cursor: z.string().nullable(),
  /** Units done beyond the cursor, since several are read at once. */
  ahead: z.array(z.string()),
  received: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  quarantined: z.number(),
  retired: z.number(),
  failed: z.number(),
  suspicious: z.number(),
  total: z.number().nullable(),
  /** The last page or unit is kept. */
  ended: z.boolean(),
  verdict: Verdict.nullable(),
  reason: z.string().nullable(),
});
export type KindProgress = z.infer<typeof KindProgress>;

export const RunProgress = z.object({ kinds: z.array(KindProgress) });
export type RunProgress = z.infer<typeof RunProgress>;

const zero = { received: 0, created: 0, updated: 0, unchanged: 0, quarantined: 0, retired: 0, failed: 0, suspicious: 0 } as const;

export const freshKind = (kind: string): KindProgress => ({
  kind,
  cursor: null,
  ahead: [],
  ...zero,
  total: null,
  ended: false,
  verdict: null,
  reason: null,
});

export const kindIn = (progress: RunProgress, kind: string): KindProgress =>
  progress.kinds.find((each) => each.kind === kind) ?? freshKind(kind);

export const withKind = (progress: RunProgress, changed: KindProgress): RunProgress => ({
  kinds: progress.kinds.some((each) => each.kind === changed.kind)
    ? progress.kinds.map((each) => (each.kind === changed.kind ? changed : each))
    : [...progress.kinds, changed],
});

export type PageCounts = { readonly created: number; readonly updated: number; readonly unchanged: number; readonly quarantined: number };

/** Received = created + updated + unchanged + quarantined, always (S5). */
export const plusPage = (progress: KindProgress, { created, updated, unchanged, quarantined }: PageCounts): KindProgress => ({
  ...progress,
  received: progress.received + created + updated + unchanged + quarantined,
  created: progress.created + created,
  updated: progress.updated + updated,
  unchanged: progress.unchanged + unchanged,
  quarantined: progress.quarantined + quarantined,
});

/** The list is read again from its start: what was counted did happen, but the counts begin anew. */
export const restarted = (progress: KindProgress): KindProgress => ({ ...freshKind(progress.kind), total: progress.total });

/** A unit is done; the cursor moves over all units done without a gap. `keys` in order. */
export function plusUnit(progress: KindProgress, key: string, keys: readonly string[]): KindProgress {
  const ahead = new Set([...progress.ahead, key]);
  let cursor = progress.cursor;
  for (let at = cursor === null ? 0 : firstAfter(keys, cursor); ahead.size > 0; at += 1) {
    const next = keys[at];
    if (next === undefined || !ahead.delete(next)) break;
    cursor = next;
  }
  return { ...progress, cursor, ahead: [...ahead] };
}

/** Units that a run still has to read. */
export const unitsLeft = (progress: KindProgress, keys: readonly string[]): readonly string[] => {
  const ahead = new Set(progress.ahead);
  return keys.slice(progress.cursor === null ? 0 : firstAfter(keys, progress.cursor)).filter((key) => !ahead.has(key));
};

/** Index of the first key greater than `cursor`; keys are in order. */
function firstAfter(keys: readonly string[], cursor: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') <= cursor) low = middle + 1;
    else high = middle;
  }
  return low;
}
