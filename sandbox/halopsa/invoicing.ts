import { json, type RemoteAnswer } from '../remote.ts';
import { dayAt, monthsLater } from '../world/estate/times.ts';
import type { HaloRow } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { Batch } from './batch.ts';
import { rowOf, written } from './books.ts';
import { badRequest, notFound } from './errors.ts';
import type { Call } from './write.ts';

const isLive = (line: HaloRow, day: string): boolean => {
  const { startdate, enddate, isinactive } = line.values;
  const starts = typeof startdate === 'string' ? startdate.slice(0, 10) : '';
  const ends = typeof enddate === 'string' ? enddate.slice(0, 10) : '9999';
  return isinactive !== true && starts <= day && ends > day;
};

/** Makes the invoice of one recurring invoice for the period that begins on `day`, and moves its dates on. */
export function invoiceOnce(batch: Batch, header: HaloRow, day: string, now: string): HaloRow {
  const { client_id = null, client_name = '', contract_id = null, currency = 'USD', reference = '' } = header.values;
  const invoice = batch.make('Invoice', {
    client_id,
    client_name,
    contract_id,
    currency,
    reference,
    is_recurring_invoice: false,
    recurring_invoice_id: header.number,
    invoice_date: `${day}T00:00:00`,
    date_created: now.slice(0, 19),
    duedate: `${dayAt(Date.parse(day) + 30 * 86_400_000)}T00:00:00`,
    paymentstatus: 0,
  });
  for (const line of batch.lines(header.number)) {
    if (!isLive(line, day)) continue;
    const { prorata_next_invoice, prorata_quantity, prorata_unit_price } = line.values;
    const copied = {
      ...line.values,
      ihid: invoice.number,
      recurring_invoice_id: header.number,
      recurring_invoice_line_id: line.number,
      _licence_id: null,
    };
    batch.make('InvoiceDetail', copied);
    if (prorata_next_invoice !== true) continue;
    // The part of a month is a line of its own, once.
    const part = { qty_order: prorata_quantity ?? '0', unit_price: prorata_unit_price ?? '0', pro_rata_line_id: line.number };
    batch.make('InvoiceDetail', { ...copied, ...part });
    batch.change(line, { prorata_next_invoice: false, prorata_quantity: '0', prorata_unit_price: '0' });
  }
  const next = dayAt(monthsLater(Date.parse(day), 1));
  batch.change(header, { lastcreated: `${day}T00:00:00`, nextcreationdate: `${next}T00:00:00` });
  return invoice;
}

/** POST /RecurringInvoice/process: an array of ids; creates their next invoices now. */
export function processNow({ request, world, session }: Call): RemoteAnswer {
  const ids = idsOf(request.body);
  if (ids === undefined) return badRequest('The body must be an array of ids.');
  const headers = ids.map((id) => rowOf(world, 'RecurringInvoice', id));
  if (headers.includes(undefined)) return notFound();
  const batch = new Batch(world);
  const made = headers.flatMap((header) => (header === undefined ? [] : [invoiceOnce(batch, header, nextDay(world, header), world.now())]));
  batch.keep('Processed', session.actor, { resource: 'RecurringInvoice', id: ids.join(',') });
  return json(
    201,
    made.map((row) => written(world, row, { whole: true })),
  );
}

const nextDay = (world: World, header: HaloRow): string => {
  const next = header.values['nextcreationdate'];
  return typeof next === 'string' ? next.slice(0, 10) : world.today();
};

function idsOf(body: string): readonly number[] | undefined {
  try {
    const list = JSON.parse(body) as unknown;
    const ids: readonly unknown[] = Array.isArray(list) ? list : [];
    const numbers = ids.filter((id): id is number => typeof id === 'number' && Number.isInteger(id));
    return numbers.length > 0 && numbers.length === ids.length ? [...new Set(numbers)] : undefined;
  } catch {
    return undefined;
  }
}
