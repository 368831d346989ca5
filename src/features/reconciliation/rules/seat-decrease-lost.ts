import { because, explain } from '../causes/cause-rule.ts';
import { dayOf } from '../causes/history.ts';
import { lostPlanOf, renewalOf } from '../causes/renewal/facts.ts';
import { renewalCauses } from '../causes/renewal/table.ts';
import { finding, type Rule } from '../comparison.ts';
import { seatCostOf, withTerms } from './at-term-end.ts';

/** Fewer seats were scheduled for the next term, the term began, and it has more. Money: what the seats cost that nobody wanted any more. */
export const seatDecreaseLost: Rule = {
  kind: 'seat_decrease_lost',
  source: 'product.md 4.5; features.md L4 "scheduled seat reduction at renewal"; partner-center-api.md 8.3',
  isProven: ({ isMicrosoftComplete }) => isMicrosoftComplete,
  find: (comparison) =>
    withTerms(comparison).flatMap((one) => {
      const lost = lostPlanOf(one.history.changes);
      const renewal = renewalOf(one.history.changes);
      if (lost === undefined || renewal === undefined || renewal.at < lost.at || one.seats <= lost.seats) return [];
      const sentence = `${one.name} was to renew with ${String(lost.seats)} seats and began its new term (seen on ${dayOf(renewal.at)}) with ${String(one.seats)}.`;
      const { causes, evidence } = explain(
        renewalCauses,
        { name: one.name, seats: one.seats, history: one.history.changes },
        because('decrease_not_taken', 'likely', sentence),
      );
      const cost = seatCostOf(comparison, one);
      return [
        finding(comparison, {
          kind: 'seat_decrease_lost',
          subject: one.remoteId,
          subscriptions: [one],
          supplied: comparison.supplyOf.get(one.remoteId),
          impact: cost?.now.times(one.seats - lost.seats),
          currency: cost?.currency ?? comparison.books.currency,
          causes,
          evidence,
        }),
      ];
    }),
};
