import { type Correction, isAtMicrosoft } from '../../model/difference.ts';

export type Effective =
  | { readonly status: 'on'; readonly date: string | undefined }
  | { readonly status: 'inInvoicedPeriod'; readonly nextInvoiceOn: string };

/** Needs a day of its own even when nobody names one: a line begins or ends on a date. */
const isDated = (correction: Correction): boolean => ['endLine', 'addLine'].includes(correction.action);

/**
 * From when a correction counts. A day inside a period that is already invoiced is refused (psa reference 8.3); when nobody named one, the
 * first day that is not invoiced yet, and not before today. Quantity, price and service without a date count for the whole next bill.
 */
export function effectiveDate(
  correction: Correction,
  asked: string | undefined,
  { today, nextInvoiceOn }: { readonly today: string; readonly nextInvoiceOn: string | undefined },
): Effective {
  if (isAtMicrosoft(correction)) return { status: 'on', date: undefined }; // Microsoft changes at once
  if (asked !== undefined && nextInvoiceOn !== undefined && asked < nextInvoiceOn) return { status: 'inInvoicedPeriod', nextInvoiceOn };
  if (asked !== undefined) return { status: 'on', date: asked };
  if (!isDated(correction)) return { status: 'on', date: undefined };
  return { status: 'on', date: nextInvoiceOn !== undefined && nextInvoiceOn > today ? nextInvoiceOn : today };
}
