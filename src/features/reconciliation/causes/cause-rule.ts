import { type Cause, type CauseCode, type Certainty, ranked } from '../../../model/cause.ts';
import type { Evidence } from '../../../model/difference.ts';

/** A cause with the facts that a person can check. */
export type Explained = Cause & { readonly evidence: readonly Evidence[] };

/**
 * One reason why a difference can exist. `source`: where the business says that it happens. A rule answers `certain` only when the evidence
 * alone implies the cause, whatever else is true.
 */
export type CauseRule<Facts> = {
  readonly name: string;
  readonly source: string;
  readonly explain: (facts: Facts) => Explained | undefined;
};

export const because = (code: CauseCode, certainty: Certainty, sentence: string, evidence: readonly Evidence[] = []): Explained => ({
  code,
  certainty,
  sentence,
  evidence,
});

export type Explanation = { readonly causes: readonly [Cause, ...Cause[]]; readonly evidence: readonly Evidence[] };

/** All that apply, best first, with what each rests on; `otherwise` when nothing else is said of it. */
export function explain<Facts>(rules: readonly CauseRule<Facts>[], facts: Facts, otherwise: Explained): Explanation {
  const found = rules.flatMap((rule) => rule.explain(facts) ?? []);
  const [best = otherwise, ...others] = ranked(found.length === 0 ? [otherwise] : found);
  return {
    causes: [bare(best), ...others.map(bare)],
    evidence: [best, ...others].flatMap((one) => one.evidence),
  };
}

const bare = ({ code, certainty, sentence }: Explained): Cause => ({ code, certainty, sentence });
