import { type Decimal, printDecimal } from '../../../lib/decimal.ts';
import type { Correction, Finding } from '../../../model/difference.ts';
import { productKeyText } from '../../../model/subscription.ts';
import { termLabel } from '../../../model/term.ts';
import type { PsaBook, Service } from '../books.ts';
import { isSameSku, isSeenFromBirth, serviceOf } from '../books.ts';
import { because, explain } from '../causes/cause-rule.ts';
import { termCauses } from '../causes/term/table.ts';
import { type Comparison, everyPsa, finding, type PsaComparison, type Rule, read } from '../comparison.ts';
import { splitDuplicates } from '../duplicates.ts';
import type { WrongTerm } from '../match-wrong-term.ts';
import { agreementOf, costPerBill, currencyOf, listPriceOf, saleOf } from '../money-of.ts';
import { mappingEvidence, matchEvidence } from '../sides.ts';
import { isWrongTermGroup, seatsOf } from './quantity-mismatch-psa.ts';

/** The line's service is the same product in another term or frequency than was bought. */
export const wrongTermPsa: Rule = {
  kind: 'wrong_term_psa',
  source: 'psa reference 8.1 "term mismatch"',
  isProven: (comparison) => everyPsa(comparison, read),
  find: (comparison) => comparison.psas.flatMap((each) => wrongTermsOf(each).map((wrong) => found(comparison, each.psa, wrong))),
};

const wrongTermsOf = ({ psa, matches }: PsaComparison): readonly WrongTerm[] => [
  ...matches.wrongTerms,
  ...matches.groups.flatMap((group): WrongTerm[] => {
    const { kept } = splitDuplicates(group.lines, seatsOf(group));
    const [line, subscription] = [kept[0], group.subscriptions[0]];
    return isWrongTermGroup(psa, group, kept) && line !== undefined && subscription !== undefined
      ? [{ subscription, line, how: group.how }]
      : [];
  }),
];

function found(comparison: Comparison, psa: PsaBook, { subscription, line, how }: WrongTerm): Finding {
  const agreement = agreementOf(psa, line);
  const service = serviceOf(psa.catalogue, subscription.key);
  const supplied = comparison.supplyOf.get(subscription.remoteId);
  const currency = currencyOf(comparison.books, agreement);
  const right = service === undefined ? undefined : listPriceOf(service, agreement);
  const now = saleOf(psa, line);
  const billedAs = psa.catalogue.keysOf.get(line.serviceRemoteId)?.find((key) => isSameSku(key, subscription.key));
  const label = billedAs === undefined ? 'another term' : termLabel(billedAs.term, billedAs.frequency);
  const { causes, evidence } = explain(
    termCauses,
    {
      bought: { ...subscription.key, label: termLabel(subscription.key.term, subscription.key.frequency) },
      other: { term: billedAs?.term, frequency: billedAs?.frequency, label },
      book: 'psa',
      isNamed: how === 'subscriptionId',
      history: subscription.history.changes,
      isSeenFromBirth: isSeenFromBirth(subscription),
    },
    because(
      'service_of_other_term',
      'possible',
      `Bought as ${termLabel(subscription.key.term, subscription.key.frequency)}, billed as ${label}.`,
    ),
  );
  return finding(comparison, {
    kind: 'wrong_term_psa',
    subject: `${psa.source.connectionId}:${subscription.remoteId}`,
    psa,
    subscriptions: [subscription],
    supplied,
    lines: [line],
    // What should be billed less what is billed; the quantity is put right along with the service.
    impact: right === undefined || now === undefined ? undefined : right.times(subscription.seats).minus(now.times(line.quantity)),
    currency,
    causes,
    // A service mapped or chosen wrongly is so for every customer of the product.
    sharedBy: [psa.source.connectionId, line.serviceRemoteId, productKeyText(subscription.key)],
    evidence: [matchEvidence(how), ...(service === undefined ? [] : [mappingEvidence(service)]), ...evidence],
    correction:
      service === undefined
        ? undefined
        : replaceService(psa, { subscription, line, how }, { service, unitCost: costPerBill(service, agreement, supplied, currency) }),
  });
}

const replaceService = (
  psa: PsaBook,
  { subscription, line }: WrongTerm,
  { service, unitCost }: { service: Service; unitCost: Decimal },
): Correction => ({
  action: 'replaceService',
  connectionId: psa.source.connectionId,
  agreementRemoteId: line.agreementRemoteId,
  lineRemoteId: line.remoteId,
  fromServiceRemoteId: line.serviceRemoteId,
  toServiceRemoteId: service.remoteId,
  quantity: String(subscription.seats),
  unitPrice: printDecimal(service.price),
  unitCost: printDecimal(unitCost),
});
