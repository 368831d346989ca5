import type { Evidence } from '../../../../model/difference.ts';
import type { BookChange } from '../history.ts';

/** Seats bought against seats that another book counts, and what is known of how each number came to be. */
export type QuantityFacts = {
  readonly bought: number;
  readonly counted: number;
  /** The other book's record names the subscription itself, and nothing was left out of its number. */
  readonly isNamed: boolean;
  readonly history: readonly BookChange[];
  readonly countedHistory: readonly BookChange[];
  /** From then on every change of the other book's number stands in its history; undefined: nobody knows. */
  readonly countedSince: string | undefined;
  /** When it was bought, where its history is known from then on. */
  readonly boughtOn: string | undefined;
  /** When the other book's record last changed, in whatever; where it keeps no history of its own. */
  readonly countedMovedAt: string | undefined;
  /** From then on every change of the seats stands in the history; undefined: nobody knows. */
  readonly historySince: string | undefined;
  /** What the distributor counts; undefined when the other book is the distributor or there is none. */
  readonly supplied: number | undefined;
  readonly other: 'psa' | 'distributor';
};

/** In cause sentences: "the PSA", "the distributor". */
export const nameOf = ({ other }: QuantityFacts): string => (other === 'psa' ? 'the PSA' : 'the distributor');

export const changedSeats = ({ at, before, after, who, from }: BookChange): Evidence => ({
  label: from === 'log' ? 'Seats changed in Partner Center' : 'Seats seen to have changed in Partner Center',
  value: `${before ?? '?'} to ${after ?? '?'} on ${at.slice(0, 10)}${who === undefined || who === '' ? '' : ` by ${who}`}`,
  source: 'microsoft',
  readAt: at,
});

export const changedCount = ({ other }: QuantityFacts, { at, before, after, who }: BookChange): Evidence => ({
  label: other === 'psa' ? 'Quantity changed at the PSA' : 'Seats changed at the distributor',
  value: `${before ?? '?'} to ${after ?? '?'} on ${at.slice(0, 10)}${who === undefined || who === '' ? '' : ` by ${who}`}`,
  source: other,
  readAt: at,
});
