import type { Decimal } from '../../lib/decimal.ts';
import type { Cause, Correction, DifferenceKind, Evidence, Finding } from '../../model/difference.ts';
import type { BilledLine, BoughtSubscription, CustomerBooks, DistributorBook, PsaBook, SuppliedSubscription } from './books.ts';
import { causeKey } from './causes/cause-key.ts';
import type { SupplyMatches } from './match-distributor.ts';
import type { PsaMatches } from './match-psa.ts';
import { impactOf } from './money-of.ts';
import { absent, billedEvidence, boughtEvidence, distributorSide, microsoftSide, psaSide, suppliedEvidence } from './sides.ts';
import { toSubject } from './subject.ts';
import { waysAtMicrosoft } from './ways-at-microsoft.ts';

export type PsaComparison = { readonly psa: PsaBook; readonly matches: PsaMatches };
export type DistributorComparison = { readonly book: DistributorBook; readonly matches: SupplyMatches };

/** One customer's books, matched; what the rules look at. */
export type Comparison = {
  readonly books: CustomerBooks;
  /** Each subscription once, whichever account showed it. */
  readonly bought: readonly BoughtSubscription[];
  readonly isMicrosoftComplete: boolean;
  /** Only PSA systems and distributors that were read and where the account is mapped. */
  readonly psas: readonly PsaComparison[];
  readonly distributors: readonly DistributorComparison[];
  /** By Microsoft's subscription id: what the distributor charges for it. */
  readonly supplyOf: ReadonlyMap<string, SuppliedSubscription>;
};

/** One rule finds one kind of difference. `source`: where the rule is written down. */
export type Rule = {
  readonly kind: DifferenceKind;
  readonly source: string;
  readonly find: (comparison: Comparison) => readonly Finding[];
  /** Whether everything was read that this rule needs: only then does "not found" mean "not there" (B7). */
  readonly isProven: (comparison: Comparison) => boolean;
};

export const everyPsa = ({ books }: Comparison, verdicts: readonly string[]): boolean =>
  books.psas.every(({ source }) => verdicts.includes(source.verdict));

export const everyDistributor = ({ books }: Comparison, verdicts: readonly string[]): boolean =>
  books.distributors.every(({ source }) => verdicts.includes(source.verdict));

export const read = ['complete', 'partial', 'suspicious'] as const;
export const complete = ['complete'] as const;

type Draft = {
  readonly kind: DifferenceKind;
  readonly subject: string;
  readonly psa?: PsaBook;
  readonly subscriptions?: readonly BoughtSubscription[];
  readonly supplied?: SuppliedSubscription | undefined;
  readonly lines?: readonly BilledLine[];
  readonly productName?: string;
  /** Money a month, positive: the partner loses; left out: nobody can say, counts as 0. */
  readonly impact?: Decimal | undefined;
  readonly currency: string;
  readonly causes: readonly [Cause, ...Cause[]];
  /** What the cause lies in, where other customers share it. */
  readonly sharedBy?: readonly string[] | undefined;
  readonly evidence?: readonly Evidence[];
  readonly correction?: Correction | undefined;
};

/** Fills in what every finding has: the three sides, the evidence of each, and the links. */
export function finding({ books }: Comparison, draft: Draft): Finding {
  const { psa, subscriptions = [], supplied, lines = [], correction, causes, sharedBy } = draft;
  const key = causeKey(causes[0].code, sharedBy);
  const alternatives = waysAtMicrosoft(books, draft);
  return {
    kind: draft.kind,
    subject: toSubject(draft.subject),
    productName: draft.productName ?? nameIn(subscriptions, lines, supplied),
    microsoft: microsoftSide(subscriptions),
    distributor: distributorSide(supplied),
    psa: psa === undefined ? absent : psaSide(books, psa, lines),
    impact: draft.impact === undefined ? { amount: '0', currency: draft.currency } : impactOf(draft.impact, draft.currency),
    causes: [...causes],
    ...(key !== undefined && { causeKey: key }),
    evidence: [...evidenceOf(books, draft), ...(draft.evidence ?? [])],
    ...(correction && { correction }),
    ...(alternatives.length > 0 && { alternatives }),
    links: linksOf(draft),
  };
}

const nameIn = (
  subscriptions: readonly BoughtSubscription[],
  lines: readonly BilledLine[],
  supplied: SuppliedSubscription | undefined,
): string => subscriptions[0]?.name ?? lines[0]?.description ?? supplied?.name ?? '';

const evidenceOf = (books: CustomerBooks, { psa, subscriptions = [], supplied, lines = [] }: Draft): Evidence[] => [
  ...someOf(subscriptions, 'microsoft', boughtEvidence),
  ...(supplied === undefined ? [] : [suppliedEvidence(supplied)]),
  ...(psa === undefined ? [] : someOf(lines, 'psa', (line) => billedEvidence(books, psa, line))),
];

/** So many are told of each side one by one; the ids of all stand with the side itself. */
const mostTold = 50;

function someOf<T>(items: readonly T[], source: Evidence['source'], tell: (item: T) => Evidence): Evidence[] {
  const told = items.slice(0, mostTold).map(tell);
  return items.length <= mostTold ? told : [...told, { label: 'And', value: `${items.length - mostTold} more`, source }];
}

function linksOf({ psa, subscriptions = [], supplied, lines = [] }: Draft): Finding['links'] {
  const connectionIds = [...subscriptions.map((each) => each.connectionId), supplied?.connectionId, psa?.source.connectionId];
  return {
    ...(subscriptions[0] && { subscriptionId: subscriptions[0].id }),
    psaLineIds: lines.map((line) => line.remoteId),
    ...(supplied && { distributorSubscriptionId: supplied.remoteId }),
    connectionIds: [...new Set(connectionIds.filter((id) => id !== undefined))],
  };
}

/** The customer itself is the subject: its accounts, its access. */
export const customerSubject = 'customer';
