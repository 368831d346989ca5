import type { Finding } from '../../../model/difference.ts';
import type { PsaBook } from '../books.ts';
import { type Comparison, everyPsa, finding, type Rule, read } from '../comparison.ts';
import type { Group } from '../match-psa.ts';
import { costOf, saleOf } from '../money-of.ts';
import { mappingEvidence, matchEvidence } from '../sides.ts';

/** A line bills nothing because its service has no price in the PSA's catalogue, and the seats cost something. Money: what they cost a month. */
export const resellerPriceMissing: Rule = {
  kind: 'reseller_price_missing',
  source: 'product.md 4.5; psa reference 8.1 "margin"',
  isProven: (comparison) => everyPsa(comparison, read),
  find: (comparison) => comparison.psas.flatMap(({ psa, matches }) => matches.groups.flatMap((group) => findIn(comparison, psa, group))),
};

function findIn(comparison: Comparison, psa: PsaBook, group: Group): readonly Finding[] {
  const [line, subscription] = [group.lines[0], group.subscriptions[0]];
  if (line === undefined || subscription === undefined || group.subscriptions.length > 1) return [];
  const service = psa.catalogue.services.get(line.serviceRemoteId);
  const isFree = service?.price.isZero() === true && saleOf(psa, line)?.isZero() === true && line.quantity.gt(0);
  const supplied = comparison.supplyOf.get(subscription.remoteId);
  const cost = costOf(comparison.books, psa, { supplied, line });
  if (service === undefined || !isFree || cost === undefined || cost.amount.lte(0)) return [];
  return [
    finding(comparison, {
      kind: 'reseller_price_missing',
      subject: `${psa.source.connectionId}:${line.remoteId}`,
      psa,
      subscriptions: [subscription],
      supplied,
      lines: [line],
      impact: cost.amount.times(line.quantity),
      currency: cost.currency,
      causes: [
        {
          code: 'price_missing',
          certainty: 'certain',
          sentence: `${service.name} has no price in the catalogue, so ${line.quantity.toFixed()} seats are billed at nothing.`,
        },
      ],
      sharedBy: [psa.source.connectionId, service.remoteId],
      evidence: [matchEvidence(group.how), mappingEvidence(service)],
    }),
  ];
}
