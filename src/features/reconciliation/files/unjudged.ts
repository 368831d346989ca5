import type { ReadInvoice } from './books.ts';
import { noneUnjudged, type Unjudged, unjudgedReasons } from './scan/line-price.ts';

const words: Readonly<Record<keyof Unjudged, string>> = {
  promotion: 'with a promotion, which no price sheet tells',
  extendedTerm: 'of an extended service term',
  noRow: 'for which no row of a price sheet is known',
};

/** Lines of all invoices whose price was not held against the price sheets, by reason. */
export function unjudgedPrices(invoices: readonly ReadInvoice[]): Unjudged {
  const all = noneUnjudged();
  for (const { scan } of invoices) for (const reason of unjudgedReasons) all[reason] += scan.unjudged[reason];
  return all;
}

/** The same as a sentence; none when every price was judged. */
export function unjudgedSentences(invoices: readonly ReadInvoice[]): readonly string[] {
  const all = unjudgedPrices(invoices);
  const parts = unjudgedReasons.flatMap((reason) => (all[reason] > 0 ? [`${String(all[reason])} ${words[reason]}`] : []));
  return parts.length === 0 ? [] : [`Lines whose price is not compared with the price sheets: ${parts.join('; ')}.`];
}
