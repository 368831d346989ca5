import type { BoughtSubscription } from '../books.ts';
import { changesOf, dayOf } from '../causes/history.ts';
import { renewalOf } from '../causes/renewal/facts.ts';
import { type Comparison, finding, type Rule } from '../comparison.ts';
import { seatCostOf, withTerms } from './at-term-end.ts';

/**
 * It runs in an extended service term: a term of one month began while auto-renew was off, which nothing else brings (a change to another term is to a
 * longer one). What follows from it (another term,
 * another cost than the PSA has) is no difference of its own. Money: what a seat costs more than the line notes.
 */
export const extendedTermCharged: Rule = {
  kind: 'extended_term_charged',
  source: 'partner-center-api.md 8.4 "Extended service term"; sandbox/scenario/extended-service-term.yaml',
  isProven: ({ isMicrosoftComplete }) => isMicrosoftComplete,
  find: (comparison) =>
    withTerms(comparison).flatMap((one) => {
      const extended = extendedAt(one);
      return extended === undefined ? [] : [found(comparison, one, extended)];
    }),
};

type Extended = { readonly at: string; readonly isCertain: boolean };

/** When it went into the extended term; undefined when it did not, or nobody saw it. */
export function extendedAt({ key, autoRenew, history: { changes } }: BoughtSubscription): Extended | undefined {
  if (key.term !== 'P1M') return undefined;
  const renewal = renewalOf(changes);
  const off = changesOf(changes, 'autoRenew').findLast(({ after }) => after === 'false');
  // Turned off after it renewed: then it renewed by itself. Found by one reading, the order of both is not known.
  if (autoRenew || renewal === undefined || (off !== undefined && off.at > renewal.at)) return undefined;
  return { at: renewal.at, isCertain: off?.at !== renewal.at };
}

function found(comparison: Comparison, one: BoughtSubscription, { at, isCertain }: Extended) {
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
        certainty: isCertain ? 'certain' : 'likely',
        sentence: `${one.name} went on into an extended term (seen on ${dayOf(at)}), because auto-renew was off and no cancellation was asked for.`,
      },
    ],
    evidence: [{ label: 'A new term began with auto-renew off', value: dayOf(at), source: 'microsoft', readAt: at }],
  });
}
