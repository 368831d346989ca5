import type { BoughtSubscription } from '../books.ts';
import { changesOf, dayOf } from '../causes/history.ts';
import { renewalOf } from '../causes/renewal/facts.ts';
import { type Comparison, finding, type Rule } from '../comparison.ts';
import { type SeatCost, seatCostOf, withTerms } from './at-term-end.ts';

/**
 * The promotion was gone when the new term began, and a seat costs more than the line notes. Money: the rise. That the cost moved, or is above the
 * price now, follows from it.
 */
export const promotionEnded: Rule = {
  kind: 'promotion_ended',
  source: 'partner-center-api.md 6 "Promotion rules"; features.md N2 "promo end", P5',
  isProven: ({ isMicrosoftComplete }) => isMicrosoftComplete,
  find: (comparison) =>
    withTerms(comparison).flatMap((one) => {
      const lost = changesOf(one.history.changes, 'promotion').at(-1);
      const renewal = renewalOf(one.history.changes);
      if (lost?.before === undefined || lost.after !== undefined || renewal === undefined || renewal.at < lost.at) return [];
      const cost = seatCostOf(comparison, one);
      return cost?.noted === undefined || cost.now.lte(cost.noted) ? [] : [found(comparison, one, { ...cost, noted: cost.noted }, lost)];
    }),
};

type Rise = SeatCost & { readonly noted: NonNullable<SeatCost['noted']> };

const found = (
  comparison: Comparison,
  one: BoughtSubscription,
  cost: Rise,
  lost: { readonly at: string; readonly before: string | undefined },
) =>
  finding(comparison, {
    kind: 'promotion_ended',
    subject: one.remoteId,
    subscriptions: [one],
    supplied: comparison.supplyOf.get(one.remoteId),
    impact: cost.now.minus(cost.noted).times(one.seats),
    currency: cost.currency,
    causes: [
      {
        code: 'promotion_over',
        certainty: 'likely',
        sentence: `The promotion of ${one.name} ended with its renewal (seen on ${dayOf(lost.at)}); a seat costs more since.`,
      },
    ],
    sharedBy: [lost.before ?? ''],
    evidence: [{ label: 'Promotion until the renewal', value: lost.before ?? '', source: 'microsoft', readAt: lost.at }],
  });
