import { because, explain } from '../causes/cause-rule.ts';
import { dayOf } from '../causes/history.ts';
import { lostPlanOf, renewalOf } from '../causes/renewal/facts.ts';
import { renewalCauses } from '../causes/renewal/table.ts';
import { finding, type Rule } from '../comparison.ts';
import { seatCostOf, withTerms } from './at-term-end.ts';

/**
 * A change was scheduled for the next term, and the schedule is gone before the term ended: it can still be made again. Money: a month of the
 * seats that were to go; none when seats were to come.
 */
export const scheduledChangeLost: Rule = {
  kind: 'scheduled_change_lost',
  source: 'product.md 4.5; partner-center-api.md 8.3: immediate mid-term changes delete all scheduled changes; ux reference 5.10',
  isProven: ({ isMicrosoftComplete }) => isMicrosoftComplete,
  find: (comparison) =>
    withTerms(comparison).flatMap((one) => {
      const lost = lostPlanOf(one.history.changes);
      const renewal = renewalOf(one.history.changes);
      if (lost === undefined || one.seats === lost.seats || (renewal !== undefined && renewal.at >= lost.at)) return [];
      const { causes, evidence } = explain(
        renewalCauses,
        { name: one.name, seats: one.seats, history: one.history.changes },
        because(
          'change_dropped',
          'possible',
          `${String(lost.seats)} seats of ${one.name} were scheduled for the next term; the schedule is gone (seen on ${dayOf(lost.at)}).`,
        ),
      );
      const cost = seatCostOf(comparison, one);
      return [
        finding(comparison, {
          kind: 'scheduled_change_lost',
          subject: one.remoteId,
          subscriptions: [one],
          supplied: comparison.supplyOf.get(one.remoteId),
          impact: cost?.now.times(Math.max(0, one.seats - lost.seats)),
          currency: cost?.currency ?? comparison.books.currency,
          causes,
          evidence,
        }),
      ];
    }),
};
