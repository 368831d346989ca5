import type { DifferenceKind, Finding } from '../../model/difference.ts';

/** What follows from a more specific difference of the same subscription is no difference of its own: one fault, one finding. */
const outranked: Readonly<Partial<Record<DifferenceKind, readonly DifferenceKind[]>>> = {
  extended_term_charged: ['wrong_term_psa', 'wrong_term_distributor', 'price_below_cost', 'price_mismatch_distributor'],
  promotion_ended: ['price_below_cost', 'price_mismatch_distributor'],
  reseller_price_missing: ['price_below_cost', 'price_mismatch_distributor'],
};

export function withoutOutranked(findings: readonly Finding[]): Finding[] {
  const covered = new Set(
    findings.flatMap(({ kind, links }) => (outranked[kind] ?? []).map((lesser) => `${lesser} ${links.subscriptionId ?? ''}`)),
  );
  return findings.filter(({ kind, links }) => links.subscriptionId === undefined || !covered.has(`${kind} ${links.subscriptionId}`));
}
