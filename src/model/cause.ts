import { z } from 'zod';

export const Certainty = z.enum(['certain', 'likely', 'possible', 'unknown']);
export type Certainty = z.infer<typeof Certainty>;

/**
 * Why two books differ, as a word for people (ux reference 5.11 where it has one). Both comparisons use the same codes where they find the
 * same thing; which evidence gives which code stands with the rules that say it.
 */
export const causeWords = {
  // Seats at Microsoft and seats billed
  seats_added: 'More at Microsoft than billed',
  seats_reduced: 'Fewer at Microsoft than billed',
  line_changed: 'Changed at the PSA only',
  entered_wrongly: 'Entered with another number',
  // Lines and subscriptions without each other
  never_billed: 'Not billed at all',
  line_ended_early: 'Line ended while the subscription runs',
  cancelled_at_microsoft: 'Billed but gone',
  expired_at_microsoft: 'Ran out at Microsoft',
  line_without_subscription: 'Line without a subscription',
  no_longer_listed: 'No longer listed at Microsoft',
  relationship_ended: 'Customer is gone',
  billed_twice: 'Duplicate',
  replaced_not_ended: 'Replaced, and the old line runs on',
  // Terms and products
  service_of_other_term: 'Term or frequency differs',
  term_changed: 'Term changed at Microsoft',
  service_not_mapped: 'Not mapped',
  service_gone: 'Mapped to a service that is gone',
  mapped_to_other_product: 'Mapped to another product',
  account_not_mapped: 'Account not mapped',
  account_in_doubt: 'Account could be several',
  two_partner_accounts: 'Two Partner Center accounts',
  access_ended: 'Access ended',
  // Prices
  sold_below_cost: 'Price below cost',
  price_lowered: 'Discount below the cost',
  cost_raised: 'Cost rose above the price',
  below_price_book: 'Below the price book',
  above_price_book: 'Above the price book',
  price_missing: 'No price to sell at',
  other_currency: 'Currency differs',
  // The distributor
  distributor_behind: 'Distributor is behind',
  distributor_changed: 'Changed at the distributor only',
  distributor_cost_changed: 'Cost changed',
  noted_cost_outdated: 'Cost noted at the PSA is another',
  not_the_listed_cost: 'Not the listed cost',
  not_at_distributor: 'Not at the distributor',
  cancelled_at_distributor: 'Cancelled at the distributor',
  distributor_still_bills: 'Distributor still charges',
  distributor_only: 'At the distributor only',
  // Terms that end
  auto_renew_off: 'Auto-renew off, no end asked for',
  extended_term: 'Extended term at a higher price',
  promotion_over: 'Promotion ended',
  change_dropped: 'Scheduled change was dropped',
  decrease_not_taken: 'Fewer seats asked for, not taken over',
  // Invoice lines
  line_repeated: 'Line repeated',
  line_arithmetic: 'Currency rounding',
  total_not_sum: 'Total is not the sum',
  tax_rounded_otherwise: 'Tax only',
  tax_rate_differs: 'Tax rate differs',
  not_the_protected_price: 'Not the price of the term',
  days_miscounted: 'Prorated part month',
  listed_in_other_account: 'Listed in another account',
  unknown_subscription: 'Subscription not known',
  cycle_not_charged: 'Cycle not charged',
  charged_after_end: 'Charged after its end',
  refund_line_missing: 'Refund missing',
  credit_for_earlier_month: 'Credit for an earlier month',
  credit_kept: 'Credit not handed on',
  invoice_reissued: 'Invoice issued again',
  commitment_not_billed: 'Reservation or savings plan not billed',
  charged_by_two_accounts: 'Charged by two accounts',
  access_lost: 'Partner credit lost',
  invoice_above_days: 'Azure usage differs: more than its days',
  invoice_below_days: 'Azure usage differs: less than its days',
  unknown: 'Unknown',
} as const satisfies Readonly<Record<string, string>>;

// The keys of the table above are exactly the codes; the language's own types call them text.
export const CauseCode = z.enum(Object.keys(causeWords) as [keyof typeof causeWords, ...(keyof typeof causeWords)[]]);
export type CauseCode = z.infer<typeof CauseCode>;

export const Cause = z.object({ code: CauseCode, certainty: Certainty, sentence: z.string() });
export type Cause = z.infer<typeof Cause>;

const ranks: Readonly<Record<Certainty, number>> = { certain: 0, likely: 1, possible: 2, unknown: 3 };

/** Best cause first; of equally sure ones the order given, and each code once. */
export function ranked<One extends { readonly code: CauseCode; readonly certainty: Certainty }>(causes: readonly One[]): One[] {
  const sorted = [...causes].sort((a, b) => ranks[a.certainty] - ranks[b.certainty]);
  return sorted.filter(({ code }, at) => sorted.findIndex((other) => other.code === code) === at);
}
