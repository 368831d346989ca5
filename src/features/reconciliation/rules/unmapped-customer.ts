import { Decimal } from '../../../lib/decimal.ts';
import type { Finding } from '../../../model/difference.ts';
import type { PsaBook } from '../books.ts';
import { isOwed } from '../comparable.ts';
import { type Comparison, customerSubject, everyPsa, finding, type Rule, read } from '../comparison.ts';
import { costOf } from '../money-of.ts';

/** The customer buys, and which PSA account bills it is not known. One PSA account is enough; ignored is deliberate. */
export const unmappedCustomer: Rule = {
  kind: 'unmapped_customer',
  source: 'product.md ruling 6; ux reference 5.7',
  isProven: (comparison) => everyPsa(comparison, read),
  find: (comparison) => {
    const { books, bought } = comparison;
    const isKnown = books.psas.some(({ accountState }) => accountState === 'mapped' || accountState === 'ignored');
    const [psa] = books.psas.filter(({ source }) => source.verdict !== 'never');
    return isKnown || psa === undefined || !bought.some(isOwed) ? [] : [found(comparison, psa)];
  },
};

function found(comparison: Comparison, psa: PsaBook): Finding {
  const compared = comparison.bought.filter(isOwed);
  const costs = compared.flatMap((subscription) => {
    const cost = costOf(comparison.books, undefined, { supplied: comparison.supplyOf.get(subscription.remoteId) });
    return cost === undefined ? [] : [{ ...cost, amount: cost.amount.times(subscription.seats) }];
  });
  // Costs in another currency are left out rather than added up (M10).
  const currency = costs[0]?.currency ?? comparison.books.currency;
  const known = costs.filter((cost) => cost.currency === currency);
  return finding(comparison, {
    kind: 'unmapped_customer',
    subject: customerSubject,
    productName: comparison.books.customerName,
    impact: known.reduce((sum, cost) => sum.plus(cost.amount), new Decimal(0)),
    currency,
    causes: [
      {
        // The mapping found candidates and could not choose, or nobody confirmed its choice.
        code: ['suggested', 'conflict'].includes(psa.accountState) ? 'account_in_doubt' : 'account_not_mapped',
        certainty: 'certain',
        sentence: `${comparison.books.customerName} has ${compared.length === 1 ? '1 subscription' : `${compared.length} subscriptions`}, and no account in ${psa.source.name} is mapped to it.`,
      },
    ],
    evidence: [
      { label: 'Account mapping', value: psa.accountState, source: 'mapping' },
      { label: 'Subscriptions compared', value: String(compared.length), source: 'microsoft' },
    ],
  });
}
