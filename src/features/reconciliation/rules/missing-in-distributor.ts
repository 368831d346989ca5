import type { BoughtSubscription } from '../books.ts';
import { type Comparison, complete, type DistributorComparison, everyDistributor, finding, type Rule } from '../comparison.ts';
import { seatsText } from '../sides.ts';
import { isSettling } from './distributor.ts';

/** Bought at Microsoft through a distributor that does not charge it (yet). */
export const missingInDistributor: Rule = {
  kind: 'missing_in_distributor',
  source: 'distributors reference, section 7: "only at Microsoft"',
  isProven: (comparison) => everyDistributor(comparison, complete),
  find: (comparison) => {
    // With two distributors nobody can say which of them should have it.
    const [only, second] = comparison.distributors;
    if (only === undefined || second !== undefined || only.book.source.verdict !== 'complete') return [];
    return only.matches.unsupplied
      .filter((bought) => isBoughtThrough(comparison, only, bought) && !isSettling(comparison, bought))
      .map((bought) => found(comparison, only, bought));
  },
};

/** An indirect reseller buys everything through a distributor; for other accounts the customer's other subscriptions must say so. */
function isBoughtThrough({ books }: Comparison, { matches }: DistributorComparison, bought: BoughtSubscription): boolean {
  const seller = books.sellers.find(({ source }) => source.connectionId === bought.connectionId);
  return seller?.partnerType === 'indirectReseller' || matches.matches.some((match) => match.bought.connectionId === bought.connectionId);
}

const found = (comparison: Comparison, { book, matches }: DistributorComparison, bought: BoughtSubscription) => {
  const ended = matches.matches.find((match) => match.bought === bought)?.supplied;
  const made = finding(comparison, {
    kind: 'missing_in_distributor',
    subject: `${book.source.connectionId}:${bought.remoteId}`,
    subscriptions: [bought],
    supplied: ended,
    currency: comparison.books.currency,
    causes: [
      {
        code: ended === undefined ? 'not_at_distributor' : 'cancelled_at_distributor',
        certainty: 'likely',
        sentence:
          ended === undefined
            ? `${seatsText(bought.seats)} at Microsoft, and ${book.source.name} has no such subscription.`
            : `${seatsText(bought.seats)} at Microsoft, and the subscription at ${book.source.name} is ${ended.status}.`,
      },
    ],
  });
  return { ...made, links: { ...made.links, connectionIds: [...new Set([...made.links.connectionIds, book.source.connectionId])] } };
};
