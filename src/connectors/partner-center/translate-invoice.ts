import { type Reading, read, unreadable } from '../../lib/sift.ts';
import type { ChargedInvoice } from '../../model/billing.ts';
import type { WireInvoice } from './schema.ts';

/** The head of an invoice or of a note (partner-center-api reference 10.2). */
export function toInvoice(wire: WireInvoice): Reading<ChargedInvoice> {
  if (wire.invoiceDate === undefined) return unreadable('invoiceDate: is missing');
  const { billingPeriodStartDate: from, billingPeriodEndDate: to } = wire;
  return read({
    number: wire.id,
    issuedOn: wire.invoiceDate,
    currency: wire.currencyCode.toUpperCase(),
    total: wire.totalCharges,
    documentType: wire.documentType ?? 'invoice',
    amends: wire.amendsOf,
    period: from === undefined || to === undefined ? undefined : { from, to },
    status: undefined,
    lists: (wire.invoiceDetails ?? []).map(({ billingProvider, invoiceLineItemType }) => ({
      provider: billingProvider.toLowerCase(),
      lines: invoiceLineItemType.toLowerCase(),
    })),
  });
}

/** A list of invoices with the notes inside them beside them: each is a document of its own. */
export const withNotes = (records: readonly unknown[]): readonly unknown[] =>
  records.flatMap((record) => {
    const notes = (record as { readonly amendments?: unknown } | null)?.amendments;
    return Array.isArray(notes) ? [record, ...(notes as readonly unknown[])] : [record];
  });
