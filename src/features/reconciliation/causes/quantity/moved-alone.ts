import { because, type CauseRule } from '../cause-rule.ts';
import { changesOf, dayOf } from '../history.ts';
import { nameOf, type QuantityFacts } from './facts.ts';

/**
 * The seats at Microsoft never moved since they are watched, and the other book's record did: its number moved alone. Likely, for the record
 * may have changed in something else and have been wrong before.
 */
export const movedAlone: CauseRule<QuantityFacts> = {
  name: 'only the other book moved',
  source: 'capabilities.md S123: each difference gets its cause with evidence; distributors reference 9.13',
  explain: (facts) => {
    const { bought, counted, history, historySince, countedMovedAt, other } = facts;
    if (other === 'psa' || historySince === undefined || countedMovedAt === undefined || countedMovedAt <= historySince) return undefined;
    if (changesOf(history, 'quantity').some(({ at }) => at >= historySince)) return undefined;
    return because(
      'distributor_changed',
      'likely',
      `${bought} seats at Microsoft, unchanged; the record at ${nameOf(facts)} changed on ${dayOf(countedMovedAt)} and has ${counted}.`,
      [{ label: 'Changed at the distributor', value: dayOf(countedMovedAt), source: 'distributor', readAt: countedMovedAt }],
    );
  },
};
