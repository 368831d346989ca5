import { json, type RemoteAnswer } from '../../remote.ts';
import type { World } from '../../world/world.ts';
import { type Fields, objectOf, textOf, toFields } from '../body.ts';
import type { Call } from '../call.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { allInvoices, findAny, isNote, notesOf } from './find.ts';
import { type AnyInvoice, invoiceAnswer, summaryAnswer } from './header.ts';
import { valueOf } from './seek.ts';

/** `GET /v1/invoices`: all of them unless a size is asked for; filter by InvoiceDate. */
export function listInvoices(call: Call): RemoteAnswer | Refusal {
  const { world, account, request } = call;
  const every = allInvoices(world, account.id);
  const found = filtered(
    every.filter((invoice) => !isNote(invoice)),
    request.query.get('filter'),
  );
  if (isRefusal(found)) return found;
  const size = valueOf(request.query, 'size') ?? '0';
  const offset = valueOf(request.query, 'offset') ?? '0';
  if (!/^\d{1,6}$/.test(size) || !/^\d{1,9}$/.test(offset)) return refuse(800002);
  const [count, from] = [Number(size) === 0 ? 200 : Number(size), Number(offset)];
  const items = found.slice(from, from + count).map((invoice) => invoiceAnswer(world, invoice, notesOf(every, invoice.id), false));
  const uri = (at: number): string => `/invoices?size=${String(count)}&offset=${String(at)}`;
  return json(200, collection(items, { self: link(uri(from)), ...(from + count < found.length ? { next: link(uri(from + count)) } : {}) }));
}

/** One condition on InvoiceDate, or two joined by `and`. */
function filtered(invoices: readonly AnyInvoice[], text: string | null): readonly AnyInvoice[] | Refusal {
  if (text === null || text === '') return invoices;
  let fields: Fields | undefined;
  try {
    fields = toFields(JSON.parse(text));
  } catch {
    return refuse(800002);
  }
  const parts = [objectOf(fields, 'leftfilter'), objectOf(fields, 'rightfilter')].filter((part) => part !== undefined);
  if (parts.length > 0 && (parts.length !== 2 || textOf(fields, 'operator')?.toLowerCase() !== 'and')) return refuse(3000);
  const tests = (parts.length === 0 ? [fields] : parts).map(testOf);
  return tests.every((test) => test !== undefined)
    ? invoices.filter((invoice) => tests.every((test) => test(Date.parse(invoice.issuedAt))))
    : refuse(3000);
}

const comparisons: Readonly<Record<string, (ms: number, wantedMs: number) => boolean>> = {
  equals: (ms, wantedMs) => ms === wantedMs,
  greaterthanorequals: (ms, wantedMs) => ms >= wantedMs,
  greaterthan: (ms, wantedMs) => ms > wantedMs,
  lessthanorequals: (ms, wantedMs) => ms <= wantedMs,
  lessthan: (ms, wantedMs) => ms < wantedMs,
};

function testOf(fields: Fields | undefined): ((ms: number) => boolean) | undefined {
  const wantedMs = Date.parse(textOf(fields, 'value') ?? '');
  const compare = comparisons[(textOf(fields, 'operator') ?? '').toLowerCase().replaceAll('_', '')];
  if ((textOf(fields, 'field') ?? '').toLowerCase() !== 'invoicedate' || compare === undefined || Number.isNaN(wantedMs)) return undefined;
  return (ms) => compare(ms, wantedMs);
}

export function getInvoice({ world, account, params }: Call): RemoteAnswer | Refusal {
  const invoice = findAny(world, account.id, params['invoiceId'] ?? '');
  if (invoice === undefined) return refuse(1000);
  return json(200, invoiceAnswer(world, invoice, notesOf(allInvoices(world, account.id), invoice.id), true));
}

/** Balance in the partner's own currency. */
export const getSummary = ({ world, account }: Call): RemoteAnswer =>
  json(200, summaryAnswer(world, account.currency, allInvoices(world, account.id)));

/** Balances of all currencies in which there are invoices. */
export function listSummaries({ world, account }: Call): RemoteAnswer {
  const invoices = allInvoices(world, account.id);
  const items = currenciesIn(world, account.currency, invoices).map((currency) => summaryAnswer(world, currency, invoices));
  return json(200, collection(items, { self: link('/invoices/summaries') }));
}

const currenciesIn = (_world: World, own: string, invoices: readonly AnyInvoice[]): string[] => {
  const found = [...new Set(invoices.map((invoice) => invoice.currency))].sort();
  return found.length === 0 ? [own] : found;
};

/** Links to what is not on an invoice yet. */
export function estimateLinks({ request }: Call): RemoteAnswer | Refusal {
  const currency = valueOf(request.query, 'currencycode');
  if (currency === undefined || !/^[a-z]{3}$/i.test(currency)) return refuse(800002);
  const items = estimates.flatMap(({ type, title, description, provider, lines }) =>
    (['Current', 'Previous'] as const).map((period) => ({
      type,
      title,
      description,
      period,
      link: link(
        `/invoices/unbilled/lineitems?provider=${provider}&invoicelineitemtype=${lines}&currencycode=${currency.toUpperCase()}&period=${period.toLowerCase()}&size=2000`,
      ),
    })),
  );
  return json(200, collection(items));
}

const estimates = [
  {
    type: 'daily_rated_usage',
    title: 'Daily rated usage unbilled',
    description: 'This invoice line items includes unbilled consumption based data only.',
    provider: 'Marketplace',
    lines: 'UsageLineItems',
  },
  {
    type: 'non_consumption',
    title: 'Unbilled reconciliation line items',
    description: 'This includes reconciliation line items for unbilled data only.',
    provider: 'all',
    lines: 'billinglineitems',
  },
] as const;
