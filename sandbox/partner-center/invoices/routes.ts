import type { Route } from '../../routing.ts';
import { callRoute } from '../call.ts';
import { invoiceLineItems } from './line-items.ts';
import { estimateLinks, getInvoice, getSummary, listInvoices, listSummaries } from './list.ts';
import { getReceipt, getStatement } from './statement.ts';

const app = { audience: 'app', right: 'bill' } as const;
const person = { audience: 'user', right: 'bill' } as const;
const one = '/v1/invoices/{invoiceId}';

/** Invoices and their lines. The fixed words stand before `{invoiceId}`. */
export const invoiceRoutes: readonly Route[] = [
  callRoute('GET', '/v1/invoices', app, listInvoices),
  callRoute('GET', '/v1/invoices/summary', app, getSummary),
  callRoute('GET', '/v1/invoices/summaries', person, listSummaries),
  callRoute('GET', '/v1/invoices/estimates/links', app, estimateLinks),
  callRoute('GET', one, person, getInvoice),
  callRoute('GET', `${one}/documents/statement`, person, getStatement),
  callRoute('GET', `${one}/receipts/{receiptId}/documents/statement`, person, getReceipt),
  callRoute('GET', `${one}/lineitems`, app, invoiceLineItems),
  callRoute('GET', `${one}/lineitems/{provider}/{type}`, app, invoiceLineItems),
];
