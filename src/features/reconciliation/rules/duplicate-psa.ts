import { printDecimal } from '../../../lib/decimal.ts';
import type { Finding } from '../../../model/difference.ts';
import type { BilledLine, PsaBook } from '../books.ts';
import { type Comparison, everyPsa, finding, type Rule, read } from '../comparison.ts';
import { type Split, splitDuplicates } from '../duplicates.ts';
import type { Group } from '../match-psa.ts';
import { agreementOf, currencyOf, saleOf } from '../money-of.ts';
import { matchEvidence, seatsText } from '../sides.ts';
import { seatsOf } from './quantity-mismatch-psa.ts';

/** A second line for seats that another line bills already. */
export const duplicatePsa: Rule = {
  kind: 'duplicate_psa',
  source: 'bench "duplicate_psa"; psa reference 7.4: several lines are a split only when they add up',
  isProven: (comparison) => everyPsa(comparison, read),
  find: (comparison) => comparison.psas.flatMap(({ psa, matches }) => matches.groups.flatMap((group) => findIn(comparison, psa, group))),
};

function findIn(comparison: Comparison, psa: PsaBook, group: Group): readonly Finding[] {
  const split = splitDuplicates(group.lines, seatsOf(group));
  // A duplicate whose end is already entered needs nobody.
  return split.extra.filter((line) => line.cancelledOn === undefined).map((line) => found(comparison, psa, { group, split, line }));
}

type Duplicate = { readonly group: Group; readonly split: Split; readonly line: BilledLine };

const found = (comparison: Comparison, psa: PsaBook, { group, split, line }: Duplicate): Finding =>
  finding(comparison, {
    kind: 'duplicate_psa',
    subject: `${psa.source.connectionId}:${line.remoteId}`,
    psa,
    subscriptions: group.subscriptions,
    supplied: comparison.supplyOf.get(group.subscriptions[0]?.remoteId ?? ''),
    lines: [line, ...split.kept],
    impact: saleOf(psa, line)?.times(line.quantity).neg(),
    currency: currencyOf(comparison.books, agreementOf(psa, line)),
    causes: [
      {
        // Another service in its place: the old line was to end when the new one began.
        code: split.kept.some((kept) => kept.serviceRemoteId === line.serviceRemoteId) ? 'billed_twice' : 'replaced_not_ended',
        certainty: group.how === 'subscriptionId' && split.isProven ? 'certain' : 'likely',
        sentence: `${seatsText(seatsOf(group))} bought, and a second line bills ${printDecimal(line.quantity)} of them again.`,
      },
    ],
    evidence: [matchEvidence(group.how)],
    correction: {
      action: 'endLine',
      connectionId: psa.source.connectionId,
      agreementRemoteId: line.agreementRemoteId,
      lineRemoteId: line.remoteId,
      quantity: printDecimal(line.quantity),
    },
  });
