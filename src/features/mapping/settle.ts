import { matchTierOf } from '../../model/mapping.ts';
import type { Mapping, Suggestion } from './match.ts';

/**
 * What a mapping becomes when the evidence is looked at again. A person's choice stands: it only turns stale when its target is gone, and an
 * ignored one comes back after its date. A match that stands is not given up because evidence got weaker. Twice is once (M15).
 */
export function settle(
  before: Mapping | undefined,
  found: Suggestion,
  facts: { isLive: (targetId: string) => boolean; today: string },
): Mapping {
  if (before === undefined) return byEvidence(found);
  const { rejected } = before;
  if (before.state === 'ignored') return isOver(before, facts.today) ? byEvidence(found, rejected) : before;
  if (before.targetId !== null && !facts.isLive(before.targetId)) return afterLoss(before, found);
  if (before.decidedBy !== null) return before.state === 'stale' ? { ...before, state: 'mapped' } : before;
  if (before.targetId === null) return byEvidence(found, rejected);
  return standing(before, before.targetId, found);
}

export const byEvidence = (found: Suggestion, rejected: readonly string[] = []): Mapping => ({
  ...found,
  decidedBy: null,
  reason: null,
  ignoredUntil: null,
  isAbsent: false,
  rejected,
});

const isOver = ({ ignoredUntil }: Mapping, today: string): boolean => ignoredUntil !== null && ignoredUntil < today;

/** The target disappeared: a certain new one takes over what the evidence had decided; a person's choice waits for the person. */
const afterLoss = (before: Mapping, found: Suggestion): Mapping =>
  before.decidedBy === null && found.state === 'mapped'
    ? byEvidence(found, before.rejected)
    : { ...before, state: 'stale', candidates: found.candidates, reason: before.reason };

/** The evidence had matched it and the target is still there. */
function standing(before: Mapping, targetId: string, found: Suggestion): Mapping {
  if (found.state !== 'mapped') return before.state === 'stale' ? { ...before, state: 'mapped' } : before;
  if (found.targetId === targetId) return byEvidence(found, before.rejected);
  const isStronger =
    found.how !== null && matchTierOf[found.how] === 'certain' && (before.how === null || matchTierOf[before.how] !== 'certain');
  if (isStronger) return byEvidence(found, before.rejected);
  const old = before.candidates.filter((candidate) => candidate.targetId === targetId);
  const both = [...found.candidates, ...old];
  return byEvidence(
    { state: 'conflict', how: null, targetId: null, evidence: ['the evidence changed'], candidates: both },
    before.rejected,
  );
}

export const isSame = (a: Mapping, b: Mapping): boolean => JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

const ordered = ({ state, how, targetId, evidence, candidates, decidedBy, reason, ignoredUntil, isAbsent, rejected }: Mapping) => [
  state,
  how,
  targetId,
  evidence,
  candidates.map((each) => [each.targetId, each.name, each.detail, each.how, each.tier, each.evidence]),
  decidedBy,
  reason,
  ignoredUntil,
  isAbsent,
  rejected,
];
