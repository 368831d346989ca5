import { because, type CauseRule } from '../cause-rule.ts';
import { byWhom, changeAwayFrom, changesOf, dayOf } from '../history.ts';
import { changedSeats, nameOf, type QuantityFacts } from './facts.ts';

/**
 * Microsoft's count moved away from the number that still stands in the other book. Certain when that book's record names the subscription
 * and is known not to have changed its number since.
 */
export const seatsChanged: CauseRule<QuantityFacts> = {
  name: 'seats changed at Microsoft, nobody told the other book',
  source: 'features.md N2; ux reference 5.11 "Seats added 14 Oct, after last PSA change"',
  explain: (facts) => {
    const { bought, counted, history, countedHistory, countedSince, isNamed, other } = facts;
    const change = changeAwayFrom(history, 'quantity', String(counted), String(bought));
    if (change === undefined) return undefined;
    if (changesOf(countedHistory, 'quantity').some(({ at }) => at >= change.at)) return undefined;
    const isUnmoved = isNamed && countedSince !== undefined && countedSince <= change.at;
    const sentence = `${bought} bought, ${counted} ${other === 'psa' ? 'billed' : 'charged'}: seats went from ${counted} to ${change.after ?? bought} on ${dayOf(change.at)}${byWhom(change)}, and ${nameOf(facts)} was not told.`;
    const code = other === 'distributor' ? 'distributor_behind' : bought > counted ? 'seats_added' : 'seats_reduced';
    return because(code, isUnmoved ? 'certain' : 'likely', sentence, [changedSeats(change)]);
  },
};
