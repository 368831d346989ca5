import { Decimal } from '../../src/lib/decimal.ts';
import { exact } from '../json.ts';
import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { type Params, type Route, route } from '../routing.ts';
import { bodyOf, textOf } from '../sent-body.ts';
import { type IonAccount, ionAccount } from '../world/distributors2/accounts.ts';
import { openIon } from '../world/distributors2/open.ts';
import { monthsLater } from '../world/estate/times.ts';
import { put, type World } from '../world/world.ts';
import { linesBetween, quoted } from './charge-lines.ts';
import { secondOf } from './customers.ts';
import { wholeOf } from './paging.ts';
import { partNumberOf } from './provider.ts';

// Version 1, which only has the invoices. Its document is not public: the envelope follows `data.invoice.detailedInvoiceFilesUrls[]`, the rest is assumed.

const refuse = (status: number, message: string): RemoteAnswer => json(status, { status: 'error', message });

type Call = { readonly request: RemoteRequest; readonly world: World; readonly params: Params; readonly account: IonAccount };

/** A route of version 1: Basic with API key and secret. */
const guarded = (method: string, path: string, work: (call: Call) => RemoteAnswer): Route =>
  route(method, `/api/v1${path}`, (request, world, params) => {
    const account = ionAccount(world.options);
    const found = /^Basic +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
    if (Buffer.from(found, 'base64').toString('utf8') !== `${account.apiKey}:${account.apiSecret}`) return refuse(401, 'Unauthorized');
    openIon(world);
    return work({ request, world, params, account });
  });

/** An invoice of one month: of the partner, or of one of its customers. `id`: month, and customer or 0. */
type Invoice = { readonly id: string; readonly monthMs: number; readonly customerId: string | undefined };

const monthText = (ms: number): string => new Date(ms).toISOString().slice(0, 7);
const invoiceOf = (monthMs: number, customerId?: string): Invoice => ({
  id: `${monthText(monthMs).replace('-', '')}${(customerId ?? '').padStart(6, '0')}`,
  monthMs,
  customerId,
});

const pastMonths = 6;

/** Months that are over have an invoice; the running one has it when it was asked for. */
function monthsOf(world: World): readonly number[] {
  const now = new Date(world.clock.nowMs());
  const present = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const past = Array.from({ length: pastMonths }, (_none, index) => monthsLater(present, -1 - index));
  const isAsked = world.tables.ionInvoiceRuns.get(monthText(present)) !== undefined;
  return isAsked ? [present, ...past] : past;
}

const linesOf = (world: World, { monthMs, customerId }: Invoice) => linesBetween(world, monthMs, monthsLater(monthMs, 1), customerId);

function heading({ world, account }: Call, invoice: Invoice) {
  const amount = linesOf(world, invoice).reduce(
    (sum, { charge }) => sum.plus(invoice.customerId === undefined ? charge.cost : charge.price),
    new Decimal(0),
  );
  const date = new Date(monthsLater(invoice.monthMs, 1)).toISOString().slice(0, 10);
  return {
    id: invoice.id,
    invoiceNumber: `ION-${invoice.id}`,
    accountId: account.accountId,
    customerId: invoice.customerId ?? null,
    period: monthText(invoice.monthMs),
    invoiceDate: date,
    dueDate: Temporal.PlainDate.from(date).add({ days: 30 }).toString(),
    currency: account.currency,
    totalAmount: exact(amount.toFixed(2)),
    status: 'published',
  };
}

/** One page with `limit` (100) and `offset`; `filter[field:modifier]` and `sort[field]` on the heading's members. */
function listed(call: Call, invoices: readonly Invoice[]): RemoteAnswer {
  const { query } = call.request;
  const [limit, offset] = [wholeOf(query.get('limit'), 100), wholeOf(query.get('offset'), 0)];
  if (limit === undefined || limit < 1 || offset === undefined) return refuse(400, 'limit and offset are whole numbers');
  const rows = invoices.map((one) => heading(call, one)).filter((row) => fitsFilters(row, query));
  const sort = [...query.entries()].flatMap(([name, order]) => {
    const field = /^sort\[(\w+)\]$/.exec(name)?.[1];
    return field === undefined ? [] : [{ field, isDown: order.toLowerCase() === 'desc' }];
  })[0];
  const sorted = sort === undefined ? rows : inOrder(rows, sort.field, sort.isDown);
  return json(200, { status: 'success', data: { invoices: sorted.slice(offset, offset + limit), total: rows.length } });
}

type Heading = ReturnType<typeof heading>;
const memberOf = (row: Heading, field: string): string => {
  const found: Heading[keyof Heading] | undefined = Object.entries(row).find(([name]) => name === field)?.[1];
  return found?.toString() ?? '';
};

function inOrder(rows: readonly Heading[], field: string, isDown: boolean): readonly Heading[] {
  const sorted = rows.toSorted((a, b) => memberOf(a, field).localeCompare(memberOf(b, field), 'en', { numeric: true }));
  return isDown ? sorted.reverse() : sorted;
}

const tests: Readonly<Record<string, (has: string, asked: string) => boolean>> = {
  exact: (has, asked) => has === asked,
  partial: (has, asked) => has.includes(asked),
  gt: (has, asked) => has > asked,
  lt: (has, asked) => has < asked,
  gte: (has, asked) => has >= asked,
  lte: (has, asked) => has <= asked,
  min: (has, asked) => has >= asked,
  max: (has, asked) => has <= asked,
};

const fitsFilters = (row: Heading, query: URLSearchParams): boolean =>
  [...query.entries()].every(([name, asked]) => {
    const found = /^filter\[(\w+)(?::(\w+))?\]$/.exec(name);
    return found === null || (tests[found[2] ?? 'exact'] ?? (() => true))(memberOf(row, found[1] ?? ''), asked);
  });

const myInvoices = (call: Call): RemoteAnswer =>
  listed(
    call,
    monthsOf(call.world).map((month) => invoiceOf(month)),
  );

/** GET /invoices?customerId=: what the partner's customers are asked for. */
function customerInvoices(call: Call): RemoteAnswer {
  const { world, request } = call;
  const wanted = request.query.get('customerId');
  const customers = world.tables.ionCustomers.all().filter(({ id }) => wanted === null || id === wanted);
  return listed(
    call,
    monthsOf(world).flatMap((month) => customers.map(({ id }) => invoiceOf(month, id))),
  );
}

function findInvoice({ world, params }: Call): Invoice | undefined {
  const all = monthsOf(world).flatMap((month) => [
    invoiceOf(month),
    ...world.tables.ionCustomers.all().map(({ id }) => invoiceOf(month, id)),
  ]);
  return all.find(({ id }) => id === params['id']);
}

/** GET /invoices/{id}/detailed: where the files are. */
function detailed(call: Call): RemoteAnswer {
  const invoice = findInvoice(call);
  if (invoice === undefined) return refuse(404, 'Invoice not found');
  const url = `${call.request.linkBase}/api/v1/invoices/${invoice.id}/files/details.csv`;
  return json(200, { status: 'success', data: { invoice: { ...heading(call, invoice), detailedInvoiceFilesUrls: [url] } } });
}

const columns = [
  'Customer',
  'SubscriptionId',
  'PartNumber',
  'Product',
  'ChargeType',
  'StartDate',
  'EndDate',
  'Quantity',
  'UnitPrice',
  'Total',
  'Currency',
];

/** The file of an invoice. */
function detailFile(call: Call): RemoteAnswer {
  const invoice = findInvoice(call);
  if (invoice === undefined) return refuse(404, 'Invoice not found');
  const rows = linesOf(call.world, invoice).map(({ customer, row, charge }) => [
    customer?.organization ?? '',
    row.vendorSubscriptionId,
    partNumberOf(row.skuKey, row.term, row.billingCycle),
    row.name,
    charge.kind,
    charge.from,
    charge.to,
    charge.quantity,
    invoice.customerId === undefined ? charge.unitCost : charge.unitPrice,
    invoice.customerId === undefined ? charge.cost : charge.price,
    row.currency,
  ]);
  return { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body: [columns, ...rows].map(quoted).join('\r\n') };
}

/** POST /invoices/generate {source, period "m-MM-YYYY"} */
function generate({ world, request, account }: Call): RemoteAnswer {
  const body = bodyOf(request) ?? {};
  const found = /^m-(0[1-9]|1[0-2])-(\d{4})$/.exec(textOf(body['period']));
  if (found === null) return refuse(400, 'period must be m-MM-YYYY');
  const id = `${found[2] ?? ''}-${found[1] ?? ''}`;
  if (id > world.today().slice(0, 7)) return refuse(400, 'period is in the future');
  world.apply({
    kind: 'distributor.invoicesAsked',
    actor: { kind: 'api', name: account.userName },
    cause: 'ion',
    about: { distributor: 'ion', period: id },
    changes: [put('ionInvoiceRuns', { id, source: textOf(body['source']), generatedAt: secondOf(world) })],
  });
  return json(200, { status: 'success', data: { period: textOf(body['period']), state: 'queued' } });
}

export const invoiceRoutes: readonly Route[] = [
  guarded('GET', '/invoices/myinvoices', myInvoices),
  guarded('GET', '/invoices', customerInvoices),
  guarded('GET', '/invoices/{id}/detailed', detailed),
  guarded('GET', '/invoices/{id}/files/details.csv', detailFile),
  guarded('POST', '/invoices/generate', generate),
];
