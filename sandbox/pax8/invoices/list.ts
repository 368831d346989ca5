import { parseDecimal } from '../../../src/lib/decimal.ts';
import type { RemoteAnswer, RemoteRequest } from '../../remote.ts';
import type { DistributorAccount } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { badParameter, notFound, problem } from '../errors.ts';
import { body, pageAnswer } from '../pages.ts';
import { type SortKey, sorted } from '../sorting.ts';
import { findCompany } from '../visible.ts';
import { balanceOf, carriedOf, dueDate, invoiceAnswer, itemAnswer, statusOf } from './answers.ts';
import { chargesIn, chargesOn, findInvoice, type Invoice, invoicesOf } from './invoices.ts';
import { plusMonths } from './ledger.ts';

type Asked = { readonly request: RemoteRequest; readonly world: World; readonly account: DistributorAccount };

const statuses = ['Unpaid', 'Paid', 'Void', 'Carried', 'Nothing Due', 'Credited'];
const days = ['invoiceDate', 'invoiceDateRangeStart', 'invoiceDateRangeEnd', 'dueDate'];
const amounts = ['total', 'balance', 'carriedBalance'];

/** GET /invoices: approved ones, newest first. */
export function listInvoices({ request, world, account }: Asked): RemoteAnswer {
  const { query } = request;
  const today = world.today();
  const status = query.get('status');
  if (status !== null && !statuses.includes(status)) return badParameter(request, 'status', `status must be one of ${statuses.join(', ')}`);
  for (const name of days)
    if (!/^(\d{4}-\d\d-\d\d)?$/.test(query.get(name) ?? '')) return badParameter(request, name, `${name} must be yyyy-MM-dd`);
  for (const name of amounts)
    if (query.has(name) && parseDecimal(query.get(name) ?? '') === undefined)
      return badParameter(request, name, `${name} must be a number`);
  const wanted = invoicesOf(world, account).filter((invoice) => fits(world, invoice, query));
  const keys: Readonly<Record<string, SortKey<Invoice>>> = {
    invoiceDate: (row) => row.month,
    dueDate: (row) => dueDate(row),
    status: (row) => statusOf(row, today),
    partnerName: (row) => row.account.name,
    total: (row) => row.total,
    balance: (row) => balanceOf(row, today),
    carriedBalance: (row) => carriedOf(row, today),
  };
  const rows = sorted(wanted, query.get('sort'), keys);
  if (rows === undefined) return badParameter(request, 'sort', `sort must be one of ${Object.keys(keys).join(', ')}`);
  return pageAnswer(request, rows, (row) => invoiceAnswer(row, today));
}

function fits(world: World, invoice: Invoice, query: URLSearchParams): boolean {
  const today = world.today();
  const date = `${invoice.month}-01`;
  const is = (name: string, has: string): boolean => !query.has(name) || query.get(name) === has;
  const comesTo = (name: string, has: Invoice['total']): boolean =>
    !query.has(name) || parseDecimal(query.get(name) ?? '')?.equals(has) === true;
  const companyId = query.get('companyId');
  return (
    is('status', statusOf(invoice, today)) &&
    is('invoiceDate', date) &&
    is('dueDate', dueDate(invoice)) &&
    date >= (query.get('invoiceDateRangeStart') ?? '') &&
    date <= (query.get('invoiceDateRangeEnd') ?? '9999') &&
    comesTo('total', invoice.total) &&
    comesTo('balance', balanceOf(invoice, today)) &&
    comesTo('carriedBalance', carriedOf(invoice, today)) &&
    // Which invoices belong to a company is not documented: here, those that charge for it.
    (companyId === null || chargesOn(world, invoice).some((charge) => charge.subscription.companyId === companyId))
  );
}

export function oneInvoice({ request, world, account }: Asked, id: string): RemoteAnswer {
  const invoice = findInvoice(world, account, id);
  return invoice === undefined ? notFound(request, `Invoice ${id}`) : body(200, invoiceAnswer(invoice, world.today()));
}

/** GET /invoices/{id}/items: nothing before the 5th of the month, though the invoice itself is there. */
export function invoiceItems({ request, world, account }: Asked, id: string): RemoteAnswer {
  const invoice = findInvoice(world, account, id);
  if (invoice === undefined) return notFound(request, `Invoice ${id}`);
  const isEarly = world.today() < `${invoice.month}-05`;
  if (isEarly && world.switch('pax8').itemsBeforeFifth === 'notFound') return notFound(request, `Items of invoice ${id}`);
  return pageAnswer(request, isEarly ? [] : chargesOn(world, invoice), (charge) => itemAnswer(world, charge, false));
}

/** GET /invoices/draftItems: what the invoice of this month (`monthOffset=0`) or the next (1, the default) would charge as things stand; no usage. */
export function draftItems({ request, world, account }: Asked): RemoteAnswer {
  const { query } = request;
  const offset = query.get('monthOffset') ?? '1';
  const companyId = query.get('companyId');
  if (offset !== '0' && offset !== '1') return badParameter(request, 'monthOffset', 'monthOffset must be 0 or 1');
  if (companyId !== null && findCompany(world, account, companyId) === undefined && account.adminKey)
    return notFound(request, `Company ${companyId}`);
  if (companyId === null && world.switch('pax8').draftItemsTimeout)
    return problem(request, 408, 'REQUEST_TIMEOUT', 'The request took too long');
  const month = plusMonths(`${world.today().slice(0, 7)}-01`, Number(offset)).slice(0, 7);
  const rows = chargesIn(world, account, month, false).filter(
    (charge) => companyId === null || charge.subscription.companyId === companyId,
  );
  return pageAnswer(request, rows, (charge) => itemAnswer(world, charge, true));
}
