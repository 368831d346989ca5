import { because, type CauseRule } from '../cause-rule.ts';
import { byWhom, changesOf, dayOf } from '../history.ts';
import { changedCount, nameOf, type QuantityFacts } from './facts.ts';

/** Both books agreed, and the other one was changed. Certain when its record names the subscription. */
export const countChanged: CauseRule<QuantityFacts> = {
  name: 'changed in the other book only',
  source: 'capabilities.md S123: each difference gets its cause with evidence; ux reference 5.11 evidence panel',
  explain: (facts) => {
    const { bought, counted, history, countedHistory, isNamed, other } = facts;
    const change = changesOf(countedHistory, 'quantity').findLast(({ before }) => before === String(bought));
    const last = changesOf(countedHistory, 'quantity').at(-1);
    if (change === undefined || last?.after !== String(counted)) return undefined;
    if (changesOf(history, 'quantity').some(({ at }) => at >= change.at)) return undefined;
    const sentence = `${nameOf(facts)} was right with ${bought} and was changed to ${counted} on ${dayOf(last.at)}${byWhom(last)}; at Microsoft nothing changed.`;
    return because(other === 'psa' ? 'line_changed' : 'distributor_changed', isNamed ? 'certain' : 'likely', capital(sentence), [
      changedCount(facts, last),
    ]);
  },
};

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
