import { printDecimal } from '../../../lib/decimal.ts';
import { costLabels } from '../../../model/costs.ts';
import type { Correction, Finding } from '../../../model/difference.ts';
import { moneyText } from '../../../model/money.ts';
import type { BilledLine, PsaBook, SuppliedSubscription } from '../books.ts';
import { because, explain } from '../causes/cause-rule.ts';
import { belowCostCauses } from '../causes/price/table.ts';
import { type Comparison, everyPsa, finding, type Rule, read } from '../comparison.ts';
import { splitDuplicates } from '../duplicates.ts';
import type { Group } from '../match-psa.ts';
import { agreementOf, costOf, currencyOf, listPriceOf, monthlyHistory, notedCostOf, saleOf, type UnitCost } from '../money-of.ts';
import { isWrongTermGroup, seatsOf } from './quantity-mismatch-psa.ts';

/** A seat is sold for less a month than it costs. Different currencies are never compared (psa reference 8.4 row 5). */
export const priceBelowCost: Rule = {
  kind: 'price_below_cost',
  source: 'psa reference 8.1 "margin"; 8.4 row 4 for monthly equivalents',
  isProven: (comparison) => everyPsa(comparison, read),
  find: (comparison) => comparison.psas.flatMap(({ psa, matches }) => matches.groups.flatMap((group) => findIn(comparison, psa, group))),
};

/** The line's loss a seat and month, beyond the tolerance; undefined when it is none or cannot be told. */
export function lossOf(comparison: Comparison, psa: PsaBook, group: Group, line: BilledLine) {
  const { books } = comparison;
  const [subscription] = group.subscriptions;
  const supplied = group.subscriptions.length === 1 ? comparison.supplyOf.get(subscription?.remoteId ?? '') : undefined;
  const cost = costOf(books, psa, { supplied, line });
  const sale = saleOf(psa, line);
  if (cost === undefined || sale === undefined || cost.currency !== currencyOf(books, agreementOf(psa, line))) return undefined;
  const loss = cost.amount.minus(sale);
  return loss.gt(books.policy.priceTolerance) ? { loss, cost, sale, supplied } : undefined;
}

function findIn(comparison: Comparison, psa: PsaBook, group: Group): readonly Finding[] {
  const { kept } = splitDuplicates(group.lines, seatsOf(group));
  if (isWrongTermGroup(psa, group, kept)) return []; // its price is that of the wrong service
  return kept.flatMap((line) => {
    const below = lossOf(comparison, psa, group, line);
    if (below === undefined || line.quantity.lte(0)) return [];
    const currency = currencyOf(comparison.books, agreementOf(psa, line));
    // A line below the cost that it notes itself is certain; the distributor's cost is, when the ids say that it is for this subscription.
    const isOwnCost = below.cost.from === 'psa' || isForThis(comparison, group, below.supplied);
    const service = psa.catalogue.services.get(line.serviceRemoteId);
    const list = service === undefined ? undefined : listPriceOf(service, agreementOf(psa, line));
    const { causes, evidence } = explain(
      belowCostCauses,
      {
        sale: below.sale,
        cost: below.cost.amount,
        currency,
        list,
        noted: notedCostOf(psa, line),
        isOwnCost,
        lineHistory: monthlyHistory(psa, line),
      },
      because(
        'sold_below_cost',
        isOwnCost ? 'certain' : 'likely',
        `A seat costs ${moneyText(below.cost.amount.toDecimalPlaces(4), currency)} a month and is sold for ${moneyText(below.sale.toDecimalPlaces(4), currency)}.`,
      ),
    );
    return [
      finding(comparison, {
        kind: 'price_below_cost',
        subject: `${psa.source.connectionId}:${line.remoteId}`,
        psa,
        subscriptions: group.subscriptions,
        supplied: below.supplied,
        lines: [line],
        impact: below.loss.times(line.quantity),
        currency,
        causes,
        sharedBy: [psa.source.connectionId, line.serviceRemoteId],
        evidence: [
          ...evidence,
          {
            label: costLabels[below.cost.from],
            value: `${moneyText(below.cost.amount.toDecimalPlaces(6), currency)} a seat and month`,
            source: below.cost.from,
          },
        ],
        correction: setPrice(psa, line, below.cost),
      }),
    ];
  });
}

const isForThis = ({ distributors }: Comparison, group: Group, supplied: SuppliedSubscription | undefined): boolean =>
  group.how === 'subscriptionId' &&
  distributors.some(({ matches }) => matches.matches.some((match) => match.supplied === supplied && match.how === 'subscriptionId'));

/** The catalogue's price, where that at least covers the cost; a price of our own making is never proposed. */
function setPrice(psa: PsaBook, line: BilledLine, cost: UnitCost): Correction | undefined {
  const service = psa.catalogue.services.get(line.serviceRemoteId);
  const monthly = service === undefined ? undefined : listPriceOf(service, agreementOf(psa, line));
  if (service === undefined || monthly === undefined || monthly.lt(cost.amount)) return undefined;
  return {
    action: 'setPrice',
    connectionId: psa.source.connectionId,
    agreementRemoteId: line.agreementRemoteId,
    lineRemoteId: line.remoteId,
    from: printDecimal(line.unitPrice),
    to: printDecimal(service.price),
  };
}
