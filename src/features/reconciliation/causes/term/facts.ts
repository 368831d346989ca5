import type { BookChange } from '../history.ts';

/** A record that is of another term or billing frequency than what was bought; terms in words, codes as `P1Y` and `monthly`. */
export type TermFacts = {
  readonly bought: { readonly term: string; readonly frequency: string; readonly label: string };
  readonly other: { readonly term: string | undefined; readonly frequency: string | undefined; readonly label: string };
  readonly book: 'psa' | 'distributor';
  readonly isNamed: boolean;
  readonly history: readonly BookChange[];
  /** From then on the history of the subscription is known. */
  readonly isSeenFromBirth: boolean;
};
