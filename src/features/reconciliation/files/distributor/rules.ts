import type { Books } from '../books.ts';
import { isoDay } from '../days.ts';
import { amountText, microText, priceText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import { costKey } from '../load/prices.ts';
import type { DistributorSubscription, Subscription } from '../model.ts';
import { worth, worthCurrency } from '../rules/money.ts';

/** A distributor's subscription and the one of Partner Center that it stands for. */
export type DistributorPair = { readonly theirs: DistributorSubscription; readonly ours: Subscription };
export type DistributorRule = (pair: DistributorPair, books: Books) => Finding | undefined;

const about = ({ theirs, ours }: DistributorPair, books: Books) => ({
  customerId: ours.customerId,
  subscriptionId: ours.id,
  distributorSubscriptionId: theirs.id,
  currency: worthCurrency(books.rates, theirs.currency),
});

/** Ended in Partner Center, alive at the distributor. */
export const cancelledStillBilledDistributor: DistributorRule = (pair, books) => {
  const { theirs, ours } = pair;
  if (!ours.isGone || !theirs.isActive) return undefined;
  const cents = worth(books.rates, theirs.currency, theirs.unitCost, theirs.quantity);
  const fields = about(pair, books);
  return {
    kind: 'cancelled_still_billed_distributor',
    cause: 'distributor_still_bills',
    certainty: 'likely',
    ...fields,
    expected: `cancelled ${isoDay(ours.endsOn)}`,
    actual: 'active at the distributor',
    impactCents: cents,
    explanation: `${ours.name} ended by ${isoDay(ours.endsOn)}, the distributor still has it active: ${amountText(cents, fields.currency)} a cycle.`,
  };
};

/** Alive in Partner Center, cancelled at the distributor. */
export const cancelledAtDistributor: DistributorRule = (pair, books) => {
  const { theirs, ours } = pair;
  if (ours.isGone || theirs.isActive || ours.isTrial) return undefined;
  return {
    kind: 'missing_in_distributor',
    cause: 'cancelled_at_distributor',
    certainty: 'likely',
    ...about(pair, books),
    expected: 'an active distributor subscription',
    actual: 'cancelled at the distributor',
    impactCents: 0,
    explanation: `${ours.name} is active in Partner Center, but cancelled at the distributor.`,
  };
};

export const wrongTermDistributor: DistributorRule = (pair, books) => {
  const { theirs, ours } = pair;
  if (theirs.term === '' || (theirs.term === ours.term && theirs.billing === ours.billing)) return undefined;
  return {
    kind: 'wrong_term_distributor',
    cause: 'service_of_other_term',
    certainty: 'likely',
    ...about(pair, books),
    expected: `${ours.term}/${ours.billing}`,
    actual: `${theirs.term}/${theirs.billing}`,
    impactCents: 0,
    explanation: `${ours.name} runs as ${ours.term} with ${ours.billing} billing, the distributor has it as ${theirs.term} with ${theirs.billing} billing.`,
  };
};

export const quantityMismatchDistributor: DistributorRule = (pair, books) => {
  const { theirs, ours } = pair;
  if (theirs.quantity === ours.quantity) return undefined;
  const cents = worth(books.rates, theirs.currency, theirs.unitCost, theirs.quantity - ours.quantity);
  const fields = about(pair, books);
  return {
    kind: 'quantity_mismatch_distributor',
    cause: 'unknown',
    certainty: 'unknown',
    ...fields,
    expected: microText(ours.quantity),
    actual: microText(theirs.quantity),
    impactCents: cents,
    explanation: `Partner Center has ${microText(ours.quantity)} x ${ours.name}, the distributor ${microText(theirs.quantity)}: ${amountText(cents, fields.currency)} a cycle.`,
  };
};

export const priceMismatchDistributor: DistributorRule = (pair, books) => {
  const { theirs, ours } = pair;
  const expected = books.distributor?.prices.find(costKey(theirs.productId, ours.term, ours.billing, theirs.currency), ours.startsOn);
  if (expected === undefined || expected === theirs.unitCost) return undefined;
  // Without the distributor's invoice every subscription is taken as charged in this month.
  const isBilled = books.distributor?.billed?.has(theirs.id) ?? true;
  const cents = isBilled ? worth(books.rates, theirs.currency, theirs.unitCost - expected, ours.quantity) : 0;
  const fields = about(pair, books);
  return {
    kind: 'price_mismatch_distributor',
    cause: 'not_the_listed_cost',
    certainty: 'likely',
    ...fields,
    expected: microText(expected),
    actual: microText(theirs.unitCost),
    impactCents: cents,
    explanation: `The distributor's list of ${isoDay(ours.startsOn)} says ${priceText(expected, fields.currency)} for ${ours.name}, its subscription costs ${priceText(theirs.unitCost, fields.currency)}: ${amountText(cents, fields.currency)} in this month.`,
  };
};

/** In this order; the first two and a wrong term leave nothing else to say. */
export const exclusiveRules: readonly DistributorRule[] = [cancelledStillBilledDistributor, cancelledAtDistributor, wrongTermDistributor];
export const lineRules: readonly DistributorRule[] = [quantityMismatchDistributor, priceMismatchDistributor];

export function judgePair(pair: DistributorPair, books: Books): Finding[] {
  for (const rule of exclusiveRules) {
    const finding = rule(pair, books);
    if (finding !== undefined) return [finding];
  }
  if (pair.ours.isGone) return [];
  return lineRules.map((rule) => rule(pair, books)).filter((finding) => finding !== undefined);
}

/** Bought through the distributor, who does not know it. */
export const missingInDistributor = (ours: Subscription, books: Books): Finding => ({
  kind: 'missing_in_distributor',
  cause: 'not_at_distributor',
  certainty: 'likely',
  customerId: ours.customerId,
  subscriptionId: ours.id,
  expected: 'a distributor subscription',
  actual: 'none',
  impactCents: 0,
  currency: books.rates.billingCurrency,
  explanation: `The customer buys through the distributor, but the distributor has no subscription for ${ours.name}.`,
});

/** At the distributor, but not in Partner Center. */
export function unknownToMicrosoft(theirs: DistributorSubscription, customerId: string | undefined, books: Books): Finding {
  const currency = worthCurrency(books.rates, theirs.currency);
  const cents = worth(books.rates, theirs.currency, theirs.unitCost, theirs.quantity);
  return {
    kind: 'missing_in_microsoft',
    cause: 'distributor_only',
    certainty: 'possible',
    ...(customerId === undefined ? {} : { customerId }),
    ...(theirs.subscriptionId === '' ? {} : { subscriptionId: theirs.subscriptionId }),
    distributorSubscriptionId: theirs.id,
    expected: 'a subscription in Partner Center',
    actual: 'at the distributor only',
    impactCents: cents,
    currency,
    explanation: `The distributor has an active subscription (${amountText(cents, currency)}) that Partner Center does not list.`,
  };
}
