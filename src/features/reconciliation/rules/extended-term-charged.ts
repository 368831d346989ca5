import type { BoughtSubscription } from '../books.ts';
import { changesOf, dayOf } from '../causes/history.ts';
import { renewalOf } from '../causes/renewal/facts.ts';
import { type Comparison, finding, type Rule } from '../comparison.ts';
import { seatCostOf, withTerms } from './at-term-end.ts';

/**
 * It runs in an extended service term: a new term began while auto-renew was off, which nothing else brings. What follows from it (another term,
 * another cost than the PSA has) is no difference of its own. Money: what a seat costs more than the line notes.
 */
export const extendedTermCharged: Rule = {
  kind: 'extended_term_charged',
  source: 'partner-center-api.md 8.4 "Extended service term"; sandbox/scenario/extended-service-term.yaml',
  isProven: ({ isMicrosoftComplete }) => isMicrosoftComplete,
  find: (comparison) =>
    withTerms(comparison).flatMap((one) => {
      const at = extendedAt(one);
      return at === undefined ? [] : [found(comparison, one, at)];
    }),
};

/** When it went into the extended term; undefined when it did not, or nobody saw it. */
export function extendedAt({ autoRenew, history: { changes } }: BoughtSubscription): string | undefined {
  const renewal = renewalOf(changes);
  if (autoRenew || renewal === undefined) return undefined;
  // Turned off after it renewed: then it renewed by itself.
  const wasOff = !changesOf(changes, 'autoRenew').some(({ at, after }) => after === 'false' && at >= renewal.at);
  return wasOff ? renewal.at : undefined;
}

function found(comparison: Comparison, one: BoughtSubscription, at: string) {
  const cost = seatCostOf(comparison, one);
  return finding(comparison, {
    kind: 'extended_term_charged',
    subject: one.remoteId,
    subscriptions: [one],
    supplied: comparison.supplyOf.get(one.remoteId),
    impact: cost?.noted === undefined ? undefined : cost.now.minus(cost.noted).times(one.seats),
    currency: cost?.currency ?? comparison.books.currency,
    causes: [
      {
        code: 'extended_term',
        certainty: 'certain',
        sentence: `${one.name} went on into an extended term (seen on ${dayOf(at)}), because auto-renew was off and no cancellation was asked for.`,
      },
    ],
    evidence: [{ label: 'A new term began with auto-renew off', value: dayOf(at), source: 'microsoft', readAt: at }],
  });
}
