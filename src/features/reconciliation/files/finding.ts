import type { Cause, CauseCode, Certainty } from '../../../model/cause.ts';
import { byText } from './order.ts';

/** What `reconcile files` can find; names as in bench/README.md and the public contract. */
export const findingKinds = [
  'rounding',
  'tax_rounding',
  'duplicate_line',
  'price_mismatch_cost',
  'proration',
  'orphan_line',
  'missing_charge',
  'cancelled_still_billed_ms',
  'cancel_refund_missing',
  'quantity_mismatch_psa',
  'missing_in_psa',
  'missing_in_microsoft',
  'price_mismatch_sell',
  'wrong_term_psa',
  'duplicate_psa',
  'cancelled_still_billed_psa',
  'unmapped_product',
  'quantity_mismatch_distributor',
  'missing_in_distributor',
  'price_mismatch_distributor',
  'wrong_term_distributor',
  'cancelled_still_billed_distributor',
  'pec_lost',
  'usage_total_mismatch',
  'tenant_moved',
  'unmapped_customer',
  'same_subscription_two_partners',
  'late_credit_note',
  'credit_not_passed_on',
  'commitment_unmatched',
  'currency_mismatch',
  'seat_decrease_lost',
  'auto_renew_trap',
  'extended_term_charged',
  'scheduled_change_lost',
  'reseller_price_missing',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One difference; `certainty` is `certain` only when the files alone imply the cause. `impactCents` is what the partner loses in this cycle if nobody notices, in `currency`; negative: billed without cause. */
export type Finding = {
  readonly kind: FindingKind;
  readonly cause: CauseCode;
  readonly certainty: Certainty;
  /** All that may be the cause, best first; absent where the explanation tells the only one. */
  readonly causes?: readonly [Cause, ...Cause[]];
  readonly customerId?: string;
  readonly subscriptionId?: string;
  readonly distributorSubscriptionId?: string;
  readonly psaIds?: readonly (string | number)[];
  readonly invoice?: string;
  /** From 0 over the distinct blobs of the invoice's export. */
  readonly lineNo?: number;
  readonly expected: string;
  readonly actual: string;
  readonly impactCents: number;
  readonly currency: string;
  readonly explanation: string;
};

const order = (finding: Finding): string =>
  [finding.kind, finding.customerId ?? '', finding.subscriptionId ?? '', finding.invoice ?? ''].join('\u0000');

/** The same findings in the same order, whatever the order of lines and files. */
export const sortFindings = (findings: readonly Finding[]): Finding[] =>
  findings
    .map((finding) => ({ finding, key: order(finding) }))
    .sort(
      (a, b) =>
        byText(a.key, b.key) ||
        (a.finding.lineNo ?? -1) - (b.finding.lineNo ?? -1) ||
        byText(String(a.finding.psaIds?.[0] ?? ''), String(b.finding.psaIds?.[0] ?? '')) ||
        byText(a.finding.distributorSubscriptionId ?? '', b.finding.distributorSubscriptionId ?? ''),
    )
    .map(({ finding }) => finding);

/** All causes of a finding, best first: the first is that of the finding itself. */
export const causesOf = ({ cause, certainty, causes, explanation }: Finding): readonly [Cause, ...Cause[]] =>
  causes ?? [{ code: cause, certainty, sentence: explanation }];

/** The finding as one line of JSON, its fields in the order of the contract. */
export function findingLine(finding: Finding): string {
  const { kind, cause, certainty, customerId, subscriptionId, distributorSubscriptionId, psaIds, invoice, lineNo } = finding;
  const { expected, actual, impactCents, currency, explanation } = finding;
  return `${JSON.stringify({
    kind,
    cause,
    certainty,
    customerId,
    subscriptionId,
    distributorSubscriptionId,
    psaIds: psaIds?.length === 0 ? undefined : psaIds,
    invoice,
    lineNo,
    expected,
    actual,
    impactCents: impactCents + 0,
    currency,
    explanation,
    causes: causesOf(finding).map(({ code, certainty: sure, sentence }) => ({ cause: code, certainty: sure, evidence: sentence })),
  })}\n`;
}
