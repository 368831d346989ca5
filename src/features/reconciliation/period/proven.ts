import { type InvoiceDifferenceKind, invoiceKinds } from '../../../model/invoice-difference.ts';
import type { InvoicedBooks } from '../files/books.ts';
import { unjudgedSentences } from '../files/unjudged.ts';

/** What a kind needs to be judged at all: where that is missing, "not found" does not mean "not there" (B7). */
const needs = {
  duplicate_line: ['invoices'],
  rounding: ['invoices'],
  tax_rounding: ['invoices', 'tax'],
  price_mismatch_cost: ['invoices', 'prices'],
  proration: ['invoices'],
  orphan_line: ['invoices', 'estate'],
  missing_charge: ['invoices', 'estate'],
  cancelled_still_billed_ms: ['invoices', 'estate'],
  cancel_refund_missing: ['invoices', 'estate', 'audit'],
  pec_lost: ['invoices'],
  usage_total_mismatch: ['invoices', 'usage'],
  late_credit_note: ['invoices'],
  credit_not_passed_on: ['invoices', 'psa'],
  commitment_unmatched: ['invoices', 'psa'],
  invoice_version_changed: ['invoices'],
  same_subscription_two_partners: ['invoices', 'estate'],
  price_mismatch_sell: ['estate', 'psa'],
  tenant_moved: ['estate', 'psa'],
} as const satisfies Readonly<Record<InvoiceDifferenceKind, readonly Need[]>>;

export type Need = 'invoices' | 'estate' | 'audit' | 'prices' | 'tax' | 'usage' | 'psa';

/** Kinds that tell of the PSA. */
export const psaKinds: readonly InvoiceDifferenceKind[] = invoiceKinds.filter((kind) => needs[kind].some((need) => need === 'psa'));

const sentences: Readonly<Record<Need, string>> = {
  invoices: 'No complete invoice of this month: what is missing on one is not reported.',
  estate: 'Subscriptions were not read completely: nothing is reported as unknown or as not charged.',
  audit: 'No activity records: missing refunds are not looked for, and seat changes explain nothing.',
  prices: 'No price sheet: prices charged by Microsoft are not compared.',
  tax: 'No tax rates in the settings: tax is not recomputed.',
  usage: 'No complete daily usage: Azure totals are not compared with their days.',
  psa: 'PSA lines were not read completely: what seems settled there is not taken as settled.',
};

function isThere(need: Need, books: InvoicedBooks, taxPpm: ReadonlyMap<string, number>): boolean {
  switch (need) {
    case 'invoices':
      return books.invoices.length > 0 && books.invoices.every((invoice) => invoice.isComplete);
    case 'estate':
      return books.estate?.isComplete === true;
    case 'audit':
      return books.audit !== undefined;
    case 'prices':
      return !books.prices.table.isEmpty;
    case 'tax':
      return taxPpm.size > 0;
    case 'usage':
      return books.isUsageComplete && books.usage.lines > 0;
    case 'psa':
      return books.psa?.isComplete === true;
  }
}

export type Proof = {
  /** Kinds about which this comparison proves nothing: a difference found earlier stays as it is. */
  readonly unproven: readonly InvoiceDifferenceKind[];
  /** The same in words. */
  readonly leftOut: readonly string[];
};

export function proofOf(books: InvoicedBooks, taxPpm: ReadonlyMap<string, number>): Proof {
  const missing = new Set((Object.keys(sentences) as Need[]).filter((need) => !isThere(need, books, taxPpm))); // the keys of the table above
  return {
    unproven: invoiceKinds.filter((kind) => needs[kind].some((need) => missing.has(need))),
    leftOut: [...[...missing].map((need) => sentences[need]), ...unjudgedSentences(books.invoices)],
  };
}
