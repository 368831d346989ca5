import { Decimal, printDecimal } from '../../../lib/decimal.ts';
import type { Correction, Finding } from '../../../model/difference.ts';
import { type BilledLine, isSeenFromBirth, type PsaBook } from '../books.ts';
import { because, type Explained, type Explanation, explain } from '../causes/cause-rule.ts';
import { quantityCauses } from '../causes/quantity/table.ts';
import { type Comparison, everyPsa, finding, type Rule, read } from '../comparison.ts';
import { splitDuplicates } from '../duplicates.ts';
import type { Group } from '../match-psa.ts';
import { isOtherTerm } from '../match-wrong-term.ts';
import { agreementOf, currencyOf, saleOf, sumOf } from '../money-of.ts';
import { matchEvidence, seatsText } from '../sides.ts';

/** Seats bought against seats billed, several lines and several subscriptions summed. */
export const quantityMismatchPsa: Rule = {
  kind: 'quantity_mismatch_psa',
  source: 'psa reference 8.1 "quantity up / down", 7.4 for the sums',
  isProven: (comparison) => everyPsa(comparison, read),
  find: (comparison) => comparison.psas.flatMap(({ psa, matches }) => matches.groups.flatMap((group) => findIn(comparison, psa, group))),
};

export const seatsOf = (group: Group): Decimal => new Decimal(group.subscriptions.reduce((sum, each) => sum + each.seats, 0));

/** The same lines always make the same subject, so that a difference is known again. */
export const subjectOf = (psa: PsaBook, group: Group): string =>
  [psa.source.connectionId, ...group.subscriptions.map((each) => each.remoteId).sort()].join(':');

/** One line of another term for one subscription: the more specific finding corrects its quantity too. */
export const isWrongTermGroup = (psa: PsaBook, group: Group, kept: readonly BilledLine[]): boolean => {
  const [line, subscription] = [kept[0], group.subscriptions[0]];
  return (
    kept.length === 1 &&
    group.subscriptions.length === 1 &&
    line !== undefined &&
    subscription !== undefined &&
    isOtherTerm(psa.catalogue, line, subscription)
  );
};

function findIn(comparison: Comparison, psa: PsaBook, group: Group): readonly Finding[] {
  const bought = seatsOf(group);
  const { kept, isProven } = splitDuplicates(group.lines, bought);
  const billed = sumOf(kept);
  const more = bought.minus(billed);
  const line = lineToChange(kept, more);
  if (more.isZero() || line === undefined || isWrongTermGroup(psa, group, kept)) return [];
  const { causes, evidence } = explained(comparison, group, { bought, billed, kept, isProven });
  return [
    finding(comparison, {
      kind: 'quantity_mismatch_psa',
      subject: subjectOf(psa, group),
      psa,
      subscriptions: group.subscriptions,
      supplied: comparison.supplyOf.get(group.subscriptions[0]?.remoteId ?? ''),
      lines: kept,
      impact: saleOf(psa, line)?.times(more),
      currency: currencyOf(comparison.books, agreementOf(psa, line)),
      causes,
      evidence: [matchEvidence(group.how), ...evidence],
      correction: correctionOf(psa, line, more),
    }),
  ];
}

/** The largest line takes the change: the smaller ones are usually departments of their own. */
const lineToChange = (lines: readonly BilledLine[], more: Decimal): BilledLine | undefined =>
  [...lines].sort((a, b) => b.quantity.comparedTo(a.quantity)).find((line) => line.quantity.plus(more).gte(0)) ?? lines[0];

function correctionOf(psa: PsaBook, line: BilledLine, more: Decimal): Correction | undefined {
  const to = line.quantity.plus(more);
  if (to.lt(0)) return undefined;
  return {
    action: 'setQuantity',
    connectionId: psa.source.connectionId,
    agreementRemoteId: line.agreementRemoteId,
    lineRemoteId: line.remoteId,
    from: printDecimal(line.quantity),
    to: printDecimal(to),
  };
}

type Counted = { readonly bought: Decimal; readonly billed: Decimal; readonly kept: readonly BilledLine[]; readonly isProven: boolean };

function explained({ supplyOf }: Comparison, group: Group, counted: Counted): Explanation {
  const { bought, billed, isProven } = counted;
  const isNamed = group.how === 'subscriptionId' && isProven;
  const pair = pairOf(group, counted);
  return explain(
    quantityCauses,
    pair === undefined
      ? { ...nothingKnown, bought: bought.toNumber(), counted: billed.toNumber(), isNamed }
      : {
          bought: pair.subscription.seats,
          counted: pair.line.quantity.toNumber(),
          isNamed,
          history: pair.subscription.history.changes,
          countedHistory: pair.line.history.changes,
          countedSince: pair.line.history.since,
          boughtOn: isSeenFromBirth(pair.subscription) ? pair.subscription.createdAt : undefined,
          supplied: supplyOf.get(pair.subscription.remoteId)?.seats,
          countedMovedAt: undefined,
          historySince: pair.subscription.history.since,
          other: 'psa',
        },
    byNumbers(isNamed, bought, billed),
  );
}

/** Several lines or subscriptions have no one history: then only the numbers speak. */
const nothingKnown = {
  history: [],
  countedHistory: [],
  countedSince: undefined,
  boughtOn: undefined,
  supplied: undefined,
  countedMovedAt: undefined,
  historySince: undefined,
  other: 'psa',
} as const;

/** The one subscription and line whose numbers differ: the only ones, or the only named pair that is off by as much as the sums are. */
function pairOf({ subscriptions }: Group, { bought, billed, kept }: Counted) {
  const [subscription, line] = [subscriptions[0], kept[0]];
  if (subscription !== undefined && line !== undefined && subscriptions.length === 1 && kept.length === 1) return { subscription, line };
  const named = subscriptions.flatMap((one) => {
    const own = kept.filter((each) => each.vendorId === one.remoteId);
    return own[0] !== undefined && own.length === 1 && !own[0].quantity.eq(one.seats) ? [{ subscription: one, line: own[0] }] : [];
  });
  const [only] = named;
  const isAllOfIt =
    only !== undefined && named.length === 1 && bought.minus(billed).eq(new Decimal(only.subscription.seats).minus(only.line.quantity));
  return isAllOfIt ? only : undefined;
}

function byNumbers(isNamed: boolean, bought: Decimal, billed: Decimal): Explained {
  const isMore = bought.gt(billed);
  const difference = seatsText(bought.minus(billed).abs());
  const plural = bought.minus(billed).abs().eq(1) ? 'is' : 'are';
  // Which number moved is not known: the id in the line proves what it bills, not how it came to differ.
  return because(
    isMore ? 'seats_added' : 'seats_reduced',
    isNamed ? 'likely' : 'possible',
    isMore
      ? `${seatsText(bought)} bought, ${printDecimal(billed)} billed: ${difference} ${plural} not billed.`
      : `${seatsText(bought)} bought, ${printDecimal(billed)} billed: ${difference} ${plural} billed that the customer no longer has.`,
  );
}
