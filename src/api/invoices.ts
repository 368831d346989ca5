import type { z } from 'zod';
import * as contract from '../contract/invoices.ts';
import type { Page } from '../contract/page.ts';
import {
  findInvoice,
  type Identities,
  type InvoiceView,
  type LineView,
  listInvoices,
  listVersions,
  type PublishOutcome,
  publishInvoice,
  type ReadChange,
  type ReadLine,
  readChanges,
  readLines,
  readSuspense,
  type SuspenseGroup,
  type VersionView,
} from '../features/invoices/index.ts';
import { publicId } from '../model/ids.ts';
import { isIssued } from '../model/invoice.ts';
import { type Money, money } from '../model/money.ts';
import { type AsOf, asOfIn } from './as-of.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';
import { readSort } from './sort.ts';

const unknownInvoice = refuse('not_found', 'There is no such invoice.');
const unknownVersion = refuse('not_found', 'There is no such version of this invoice.');

const refusals: Readonly<Record<Extract<PublishOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknown: unknownVersion,
  published: refuse('conflict', 'This version is in use already.'),
  superseded: refuse('conflict', 'A newer version of this invoice is in use.', { hint: 'Look at the versions again.' }),
  underWay: refuse('conflict', 'This version is still being compared with the one before.', { hint: 'Wait for its job to end.' }),
};

export const invoiceRoutes: readonly Mounted[] = [
  handle(contract.listInvoices, async ({ context, query: { limit, cursor, sort, count, ...filter } }) => {
    const list = { ...readSort(sort, '-period'), limit: limit ?? defaultLimit, cursor, filter, count: count ?? false };
    const page = await listInvoices(context, list);
    return good(pageReply(page, limit, toInvoice(await asOfIn(context)), page.total));
  }),
  handle(contract.getInvoice, async ({ context, params }) => {
    const invoice = await findInvoice(context, params.id);
    return invoice === undefined ? unknownInvoice : good(toDetail(invoice, await asOfIn(context)));
  }),
  handle(contract.listInvoiceVersions, async ({ context, params }) => {
    const invoice = await findInvoice(context, params.id);
    if (invoice === undefined) return unknownInvoice;
    return good({ data: (await listVersions(context, params.id)).map((version) => toVersion(version, invoice.currency)) });
  }),
  handle(contract.listInvoiceLines, async ({ context, params, query }) => {
    const page = await readLines(context, params.id, { ...query, limit: query.limit ?? defaultLimit });
    if (page === undefined) return unknownVersion;
    return good(
      filePage(
        page,
        query,
        page.lines.map((line) => toLine(line, page.ids)),
      ),
    );
  }),
  handle(contract.listInvoiceChanges, async ({ context, params, query }) => {
    const page = await readChanges(context, params.id, { n: params.n, cursor: query.cursor, limit: query.limit ?? defaultLimit });
    if (page === undefined) return unknownVersion;
    return good(
      filePage(
        page,
        query,
        page.changes.map((change) => toChange(change, page.ids)),
      ),
    );
  }),
  handle(contract.getSuspense, async ({ context, params }) => {
    const suspense = await readSuspense(context, params.id);
    if (suspense === undefined) return unknownVersion;
    return good({
      ...suspense,
      byReason: suspense.byReason.map(({ reason, lines, totals }) => ({
        reason,
        lines,
        totals: totals.map(({ amount, currency }) => moneyOf(amount, currency)),
      })),
      groups: suspense.groups.map(toGroup),
    });
  }),
  handle(contract.publishInvoice, async ({ context, params, body }) => {
    const outcome = await publishInvoice(context, { invoiceId: params.id, n: body.version, reason: body.reason });
    if (outcome.status === 'refused') return refusals[outcome.because];
    const invoice = await findInvoice(context, params.id);
    return invoice === undefined ? unknownInvoice : good(toDetail(invoice, await asOfIn(context)));
  }),
];

/** A currency that no list knows has no amount in it that we could name. */
const moneyOf = (amount: string | null | undefined, currency: string | null | undefined): Money | null =>
  amount === null || amount === undefined || !/^[A-Z]{3}$/.test(currency ?? '') ? null : money(amount, currency ?? '');

const directionOf = (effect: string): 'charge' | 'credit' | 'none' => {
  if (/^-?0*(\.0*)?$/.test(effect)) return 'none';
  return effect.startsWith('-') ? 'credit' : 'charge';
};

const toInvoice =
  (asOf: AsOf) =>
  (view: InvoiceView): z.input<typeof contract.ProviderInvoice> => ({
    id: publicId('invoice', view.invoiceId),
    provider: view.provider,
    kind: view.kind,
    connectionId: publicId('connection', view.connectionId),
    connectionName: view.connectionName,
    number: view.number,
    period: view.period,
    currency: view.currency,
    state: view.state,
    lines: view.lines,
    sums: [...view.sums],
    tie: view.tie,
    rest: moneyOf(view.rest, view.header?.currency ?? view.currency),
    versions: view.versions,
    publishedVersion: view.publishedVersion,
    suspenseLines: view.suspenseLines,
    ...asOf(view.connectionId, view.readAt, 'charges'),
    ...(isIssued(view.kind) && { isStale: false }),
    changedAt: view.changedAt.toString(),
  });

const toDetail = (view: InvoiceView, asOf: AsOf): z.input<typeof contract.InvoiceDetail> => {
  const { header } = view;
  const currency = header?.currency ?? view.currency;
  return {
    ...toInvoice(asOf)(view),
    header: header && {
      lines: header.lines ?? null,
      subtotal: moneyOf(header.subtotal, currency),
      tax: moneyOf(header.tax, currency),
      total: moneyOf(header.total, currency),
    },
  };
};

const toVersion = (view: VersionView, currency: string | null): z.input<typeof contract.InvoiceVersion> => ({
  n: view.n,
  kind: view.kind,
  state: view.state,
  source: view.source,
  contentHash: view.contentHash,
  etag: view.etag,
  fetchedAt: view.fetchedAt.toString(),
  lines: view.lines,
  sums: [...view.sums],
  tie: view.tie,
  rest: moneyOf(view.rest, currency),
  problems: [...view.problems],
  files: view.files.map((file) => ({ ...file, names: [...file.names], receivedHashes: [...file.receivedHashes] })),
  changes: view.changes && {
    against: view.changes.against,
    added: view.changes.added,
    removed: view.changes.removed,
    effect: view.changes.effect.map(({ amount, currency: of }) => moneyOf(amount, of)),
  },
  publishedAt: view.publishedAt?.toString() ?? null,
  publishedBy: view.publishedBy,
  reason: view.reason,
});

const shown = (kind: 'customer' | 'subscription', id: string | undefined): string | null => (id === undefined ? null : publicId(kind, id));

const toLine = (line: ReadLine & LineView, ids: Identities): z.input<typeof contract.InvoiceLine> => {
  const { columns, ...view } = line;
  return {
    ...view,
    customerId: shown('customer', ids.customers.get(line.customerKey)),
    subscriptionId: shown('subscription', ids.subscriptions.get(line.subscriptionKey)),
    raw: Object.fromEntries(columns),
  };
};

const toChange = (change: ReadChange, ids: Identities): z.input<typeof contract.InvoiceChange> => ({
  change: change.change,
  effect: moneyOf(change.effect, change.currency),
  direction: directionOf(change.effect),
  dated: change.dated,
  noticedOn: change.noticedOn,
  line: toLine({ ...change.view, lineNo: change.lineNo, columns: change.columns }, ids),
});

/** A page that was read from files: it only goes on, never back. */
const filePage = <Item>(
  { nextCursor, total }: { readonly nextCursor: string | null; readonly total: number | undefined },
  { limit, count }: { readonly limit?: number | undefined; readonly count?: boolean | undefined },
  data: Item[],
): Page<Item> => ({
  data,
  page: { nextCursor, previousCursor: null, hasMore: nextCursor !== null, limit: limit ?? defaultLimit },
  ...(count === true && { totals: { rows: total ?? data.length, exact: total !== undefined || nextCursor === null } }),
});

const named = (text: string): string | null => (text === '' ? null : text);

const toGroup = (group: SuspenseGroup) => ({
  reasons: [...group.reasons],
  customer: named(group.customer),
  customerName: named(group.customerName),
  product: named(group.product),
  productName: named(group.productName),
  chargeType: named(group.chargeType),
  currency: group.currency,
  lines: group.lines,
  total: group.total,
});
