import { canonicalJson } from '../../lib/canonical.ts';
import { chargesOf, type FileCharges, invoicesOf } from '../../model/distributor-file/charges.ts';
import type { Table } from '../../model/distributor-file/parse.ts';
import type { ColumnChoice } from '../../model/distributor-file.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { knownNumbers } from '../invoices/index.ts';
import { type FilePreview, type FileWish, type Found, noEffects, tokenOf, unreadIn } from './file-preview.ts';

type Read = FileWish & { readonly columns: ColumnChoice; readonly currency: string };

/** What a file of charges is, before anything of it is imported. */
export async function previewCharges(context: Context, { file, inUse }: Found, table: Table, read: Read): Promise<FilePreview> {
  const { asOf = file.receivedAt, columns, invoice: told = {} } = read;
  const isReadable = table.missing.length === 0 && table.problems.length === 0;
  const found: FileCharges = isReadable ? chargesOf(table, read) : { charges: [], sum: undefined };
  const known = await inScope(context.db, everything, (tx) => knownNumbers(tx, file.connectionId, 'distributorInvoice'));
  const invoices = invoicesOf(found, told).map((each) => ({ ...each, isKnown: known.has(each.number) }));
  const bad = found.charges.filter(({ problems }) => problems.length > 0);
  const effects = { ...noEffects, charges: { invoices: invoices.length, lines: found.charges.length } };
  const { applied } = file;
  return {
    ...{ file, kind: table.kind, asOf, columns, effects, invoices, invoice: told },
    headings: table.headings,
    unread: unreadIn(table),
    // Its number may be said once for the whole file.
    missing: invoices.some(({ number }) => number === '') ? [...table.missing, ['invoiceNumber']] : table.missing,
    problems: [...table.problems, ...bad.flatMap(({ problems }) => problems)],
    badLines: bad.length,
    ...{ customers: [], subscriptions: [], isOlder: false, losesMany: false },
    // An import that failed left an invoice that is not here: then it is applied once more.
    isInUse:
      invoices.every(({ isKnown }) => isKnown) &&
      canonicalJson([applied?.kind, applied?.columns, applied?.invoice]) === canonicalJson([table.kind, columns, told]),
    token: tokenOf(file, inUse, { kind: table.kind, columns, told, effects }),
  };
}
