import type { BoughtSubscription } from '../books.ts';
import { type Comparison, finding, type Rule } from '../comparison.ts';
import { monthlyPlanCost, seatCostOf, withTerms } from './at-term-end.ts';
import { extendedAt } from './extended-term-charged.ts';
import { extendedUplift, goesOnByTheMonth } from './term-end.ts';

/**
 * Auto-renew is off, nobody asked for an end, and no next term is scheduled: at the end of its term it goes on month by month, at a higher price.
 * A cancellation asked for is a decision. Money: what the extended term costs more a month, where a monthly plan's cost is known.
 */
export const autoRenewTrap: Rule = {
  kind: 'auto_renew_trap',
  source: 'features.md N5; partner-center-api.md 8.4: autoRenewEnabled false alone means the extended service term',
  isProven: ({ isMicrosoftComplete }) => isMicrosoftComplete,
  find: (comparison) =>
    withTerms(comparison)
      .filter(isTrapped)
      .map((one) => found(comparison, one)),
};

const isTrapped = (one: BoughtSubscription): boolean =>
  goesOnByTheMonth({ autoRenew: one.autoRenew, hasPlan: one.next !== undefined, asked: one.termEnd, endsOn: one.endsOn }) &&
  extendedAt(one) === undefined;

function found(comparison: Comparison, one: BoughtSubscription) {
  const cost = seatCostOf(comparison, one);
  const monthly = one.key.term === 'P1M' ? cost?.now : monthlyPlanCost(comparison, one);
  return finding(comparison, {
    kind: 'auto_renew_trap',
    subject: one.remoteId,
    subscriptions: [one],
    supplied: comparison.supplyOf.get(one.remoteId),
    impact: cost === undefined ? undefined : monthly?.times(extendedUplift).minus(cost.now).times(one.seats),
    currency: cost?.currency ?? comparison.books.currency,
    causes: [
      {
        code: 'auto_renew_off',
        certainty: 'certain',
        sentence: `Auto-renew of ${one.name} is off and no cancellation is asked for: after ${one.endsOn ?? 'its term'} it goes on by the month, at a higher price.`,
      },
    ],
    evidence: [
      { label: 'Auto-renew', value: 'off', source: 'microsoft', readAt: one.readAt },
      { label: 'At the end of the term', value: one.termEnd ?? 'nothing asked for', source: 'microsoft', readAt: one.readAt },
    ],
  });
}
