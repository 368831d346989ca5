import { type Decimal, printDecimal } from '../../../lib/decimal.ts';
import type { Correction, Finding } from '../../../model/difference.ts';
import { chargeMonths } from '../../../model/term.ts';
import type { Agreement, BoughtSubscription, PsaBook, Service } from '../books.ts';
import { isSeenFromBirth, serviceOf } from '../books.ts';
import { because, explain } from '../causes/cause-rule.ts';
import type { FormerLine } from '../causes/line/facts.ts';
import { unbilledCauses } from '../causes/line/table.ts';
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
  const { causes, evidence } = explain(
    unbilledCauses,
    {
      name: subscription.name,
      seats: subscription.seats,
      createdAt: subscription.createdAt,
      isSeenFromBirth: isSeenFromBirth(subscription),
      former: formerLines(psa, subscription, books.today),
    },
    because('unknown', 'unknown', `${seatsText(subscription.seats)} of ${subscription.name} bought, none billed.`),
  );
  return finding(comparison, {
    kind: 'missing_in_psa',
    subject: `${psa.source.connectionId}:${subscription.remoteId}`,
    psa,
    subscriptions: [subscription],
    supplied,
    impact: sale?.times(subscription.seats),
    currency,
    causes,
    evidence: [mappingEvidence(service), ...evidence],
    correction:
      agreement === undefined
        ? undefined
        : addLine(psa, agreement, subscription, {
            service,
            unitCost: costPerBill(service, agreement, supplied, currencyOf(books, agreement)),
          }),
  });
}

const formerLines = (psa: PsaBook, { remoteId }: BoughtSubscription, today: string): FormerLine[] => [
  ...psa.lines.flatMap((line) =>
    line.vendorId === remoteId && line.cancelledOn !== undefined && line.cancelledOn <= today
      ? [{ remoteId: line.remoteId, endedOn: line.cancelledOn, how: 'ended' as const }]
      : [],
  ),
  ...psa.deleted.flatMap((line) =>
    line.vendorId === remoteId ? [{ remoteId: line.remoteId, endedOn: line.goneOn, how: 'deleted' as const }] : [],
  ),
];

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
