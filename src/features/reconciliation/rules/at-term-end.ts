import type { Decimal } from '../../../lib/decimal.ts';
import type { BoughtSubscription } from '../books.ts';
import { serviceOf } from '../books.ts';
import { isOwed } from '../comparable.ts';
import type { Comparison } from '../comparison.ts';
import { costOf, currencyOf, notedCostOf, supplyCostOf } from '../money-of.ts';

/** Paid for by the seat, running: what the end of a term can go wrong with. */
export const withTerms = ({ bought }: Comparison): readonly BoughtSubscription[] =>
  bought.filter((one) => isOwed(one) && one.status === 'active');

export type SeatCost = { readonly now: Decimal; readonly noted: Decimal | undefined; readonly currency: string };

/** What a seat costs a month, and what the line that bills it notes; undefined when nobody tells it. */
export function seatCostOf(comparison: Comparison, { remoteId }: BoughtSubscription): SeatCost | undefined {
  const supplied = comparison.supplyOf.get(remoteId);
  for (const { psa, matches } of comparison.psas) {
    const line = matches.groups.find(({ subscriptions }) => subscriptions.length === 1 && subscriptions[0]?.remoteId === remoteId)
      ?.lines[0];
    const cost = costOf(comparison.books, psa, { supplied, line });
    if (cost === undefined || line === undefined) continue;
    const noted =
      currencyOf(comparison.books, psa.agreements.get(line.agreementRemoteId)) === cost.currency ? notedCostOf(psa, line) : undefined;
    return { now: cost.amount, noted, currency: cost.currency };
  }
  const alone = supplyCostOf(supplied);
  return alone === undefined || supplied?.currency === undefined
    ? undefined
    : { now: alone, noted: undefined, currency: supplied.currency };
}

/** The catalogue's cost of the same product by the month; undefined when the PSA does not sell it so. */
export function monthlyPlanCost({ psas }: Comparison, { key }: BoughtSubscription): Decimal | undefined {
  for (const { psa } of psas) {
    const cost = serviceOf(psa.catalogue, { ...key, term: 'P1M', frequency: 'monthly' })?.cost;
    if (cost !== undefined && !cost.isZero()) return cost;
  }
  return undefined;
}
