import { type Decimal, printDecimal } from '../../../lib/decimal.ts';
import type { Correction, Finding } from '../../../model/difference.ts';
import { chargeMonths } from '../../../model/term.ts';
import type { Agreement, BoughtSubscription, PsaBook, Service } from '../books.ts';
import { serviceOf } from '../books.ts';
import { type Comparison, complete, everyPsa, finding, type Rule } from '../comparison.ts';
import { costOf, costPerBill, currencyOf, listPriceOf } from '../money-of.ts';
import { mappingEvidence, seatsText } from '../sides.ts';

/** Bought, the product is mapped to a service, and no line bills it. */
export const missingInPsa: Rule = {
  kind: 'missing_in_psa',
  source: 'psa reference 8.1 "unbilled"',
  isProven: (comparison) => everyPsa(comparison, complete),
  find: (comparison) =>
    comparison.psas
      .filter(({ psa }) => psa.source.verdict === 'complete')
      .flatMap(({ psa, matches }) =>
        matches.unbilled.flatMap((subscription) => {
          const service = serviceOf(psa.catalogue, subscription.key);
          return service === undefined ? [] : [found(comparison, psa, subscription, service)];
        }),
      ),
};

function found(comparison: Comparison, psa: PsaBook, subscription: BoughtSubscription, service: Service): Finding {
  const { books } = comparison;
  const agreement = agreementFor(psa, subscription);
  const supplied = comparison.supplyOf.get(subscription.remoteId);
  const cost = costOf(books, psa, { supplied });
  const price = listPriceOf(service, agreement);
  const sale = price === undefined || price.isZero() ? cost?.amount : price;
  const currency = price === undefined || price.isZero() ? (cost?.currency ?? currencyOf(books, agreement)) : currencyOf(books, agreement);
  return finding(comparison, {
    kind: 'missing_in_psa',
    subject: `${psa.source.connectionId}:${subscription.remoteId}`,
    psa,
    subscriptions: [subscription],
    supplied,
    impact: sale?.times(subscription.seats),
    currency,
    causes: [
      {
        code: 'never_billed',
        // The whole account was read and the product is mapped; a line under another account cannot be excluded.
        certainty: 'likely',
        sentence: `${seatsText(subscription.seats)} of ${subscription.name} bought, none billed.`,
      },
    ],
    evidence: [mappingEvidence(service)],
    correction:
      agreement === undefined
        ? undefined
        : addLine(psa, agreement, subscription, {
            service,
            unitCost: costPerBill(service, agreement, supplied, currencyOf(books, agreement)),
          }),
  });
}

const addLine = (
  psa: PsaBook,
  agreement: Agreement,
  subscription: BoughtSubscription,
  { service, unitCost }: { service: Service; unitCost: Decimal },
): Correction => ({
  action: 'addLine',
  connectionId: psa.source.connectionId,
  agreementRemoteId: agreement.remoteId,
  serviceRemoteId: service.remoteId,
  quantity: String(subscription.seats),
  unitPrice: printDecimal(service.price),
  unitCost: printDecimal(unitCost),
  vendorSubscriptionId: subscription.remoteId,
  description: subscription.name,
});

/** Where a new line belongs: the running agreement with most Microsoft lines, of the product's own cycle if there is one; the oldest of equals. */
function agreementFor(psa: PsaBook, subscription: BoughtSubscription): Agreement | undefined {
  const linesOf = Map.groupBy(psa.lines, (line) => line.agreementRemoteId);
  const months = chargeMonths[subscription.key.frequency];
  const rank = (agreement: Agreement): readonly number[] => [
    (linesOf.get(agreement.remoteId) ?? []).filter((line) => line.vendorId !== undefined || psa.catalogue.keysOf.has(line.serviceRemoteId))
      .length,
    agreement.cycleMonths === months ? 1 : 0,
    -Number(agreement.remoteId) || 0,
  ];
  const best = (a: Agreement, b: Agreement): number => {
    const [left, right] = [rank(a), rank(b)];
    const at = left.findIndex((value, index) => value !== right[index]);
    return at < 0 ? (a.remoteId < b.remoteId ? -1 : 1) : (right[at] ?? 0) - (left[at] ?? 0);
  };
  return [...psa.agreements.values()].filter((agreement) => agreement.active && agreement.cycleMonths !== undefined).sort(best)[0];
}
