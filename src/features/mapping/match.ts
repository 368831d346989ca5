import { type MappingState, type MatchHow, type MatchTier, matchTierOf } from '../../model/mapping.ts';

/** A target that may be the one, and what speaks for it. */
export type Candidate = {
  readonly targetId: string;
  readonly name: string;
  readonly detail: string;
  readonly how: MatchHow;
  readonly tier: MatchTier;
  readonly evidence: readonly string[];
};

/** What the evidence says about one source. Only `mapped` and a person name a target; `suggested` names candidates, the best first. */
export type Suggestion = {
  readonly state: Extract<MappingState, 'mapped' | 'suggested' | 'conflict' | 'unmapped'>;
  readonly how: MatchHow | null;
  readonly targetId: string | null;
  readonly evidence: readonly string[];
  readonly candidates: readonly Candidate[];
};

/** A mapping as it is kept. */
export type Mapping = Omit<Suggestion, 'state'> & {
  readonly state: MappingState;
  /** The person who decided; null when the evidence did. */
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** Calendar date; ignored up to and including it. */
  readonly ignoredUntil: string | null;
  /** Declared by a person: this side does not have it (state `ignored`). */
  readonly isAbsent: boolean;
  /** Targets that a person refused: not suggested again. */
  readonly rejected: readonly string[];
};

export const nothing: Suggestion = { state: 'unmapped', how: null, targetId: null, evidence: [], candidates: [] };

/** At most so many candidates are shown. */
const mostCandidates = 5;

export const candidate = (target: { id: string; name: string; detail: string }, how: MatchHow, evidence: readonly string[]): Candidate => ({
  targetId: target.id,
  name: target.name,
  detail: target.detail,
  how,
  tier: matchTierOf[how],
  evidence,
});

/** One candidate is taken; several equal ones are a conflict, which only a person ends. */
export function only(candidates: readonly Candidate[], take: (one: Candidate) => Suggestion): Suggestion {
  const [first, ...others] = candidates;
  if (first === undefined) return nothing;
  return others.length === 0 ? take(first) : conflict(candidates);
}

export const conflict = (candidates: readonly Candidate[]): Suggestion => ({
  state: 'conflict',
  how: null,
  targetId: null,
  evidence: ['several equal candidates'],
  candidates: candidates.slice(0, mostCandidates),
});

export const mapped = (one: Candidate): Suggestion => ({
  state: 'mapped',
  how: one.how,
  targetId: one.targetId,
  evidence: one.evidence,
  candidates: [one],
});

export const suggested = (one: Candidate, others: readonly Candidate[] = []): Suggestion => ({
  state: 'suggested',
  how: one.how,
  targetId: null,
  evidence: one.evidence,
  candidates: [one, ...others].slice(0, mostCandidates),
});
