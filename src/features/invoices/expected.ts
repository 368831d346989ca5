import { sql } from 'kysely';
import { ownReseller } from '../../model/ids.ts';
import type { InvoiceKind, InvoiceProvider } from '../../model/invoice.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

type Calendar = { readonly kind: InvoiceKind; readonly day: number; readonly monthsBack: number };

/**
 * When an invoice is there: Microsoft's of a month from day 6 of the next (partner-center-api.md 10.2), Pax8's from day 5 of the month that it
 * charges (distributors.md 2.7).
 */
const calendars: Readonly<Record<InvoiceProvider, Calendar>> = {
  microsoft: { kind: 'reconciliation', day: 6, monthsBack: 1 },
  distributor: { kind: 'distributorInvoice', day: 5, monthsBack: 0 },
};

/** The newest month whose invoice is due on this day. Pure. */
export function dueMonth(provider: InvoiceProvider, today: Temporal.PlainDate): Temporal.PlainYearMonth {
  const { day, monthsBack } = calendars[provider];
  return today.toPlainYearMonth().subtract({ months: monthsBack + (today.day < day ? 1 : 0) });
}

/**
 * Notes what is due of a connection and not there: of the newest due month, in each currency of the month before. One that came by another
 * way, or did not come in two months, is expected no more.
 */
export const expectInvoices = (
  context: Context,
  { connectionId, provider }: { readonly connectionId: string; readonly provider: InvoiceProvider },
): Promise<void> =>
  inScope(context.db, everything, async (tx) => {
    const { kind } = calendars[provider];
    const due = dueMonth(provider, context.clock.today());
    const at = context.clock.now();
    await forget(tx, connectionId, kind, due.subtract({ months: 2 }).toString());
    const missing = await currenciesWithout(tx, {
      connectionId,
      kind,
      before: due.subtract({ months: 1 }).toString(),
      due: due.toString(),
    });
    if (missing.length === 0) return;
    await tx
      .insertInto('provider_invoice')
      .values(
        missing.map((currency) => ({
          ...{ invoice_id: context.ids(), reseller_id: ownReseller, provider, connection_id: connectionId, kind, family: kind, currency },
          ...{ number: '', period: due.toString(), natural_key: `${due.toString()}/${currency}`, state: 'expected' },
          ...{ header: null, published_version: null, lines: null, tie: null, rest_amount: null, created_at: at, changed_at: at },
        })),
      )
      .onConflict((on) => on.columns(['connection_id', 'family', 'natural_key']).doNothing())
      .execute();
  });

type Asked = { readonly connectionId: string; readonly kind: InvoiceKind; readonly before: string; readonly due: string };

async function currenciesWithout(tx: Tx, { connectionId, kind, before, due }: Asked): Promise<string[]> {
  const { rows } = await sql<{ currency: string }>`
    select distinct i.currency from provider_invoice i
    where i.connection_id = ${connectionId}::uuid and i.family = ${kind} and i.period = ${before} and i.number <> '' and i.currency is not null
      and not exists (select from provider_invoice j
        where j.connection_id = i.connection_id and j.family = i.family and j.period = ${due} and coalesce(j.currency, i.currency) = i.currency)
    order by i.currency`.execute(tx);
  return rows.map((row) => row.currency);
}

const forget = (tx: Tx, connectionId: string, kind: InvoiceKind, until: string): Promise<unknown> =>
  sql`delete from provider_invoice e
    where e.connection_id = ${connectionId}::uuid and e.family = ${kind} and e.state = 'expected' and e.number = '' and e.versions = 0
      and (e.period <= ${until} or exists (select from provider_invoice j
        where j.connection_id = e.connection_id and j.family = e.family and j.period = e.period and j.currency = e.currency
          and j.number <> ''))`.execute(tx);

type Came = {
  readonly connectionId: string;
  readonly family: string;
  readonly number: string;
  readonly period: string;
  readonly currency: string | undefined;
};

/** What was expected gets the number under which it came, so that it is the same invoice from then on. */
export const cameAsExpected = (tx: Tx, { connectionId, family, number, period, currency }: Came): Promise<unknown> =>
  sql`update provider_invoice e set number = ${number}, natural_key = ${number}
    where e.invoice_id = (
      select invoice_id from provider_invoice
      where connection_id = ${connectionId}::uuid and family = ${family} and period = ${period} and state = 'expected' and number = ''
        and versions = 0 and currency = coalesce(${currency ?? null}, currency) order by currency limit 1)
      and not exists (select from provider_invoice j
        where j.connection_id = e.connection_id and j.family = e.family and j.natural_key = ${number})`.execute(tx);
