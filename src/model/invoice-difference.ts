import type { CauseCode } from './cause.ts';

/**
 * What only a month's invoice can show: a provider's charges held against the estate, the price sheet, the days used and the customers' bills.
 * The continuous comparison of the books knows nothing of these, and finds the others alone: one fault gives one difference.
 */
export const invoiceKinds = [
  'duplicate_line',
  'rounding',
  'tax_rounding',
  'price_mismatch_cost',
  'proration',
  'orphan_line',
  'missing_charge',
  'cancelled_still_billed_ms',
  'cancel_refund_missing',
  'pec_lost',
  'usage_total_mismatch',
  'late_credit_note',
  'credit_not_passed_on',
  'commitment_unmatched',
  'invoice_version_changed',
  'same_subscription_two_partners',
  'price_mismatch_sell',
  'tenant_moved',
] as const;
export type InvoiceDifferenceKind = (typeof invoiceKinds)[number];

/** What stands at the PSA and comes back with each bill: it is one difference over the months, its money is that of one bill. */
export const standingKinds = ['price_mismatch_sell', 'tenant_moved'] as const satisfies readonly InvoiceDifferenceKind[];

export const isStanding = (kind: string): boolean => (standingKinds as readonly string[]).includes(kind);

/** What Microsoft credits and nobody hands on. */
export const creditKinds = ['late_credit_note', 'credit_not_passed_on'] as const satisfies readonly InvoiceDifferenceKind[];

/** The others are of one invoice: their money counts once, and it is what the partner is charged. */
export const onceKinds = invoiceKinds.filter((kind) => !isStanding(kind));

/** What is said of an invoice's difference to those who may not see costs: the engine's own sentences name amounts. */
export const invoiceSentences: Readonly<Partial<Record<CauseCode, string>>> = {
  line_repeated: 'The invoice holds the same line more than once.',
  line_arithmetic: "The line is not what the provider's own formula gives.",
  total_not_sum: "The line's total is not the sum of its parts.",
  tax_rounded_otherwise: 'The tax of the line is rounded in another way.',
  tax_rate_differs: 'The tax of the line is of another rate.',
  not_the_protected_price: 'The invoice charges another price than the price sheet of the day on which the term began.',
  days_miscounted: 'The price for the remaining days is another.',
  listed_in_other_account: 'The invoice charges a subscription that only another partner account lists.',
  unknown_subscription: 'The invoice charges a subscription that no partner account lists.',
  cycle_not_charged: 'The subscription is active, but the invoice has no line for its cycle.',
  charged_after_end: 'The invoice charges days after the end of the subscription.',
  refund_line_missing: 'Cancelled in time, but the invoice gives nothing back.',
  access_lost: 'Part of the usage lacks the partner earned credit.',
  invoice_above_days: 'The invoice charges more units than the daily usage adds up to.',
  invoice_below_days: 'The invoice charges fewer units than the daily usage adds up to.',
  credit_for_earlier_month: 'A credit for an earlier month: hand it on.',
  credit_kept: 'Microsoft gives a credit, and nothing is given back to the customer.',
  invoice_reissued: 'The invoice was issued again after its month had been compared, and charges another amount.',
  commitment_not_billed: 'The invoice charges a reservation or savings plan that no PSA line of this customer bills.',
  charged_by_two_accounts: 'Two partner accounts charge the same subscription.',
};
