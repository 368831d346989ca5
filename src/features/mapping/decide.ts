import { assertNever } from '../../lib/must.ts';
import type { Mapping } from './match.ts';

/** Customers to accounts, or products to services. */
export type MappingKind = 'account' | 'product';

/** What a person can decide about a mapping. */
export type Decision =
  | { readonly decision: 'map'; readonly targetId: string; readonly since?: string | undefined }
  | { readonly decision: 'accept'; readonly since?: string | undefined }
  | { readonly decision: 'ignore'; readonly reason: string; readonly until?: string | undefined }
  | { readonly decision: 'absent'; readonly reason: string }
  | { readonly decision: 'reject'; readonly targetId: string }
  | { readonly decision: 'unmap' }
  | { readonly decision: 'undo' };

/** `sinceAhead`, `closedPeriod`: it cannot count from the day that is asked for (`corrections.ts`). */
export type DecisionRefusal = 'targetMissing' | 'nothingSuggested' | 'severalCandidates' | 'nothingToUndo' | 'sinceAhead' | 'closedPeriod';
export type Decided = { readonly mapping: Mapping; readonly undoes: boolean } | { readonly refused: DecisionRefusal };

/** `before`: as it is; `previous`: before the last decision; `isLive`: whether a target exists now. */
export function decide(
  before: Mapping,
  previous: Mapping | undefined,
  decision: Decision,
  { by, isLive }: { readonly by: string; readonly isLive: (targetId: string) => boolean },
): Decided {
  switch (decision.decision) {
    case 'map':
      return isLive(decision.targetId) ? chosen(before, decision.targetId, by) : { refused: 'targetMissing' };
    case 'accept':
      return accept(before, by, isLive);
    case 'ignore':
      return done({ ...emptied(before, by), state: 'ignored', reason: decision.reason, ignoredUntil: decision.until ?? null });
    case 'absent':
      return done({ ...emptied(before, by), state: 'ignored', evidence: ['declared: not there'], reason: decision.reason, isAbsent: true });
    case 'reject':
      return reject(before, decision.targetId);
    case 'unmap':
      return done({ ...emptied(before, by), state: 'unmapped' });
    case 'undo':
      return undo(previous, isLive);
    default:
      return assertNever(decision);
  }
}

const done = (mapping: Mapping): Decided => ({ mapping, undoes: false });

const chosen = (before: Mapping, targetId: string, by: string): Decided =>
  done({
    ...before,
    state: 'mapped',
    how: 'manual',
    targetId,
    evidence: [`chosen by ${by}`],
    decidedBy: by,
    reason: null,
    ignoredUntil: null,
    isAbsent: false,
    rejected: before.rejected.filter((each) => each !== targetId),
  });

const emptied = (before: Mapping, by: string): Mapping => ({
  ...before,
  how: null,
  targetId: null,
  evidence: [],
  decidedBy: by,
  reason: null,
  ignoredUntil: null,
  isAbsent: false,
});

/** Accepting takes the suggested one; among several equal ones somebody has to choose. */
function accept(before: Mapping, by: string, isLive: (targetId: string) => boolean): Decided {
  const [best, second] = before.candidates;
  if (before.state === 'conflict' && second !== undefined) return { refused: 'severalCandidates' };
  if (best === undefined || (before.state !== 'suggested' && before.state !== 'conflict')) return { refused: 'nothingSuggested' };
  if (!isLive(best.targetId)) return { refused: 'targetMissing' };
  return done({
    ...before,
    state: 'mapped',
    how: best.how,
    targetId: best.targetId,
    evidence: best.evidence,
    decidedBy: by,
    reason: null,
    ignoredUntil: null,
  });
}

/** Not this one, and never suggested again. It decides nothing else: what evidence comes later is looked at. */
function reject(before: Mapping, targetId: string): Decided {
  const isOffered = before.targetId === targetId || before.candidates.some((each) => each.targetId === targetId);
  if (!isOffered) return { refused: 'nothingSuggested' };
  const candidates = before.candidates.filter((each) => each.targetId !== targetId);
  const rejected = [...before.rejected.filter((each) => each !== targetId), targetId];
  if (before.targetId !== null && before.targetId !== targetId) return done({ ...before, candidates, rejected });
  const [best, second] = candidates;
  const left = { ...before, candidates, rejected, targetId: null, decidedBy: null, reason: null, ignoredUntil: null };
  if (best === undefined) return done({ ...left, state: 'unmapped', how: null, evidence: [] });
  return second === undefined || before.state === 'suggested'
    ? done({ ...left, state: 'suggested', how: best.how, evidence: best.evidence })
    : done({ ...left, state: 'conflict', how: null });
}

function undo(previous: Mapping | undefined, isLive: (targetId: string) => boolean): Decided {
  if (previous === undefined) return { refused: 'nothingToUndo' };
  const isGone = previous.targetId !== null && !isLive(previous.targetId);
  return { mapping: isGone ? { ...previous, state: 'stale' } : previous, undoes: true };
}
