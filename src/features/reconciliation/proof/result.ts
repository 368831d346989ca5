import type { Tolerance } from '../../../model/tolerance.ts';
import type { NotRecomputed } from './line-proof.ts';
import type { Misfit, ProvedColumn } from './misfit.ts';
import type { CurrencyProof } from './tie.ts';

/** `withinTolerance`: something does not fit, all of it small enough by the tolerance of this import; it is listed all the same. */
export type Verdict = 'proved' | 'withinTolerance' | 'notProved';

export type Misfits = {
  readonly count: number;
  readonly withinTolerance: number;
  readonly byColumn: Readonly<Partial<Record<ProvedColumn, number>>>;
  /** The first hundred, in order of line. */
  readonly first: readonly Misfit[];
};

/** The proof of one invoice. Amounts are decimal text; the provider's own are as given. */
export type InvoiceProof = {
  readonly invoice: string;
  readonly verdict: Verdict;
  /** The rounding that its licence lines follow, how many do not, and which others fit all lines as well. */
  readonly ruleSet: { readonly name: string; readonly words: string; readonly misfits: number; readonly alsoFit: readonly string[] };
  readonly currencies: readonly CurrencyProof[];
  readonly misfits: Misfits;
  /** Lines of which something is taken as given, by reason. */
  readonly notRecomputed: readonly { readonly reason: NotRecomputed; readonly lines: number }[];
  /** As it was when this was proved. */
  readonly tolerance: Tolerance;
};
