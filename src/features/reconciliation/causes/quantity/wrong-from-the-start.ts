import { because, type CauseRule } from '../cause-rule.ts';
import { changesOf, dayOf } from '../history.ts';
import { nameOf, type QuantityFacts } from './facts.ts';

/** The subscription is known from its first day, and neither number ever changed: it was entered so. */
export const wrongFromTheStart: CauseRule<QuantityFacts> = {
  name: 'entered with another number from the start',
  source: 'features.md N2 "mapping error, term mixed up": entered by hand; psa reference 7.4',
  explain: (facts) => {
    const { bought, counted, history, countedHistory, countedSince, boughtOn, other } = facts;
    if (other === 'distributor' || boughtOn === undefined || countedSince === undefined) return undefined;
    if (changesOf(history, 'quantity').length > 0 || changesOf(countedHistory, 'quantity').length > 0) return undefined;
    const sentence = `${bought} were bought on ${dayOf(boughtOn)} and never changed since; the line was entered with ${counted}.`;
    return because('entered_wrongly', 'likely', sentence, [
      {
        label: 'Bought, seats unchanged since',
        value: `${bought} on ${dayOf(boughtOn)}; ${nameOf(facts)} has ${counted}`,
        source: 'microsoft',
      },
    ]);
  },
};
