import { type BookChange, changesOf } from '../history.ts';

/** A subscription around the end of its term: what was planned, and what became of it. */
export type RenewalFacts = { readonly name: string; readonly seats: number; readonly history: readonly BookChange[] };

/** The last beginning of a new term that was seen. */
export const renewalOf = (history: readonly BookChange[]): BookChange | undefined =>
  changesOf(history, 'startsOn').findLast(({ before, after }) => before !== undefined && after !== undefined && before < after);

/** A number of seats scheduled for the next term that stands there no more. */
export function lostPlanOf(history: readonly BookChange[]): { readonly seats: number; readonly at: string } | undefined {
  const last = changesOf(history, 'nextSeats').at(-1);
  return last?.before === undefined || last.after !== undefined ? undefined : { seats: Number(last.before), at: last.at };
}
