import { sql } from 'kysely';
import { InvoiceState, invoiceNext } from '../../model/invoice.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** From which states the table lets an invoice come here. */
const before = (to: InvoiceState): InvoiceState[] =>
  InvoiceState.options.filter((from) => (invoiceNext[from] as readonly InvoiceState[]).includes(to));

// None of these moves `changed_at`: it tells when what an invoice says was changed, and a comparison must be younger than that.

/** The versions in use that a month's comparison stood on; where another one was put in use meanwhile, the next comparison moves it. */
export const markReconciled = (tx: Tx, compared: readonly { readonly invoiceId: string; readonly version: number }[]): Promise<unknown> =>
  sql`update provider_invoice i set state = 'reconciled'
    from json_to_recordset(${JSON.stringify(compared)}::json) as given ("invoiceId" uuid, version int)
    where i.invoice_id = given."invoiceId" and i.published_version = given.version
      and i.state = any(${before('reconciled')}::text[])`.execute(tx);

/** A month that is signed off closes its invoices that are there and whole. */
export const closeInvoices = (tx: Tx, period: string): Promise<unknown> =>
  sql`update provider_invoice set state = 'closed' where period = ${period} and state = any(${before('closed')}::text[])`.execute(tx);

/** A month that is opened again: its invoices are complete, and reconciled with its next comparison. */
export const reopenInvoices = (tx: Tx, period: string): Promise<unknown> =>
  sql`update provider_invoice set state = 'complete' where period = ${period} and state = 'closed'`.execute(tx);
