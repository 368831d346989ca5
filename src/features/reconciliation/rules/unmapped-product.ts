import { Decimal } from '../../../lib/decimal.ts';
import type { Finding } from '../../../model/difference.ts';
import { productKeyText } from '../../../model/subscription.ts';
import { termLabel } from '../../../model/term.ts';
import { type BoughtSubscription, mappingOf, type PsaBook } from '../books.ts';
import { type Comparison, complete, everyPsa, finding, type PsaComparison, type Rule } from '../comparison.ts';
import type { Group } from '../match-psa.ts';
import { costOf, sumOf } from '../money-of.ts';
import { seatsText } from '../sides.ts';
import { seatsOf } from './quantity-mismatch-psa.ts';

/** No service of the PSA bills this product, so nobody can tell whether it is billed. Ignored products are deliberate (ruling 6). */
export const unmappedProduct: Rule = {
  kind: 'unmapped_product',
  source: 'product.md ruling 6; bench "unmapped_product"',
  isProven: (comparison) => everyPsa(comparison, complete),
  find: (comparison) =>
    comparison.psas
      .filter(({ psa }) => psa.source.verdict === 'complete')
      .flatMap((each) => [...unbilled(comparison, each), ...billedAnyway(comparison, each)]),
};

const stateOf = (psa: PsaBook, subscription: BoughtSubscription): string => mappingOf(psa.catalogue, subscription.key)?.state ?? 'unmapped';

const unbilled = (comparison: Comparison, { psa, matches }: PsaComparison): readonly Finding[] =>
  matches.unbilled
    .filter((subscription) => !['mapped', 'ignored'].includes(stateOf(psa, subscription)) || pointsNowhere(psa, subscription))
    .map((subscription) => found(comparison, psa, subscription));

/** A mapping whose service no longer exists is as good as none. */
const pointsNowhere = (psa: PsaBook, { key }: BoughtSubscription): boolean => {
  const mapping = mappingOf(psa.catalogue, key);
  return mapping?.state === 'mapped' && !psa.catalogue.services.has(mapping.serviceRemoteId ?? '');
};

/** A line names the subscription, but its service is unknown to the mapping: billed, no money lost, still to be mapped. Quantities are compared first. */
const billedAnyway = (comparison: Comparison, { psa, matches }: PsaComparison): readonly Finding[] =>
  matches.groups
    .filter((group) => group.how === 'subscriptionId' && sumOf(group.lines).eq(seatsOf(group)) && isOnForeignService(psa, group))
    .flatMap((group) => group.subscriptions.map((subscription) => found(comparison, psa, subscription, group)));

const isOnForeignService = (psa: PsaBook, group: Group): boolean =>
  group.subscriptions.every((subscription) => stateOf(psa, subscription) === 'unmapped') &&
  group.lines.every((line) => !psa.catalogue.keysOf.has(line.serviceRemoteId));

function found(comparison: Comparison, psa: PsaBook, subscription: BoughtSubscription, group?: Group): Finding {
  const supplied = comparison.supplyOf.get(subscription.remoteId);
  const cost = costOf(comparison.books, psa, { supplied });
  return finding(comparison, {
    kind: 'unmapped_product',
    subject: `${psa.source.connectionId}:${subscription.remoteId}`,
    psa,
    subscriptions: [subscription],
    supplied,
    lines: group?.lines ?? [],
    impact: group === undefined ? cost?.amount.times(subscription.seats) : new Decimal(0),
    currency: cost?.currency ?? comparison.books.currency,
    causes: [
      {
        code: pointsNowhere(psa, subscription) ? 'service_gone' : 'service_not_mapped',
        certainty: 'certain',
        sentence:
          group === undefined
            ? `${seatsText(subscription.seats)} of ${subscription.name} (${termLabel(subscription.key.term, subscription.key.frequency)}) bought, and no service of the PSA is mapped to it.`
            : `${subscription.name} is billed by a line whose service is not mapped to it.`,
      },
    ],
    sharedBy: [psa.source.connectionId, productKeyText(subscription.key)],
    evidence: [
      {
        label: 'Product',
        value: `${subscription.key.productId}:${subscription.key.skuId}, ${termLabel(subscription.key.term, subscription.key.frequency)}`,
        source: 'mapping',
      },
    ],
  });
}
