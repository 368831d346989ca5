import { Decimal, parseDecimal } from '../../../lib/decimal.ts';
import type { InvoiceKind } from '../../../model/invoice.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { changesSince, listPublished, openLines, type PublishedVersion } from '../../invoices/index.ts';
import { readerMark } from '../files/scan/reader-mark.ts';
import type { KeptFile, LineChange, PublishedFile, PublishedFiles } from './published.ts';

/** Which kinds of file the engine reads, and what they hold. */
const holds: Readonly<Partial<Record<InvoiceKind, PublishedFile['holds']>>> = {
  reconciliation: 'lines',
  portalCsv: 'lines',
  v1Lines: 'lines',
  dailyUsage: 'usage',
  distributorInvoice: 'items',
  legacyLicence: 'oldLicences',
  legacyUsage: 'oldUsage',
};

/** The published versions of a month out of the store of invoices. */
export const publishedFiles: PublishedFiles = async (context, period, connectionIds) => {
  const versions = await listPublished(context, { period, connectionIds });
  const parts = await incomplete(context, versions);
  const files: PublishedFile[] = [];
  for (const version of versions) {
    const what = holds[version.kind];
    if (what === undefined) continue;
    const blobs = await openLines(context, version);
    files.push({
      holds: what,
      invoiceId: version.invoiceId,
      number: version.number,
      connectionId: version.connectionId,
      version: version.n,
      contentHash: version.contentHash,
      fetchedAt: version.fetchedAt.toString(),
      format: blobs[0]?.format ?? 'jsonl',
      isComplete: !parts.has(version.invoiceId),
      changesSince: (since, signal) => lineChanges(context, version, { since, signal }),
      blobs: await Promise.all(blobs.map(({ name, hash }) => keptFile(context, name, hash, what))),
    });
  }
  return files;
};

const keptFile = async ({ blobs }: Context, name: string, hash: string, what: PublishedFile['holds']): Promise<KeptFile> => ({
  name,
  kept: blobs.pathOf(hash),
  ...(what === 'lines' && { linesIn: await blobs.derived(hash, readerMark()) }),
});

type Since = { readonly since: number; readonly signal: AbortSignal };

async function* lineChanges(context: Context, { invoiceId, n }: PublishedVersion, { since, signal }: Since): AsyncGenerator<LineChange> {
  for await (const { change, effect, currency, lineNo, view } of changesSince(context, invoiceId, { since, n, signal })) {
    const size = parseDecimal(view.subtotal) ?? parseDecimal(effect)?.abs() ?? new Decimal(0);
    const amount = change === 'added' ? size : size.negated();
    yield { tenantId: view.customerKey, subscriptionId: view.subscriptionKey, currency, amount, change, lineNo };
  }
}

const missingParts = ['blob_missing', 'rows_unreadable', 'line_count_differs'];

/** Invoices that a person published although something of them is not there: they prove nothing about what is absent. */
async function incomplete(context: Context, versions: readonly PublishedVersion[]): Promise<Set<string>> {
  if (versions.length === 0) return new Set();
  const rows = await inScope(context.db, everything, (tx) =>
    tx
      .selectFrom('invoice_version')
      .select(['invoice_id', 'problems'])
      .where((where) => where.or(versions.map(({ invoiceId, n }) => where.and({ invoice_id: invoiceId, n }))))
      .execute(),
  );
  return new Set(
    rows.filter(({ problems }) => missingParts.some((code) => JSON.stringify(problems).includes(`"${code}"`))).map((row) => row.invoice_id),
  );
}
