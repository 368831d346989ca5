import type { Side } from '#model/connection.ts';
import type { InvoiceDifferenceKind } from '#model/invoice-difference.ts';

export type KindWords = {
  /** The book that stands out; undefined when it is not about one of them. */
  readonly odd: Side | undefined;
  /** What puts it right, in a few words. */
  readonly fix: string;
  /** Whose money moves: what customers are billed, what the partner is charged, or nobody's yet. */
  readonly money: 'billing' | 'cost' | 'none';
};

const claim = { odd: 'microsoft', fix: 'Claim it back from Microsoft', money: 'cost' } as const satisfies KindWords;

/** What else a kind says that only invoices show. */
export const invoiceKindFacts: Readonly<Record<InvoiceDifferenceKind, KindWords>> = {
  duplicate_line: claim,
  rounding: claim,
  tax_rounding: claim,
  price_mismatch_cost: claim,
  proration: claim,
  orphan_line: claim,
  missing_charge: { odd: 'microsoft', fix: 'Expect the charge later', money: 'cost' },
  cancelled_still_billed_ms: claim,
  cancel_refund_missing: claim,
  pec_lost: { odd: 'microsoft', fix: 'Restore access to the plan', money: 'cost' },
  usage_total_mismatch: claim,
  late_credit_note: { odd: 'microsoft', fix: 'Hand the credit on', money: 'cost' },
  credit_not_passed_on: { odd: 'psa', fix: 'Hand the credit on', money: 'cost' },
  commitment_unmatched: { odd: 'psa', fix: 'Bill the commitment', money: 'cost' },
  invoice_version_changed: { odd: 'microsoft', fix: 'Bill or give back what changed', money: 'cost' },
  same_subscription_two_partners: { odd: 'microsoft', fix: 'Decide which account serves it', money: 'cost' },
  price_mismatch_sell: { odd: 'psa', fix: 'Bill the price of the price book', money: 'billing' },
  tenant_moved: { odd: 'psa', fix: 'End the lines', money: 'billing' },
};
