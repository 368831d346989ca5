import { because, type CauseRule } from '../cause-rule.ts';
import { changesOf, dayOf } from '../history.ts';
import type { TermFacts } from './facts.ts';

/** The subscription was of the other book's term until it changed at Microsoft. Certain when the record names the subscription. */
export const termChanged: CauseRule<TermFacts> = {
  name: 'term or frequency changed at Microsoft',
  source: 'partner-center-api.md 8.4 "Term change mid-term", "Billing-plan change"; ux reference 5.11',
  explain: ({ bought, other, book, isNamed, history }) => {
    const left = [...changesOf(history, 'term'), ...changesOf(history, 'frequency')].findLast(
      ({ field, before }) => before === (field === 'term' ? other.term : other.frequency),
    );
    if (left === undefined) return undefined;
    const sentence = `Changed at Microsoft from ${other.label} to ${bought.label} (seen on ${dayOf(left.at)}); ${book === 'psa' ? 'the PSA still bills' : 'the distributor still has'} the old one.`;
    return because('term_changed', isNamed ? 'certain' : 'likely', sentence, [
      { label: 'Term changed at Microsoft', value: `${left.before ?? '?'} to ${left.after ?? '?'}`, source: 'microsoft', readAt: left.at },
    ]);
  },
};
