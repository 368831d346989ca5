import { because, type CauseRule } from '../cause-rule.ts';
import { changesOf } from '../history.ts';
import type { TermFacts } from './facts.ts';

/**
 * Entered with the service of another term. Certain when the subscription is known from its first day, never was of that term, and the record
 * names it; else its term may have changed before anybody looked.
 */
export const enteredAsAnother: CauseRule<TermFacts> = {
  name: 'service of another term chosen',
  source: 'psa reference 8.1 "term mismatch"; features.md N2 "term mixed up"',
  explain: ({ bought, other, book, isNamed, history, isSeenFromBirth }) => {
    if (changesOf(history, 'term').length + changesOf(history, 'frequency').length > 0) return undefined;
    const sentence =
      book === 'psa'
        ? `Bought as ${bought.label}, billed as ${other.label}.`
        : `${bought.label} at Microsoft, ${other.label} at the distributor.`;
    return because('service_of_other_term', isNamed && isSeenFromBirth ? 'certain' : 'likely', sentence);
  },
};
