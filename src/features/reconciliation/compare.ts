import type { DifferenceKind, Finding } from '../../model/difference.ts';
import { isCharged } from '../../model/subscription.ts';
import type { BoughtSubscription, CustomerBooks, SuppliedSubscription } from './books.ts';
import { isMicrosoftComplete, oncePerSubscription } from './comparable.ts';
import type { Comparison, DistributorComparison } from './comparison.ts';
import { matchDistributor } from './match-distributor.ts';
import { matchPsa } from './match-psa.ts';
import { withoutOutranked } from './outranked.ts';
import { rules } from './rules/table.ts';

export type Compared = {
  readonly findings: readonly Finding[];
  /** Kinds about which this reading proves nothing: a difference found earlier stays as it is. */
  readonly unproven: readonly DifferenceKind[];
};

/** Compares one customer's books. Pure: the same books give the same findings, in whatever order their rows come. */
export function compare(books: CustomerBooks): Compared {
  const comparison = matched(withChosen(books));
  const findings = withoutOutranked(rules.flatMap((rule) => rule.find(comparison)));
  return {
    findings: findings.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    unproven: rules.filter((rule) => !rule.isProven(comparison)).map((rule) => rule.kind),
  };
}

/** Without the books that the partner does not want compared. */
const withChosen = (books: CustomerBooks): CustomerBooks => ({
  ...books,
  distributors: books.policy.compared.distributor ? books.distributors : [],
  psas: books.policy.compared.psa ? books.psas : [],
});

const orderOf = (finding: Finding): string => `${finding.kind} ${finding.subject}`;

function matched(books: CustomerBooks): Comparison {
  const bought = oncePerSubscription(books.subscriptions);
  const distributors = books.distributors
    .filter(({ accountState, source }) => accountState === 'mapped' && source.verdict !== 'never')
    .map((book) => ({ book, matches: matchDistributor(book, bought) }));
  const aliases = aliasesOf(distributors);
  return {
    books,
    bought,
    isMicrosoftComplete: isMicrosoftComplete(books),
    psas: books.psas
      .filter(({ accountState, source }) => accountState === 'mapped' && source.verdict !== 'never')
      .map((psa) => ({ psa, matches: matchPsa(psa, bought, aliases, books.today) })),
    distributors,
    supplyOf: supplyOf(distributors, bought),
  };
}

/** A line at the PSA may carry the distributor's subscription id instead of Microsoft's. */
const aliasesOf = (distributors: readonly DistributorComparison[]): ReadonlyMap<string, string> =>
  new Map(
    distributors.flatMap(({ matches }) =>
      matches.matches.map(({ supplied, bought }) => [supplied.remoteId.toLowerCase(), bought.remoteId]),
    ),
  );

function supplyOf(
  distributors: readonly DistributorComparison[],
  bought: readonly BoughtSubscription[],
): ReadonlyMap<string, SuppliedSubscription> {
  const known = new Set(bought.map((each) => each.remoteId));
  const charged = distributors
    .flatMap(({ matches }) => matches.matches)
    .filter(({ supplied, bought: { remoteId } }) => isCharged(supplied.status) && known.has(remoteId));
  return new Map(charged.toReversed().map(({ supplied, bought: { remoteId } }) => [remoteId, supplied]));
}
