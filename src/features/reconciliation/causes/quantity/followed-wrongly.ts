import { because, type CauseRule } from '../cause-rule.ts';
import { byWhom, changesOf, dayOf } from '../history.ts';
import { changedCount, changedSeats, type QuantityFacts } from './facts.ts';

/** Microsoft's count moved, somebody changed the other book after it, and wrote another number. */
export const followedWrongly: CauseRule<QuantityFacts> = {
  name: 'the change was entered with another number',
  source: 'capabilities.md S123; ux reference 5.11 cause words',
  explain: (facts) => {
    const { bought, counted, history, countedHistory } = facts;
    const seats = changesOf(history, 'quantity').at(-1);
    const entered = changesOf(countedHistory, 'quantity').at(-1);
    if (seats?.after !== String(bought) || entered?.after !== String(counted)) return undefined;
    // The number that was left is the one from before: the edit was meant to follow. Two readings may date both to the same instant.
    if (entered.before !== seats.before || entered.at < seats.at) return undefined;
    const sentence = `Seats went from ${seats.before ?? '?'} to ${bought} on ${dayOf(seats.at)}${byWhom(seats)}; the line was changed on ${dayOf(entered.at)}${byWhom(entered)}, but to ${counted}.`;
    return because('entered_wrongly', 'likely', sentence, [changedSeats(seats), changedCount(facts, entered)]);
  },
};
