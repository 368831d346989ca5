import { Readable } from 'node:stream';
import { escapeHtml, page } from '../../entra/pages.ts';
import { relationshipPageRoutes } from '../../graph/pages/reseller.ts';
import { csvFile } from '../../ledger/csv.ts';
import { dailyFile } from '../../ledger/daily-csv.ts';
import { billedDays, unbilledDays } from '../../ledger/daily-usage.ts';
import { invoiceLines, unbilledLines } from '../../ledger/invoices.ts';
import { seatFile, usageFile } from '../../ledger/legacy-csv.ts';
import type { Remote, RemoteAnswer, RemoteRequest } from '../../remote.ts';
import { type Params, route, routed } from '../../routing.ts';
import type { PartnerAccount } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { allInvoices, findAny } from './find.ts';
import { type AnyInvoice, totalOf } from './header.ts';

const base = '/commerce/billing';

/** Which files there are for a document. */
const filesOf = (invoice: AnyInvoice): readonly string[] =>
  invoice.kind === 'OneTime' ? ['reconciliation', 'dailyusage'] : ['license', 'usage'];

const missing = (): RemoteAnswer => page('Billing', '<h1>There is no such page</h1>', 404);

/** The portal's page of invoices, with the files to download: what a person does who has no API. No sign-in: it stands in for a browser session. */
function showInvoices(_request: RemoteRequest, world: World): RemoteAnswer {
  const accounts = world.tables.partnerAccounts.all().map((account) => {
    const rows = allInvoices(world, account.id)
      .toReversed()
      .map((invoice) => invoiceRow(world, account, invoice));
    const open = (['current', 'previous'] as const).map((period) => fileLink(account, `unbilled-${period}`, 'reconciliation')).join(' ');
    return `<h2>${escapeHtml(account.name)}</h2><p>Unbilled: ${open}</p><ul>${rows.join('')}</ul>`;
  });
  return page('Billing', `<h1>Invoices</h1>${accounts.join('')}`);
}

const invoiceRow = (world: World, account: PartnerAccount, invoice: AnyInvoice): string => {
  const links = filesOf(invoice).map((file) => fileLink(account, invoice.id, file));
  return `<li>${invoice.id}, ${invoice.issuedAt.slice(0, 10)}, ${totalOf(world, invoice)} ${invoice.currency}: ${links.join(' ')}</li>`;
};

const fileLink = (account: PartnerAccount, id: string, file: string): string =>
  `<a href="invoices/${encodeURIComponent(account.id)}/${id}/${file}.csv">${id.startsWith('unbilled') ? id.slice(9) : file}</a>`;

function download(_request: RemoteRequest, world: World, params: Params): RemoteAnswer {
  const account = world.tables.partnerAccounts.get(params['accountId'] ?? '');
  const id = params['invoiceId'] ?? '';
  const file = (params['file'] ?? '').toLowerCase().replace(/\.csv$/, '');
  if (account === undefined) return missing();
  const open = /^unbilled-(current|previous)$/.exec(id)?.[1];
  if (open !== undefined) return openFile(world, account, open === 'current' ? 'current' : 'previous', file);
  const invoice = findAny(world, account.id, id);
  return invoice !== undefined && filesOf(invoice).includes(file) ? closedFile(world, account, invoice, file) : missing();
}

function closedFile(world: World, account: PartnerAccount, invoice: AnyInvoice, file: string): RemoteAnswer {
  const name = `${invoice.id}_${file}.csv`;
  if (invoice.kind === 'Recurring')
    return textFile(name, file === 'license' ? seatFile(world, account, invoice) : usageFile(world, account, invoice));
  if (file === 'dailyusage') return streamFile(name, bytes(dailyFile(world, billedDays(world, invoice), invoice.id)));
  return streamFile(
    name,
    csvFile(world, invoiceLines(world, invoice), { invoiceId: invoice.id, issuedAt: invoice.issuedAt, rules: invoice.rules }),
  );
}

/** What is not on an invoice yet, in the partner's own currency. */
function openFile(world: World, account: PartnerAccount, which: 'current' | 'previous', file: string): RemoteAnswer {
  const name = `unbilled_${which}_${file}.csv`;
  if (file === 'dailyusage') return streamFile(name, bytes(dailyFile(world, unbilledDays(world, account.id, which, account.currency), '')));
  if (file !== 'reconciliation') return missing();
  const document = { invoiceId: '', issuedAt: world.now(), rules: world.switch('billing') };
  return streamFile(name, csvFile(world, unbilledLines(world, account.id, which, account.currency), document));
}

const headers = (name: string) => ({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename=${name}` });
const textFile = (name: string, body: string): RemoteAnswer => ({ status: 200, headers: headers(name), body });
const streamFile = (name: string, stream: AsyncIterable<Uint8Array>): RemoteAnswer => ({ status: 200, headers: headers(name), stream });

const encoder = new TextEncoder();
const bytes = (texts: Iterable<string>): AsyncIterable<Uint8Array> => Readable.from(texts).map((text: string) => encoder.encode(text));

const routes = [
  route('GET', `${base}/invoices`, showInvoices),
  route('GET', `${base}/invoices/{accountId}/{invoiceId}/{file}`, download),
  ...relationshipPageRoutes,
];

/** The partner portal: pages of billing and of delegated access. */
export const partnerPortal: Remote = {
  name: 'partner-portal',
  hosts: ['partner.microsoft.com'],
  handle: routed(routes, { notFound: missing, wrongVerb: missing }),
};
