import type { Decimal } from '../../../lib/decimal.ts';
import type { Finding } from '../../../model/difference.ts';
import { moneyText } from '../../../model/money.ts';
import { productKeyText } from '../../../model/subscription.ts';
import type { BilledLine, BoughtSubscription, PsaBook, SuppliedSubscription } from '../books.ts';
import { because, explain } from '../causes/cause-rule.ts';
import { costCauses } from '../causes/price/table.ts';
import { type Comparison, everyDistributor, everyPsa, finding, type Rule, read } from '../comparison.ts';
import type { Group } from '../match-psa.ts';
import { agreementOf, currencyOf, monthlyHistory, notedCostOf, perMonth, supplyCostOf } from '../money-of.ts';
import { isOtherSupplyTerm } from './distributor.ts';
import { lossOf } from './price-below-cost.ts';
import { isWrongTermGroup } from './quantity-mismatch-psa.ts';

/** The distributor's cost is not the one noted at the PSA, on which the price rests. Where it is above the price, that is the graver finding. */
export const priceMismatchDistributor: Rule = {
  kind: 'price_mismatch_distributor',
  source: 'psa reference 8.1 "cost drift"; 8.4 row 9: cost is the distributor\'s word',
  isProven: (comparison) => everyDistributor(comparison, read) && everyPsa(comparison, read),
  find: (comparison) => comparison.psas.flatMap(({ psa, matches }) => matches.groups.flatMap((group) => findIn(comparison, psa, group))),
};

function findIn(comparison: Comparison, psa: PsaBook, group: Group): readonly Finding[] {
  const [line, subscription] = [group.lines[0], group.subscriptions[0]];
  if (line === undefined || subscription === undefined || group.lines.length > 1 || group.subscriptions.length > 1) return [];
  const supplied = comparison.supplyOf.get(subscription.remoteId);
  if (supplied === undefined || hasOtherFault(comparison, psa, group, { line, subscription, supplied })) return [];
  const currency = currencyOf(comparison.books, agreementOf(psa, line));
  const [cost, noted] = [supplyCostOf(supplied), notedCostOf(psa, line)];
  if (cost === undefined || noted === undefined || supplied.currency !== currency) return [];
  const drift = cost.minus(noted);
  if (drift.abs().lte(comparison.books.policy.priceTolerance)) return [];
  const { causes, evidence } = explain(
    costCauses,
    {
      cost,
      noted,
      currency,
      listed: listedCost(psa, line),
      isNamed: group.how === 'subscriptionId',
      lineHistory: monthlyHistory(psa, line),
    },
    because(
      'distributor_cost_changed',
      'possible',
      `The distributor charges ${moneyText(cost.toDecimalPlaces(4), currency)} a seat and month; the PSA counts with ${moneyText(noted.toDecimalPlaces(4), currency)}.`,
    ),
  );
  return [
    finding(comparison, {
      kind: 'price_mismatch_distributor',
      subject: `${supplied.connectionId}:${supplied.remoteId}`,
      psa,
      subscriptions: [subscription],
      supplied,
      lines: [line],
      impact: drift.times(supplied.seats),
      currency,
      causes,
      sharedBy: [supplied.connectionId, productKeyText(subscription.key), currency],
      evidence,
    }),
  ];
}

/** What the catalogue notes as cost, for a month; a zero there means that nobody noted it. */
function listedCost(psa: PsaBook, line: BilledLine): Decimal | undefined {
  const cost = psa.catalogue.services.get(line.serviceRemoteId)?.cost;
  return cost === undefined || cost.isZero() ? undefined : perMonth(cost, agreementOf(psa, line));
}

type Pair = { readonly line: BilledLine; readonly subscription: BoughtSubscription; readonly supplied: SuppliedSubscription };

/** The price of another term, or one that loses money anyway: those findings say more. */
const hasOtherFault = (comparison: Comparison, psa: PsaBook, group: Group, { line, subscription, supplied }: Pair): boolean =>
  isOtherSupplyTerm(subscription, supplied) ||
  isWrongTermGroup(psa, group, group.lines) ||
  lossOf(comparison, psa, group, line) !== undefined;
