import { canonicalJson } from '../../lib/canonical.ts';
import { type Books, booksOf, type TakenFile } from '../../model/distributor-file/books.ts';
import { columnOf, readTable, type Table } from '../../model/distributor-file/parse.ts';
import { type ColumnChoice, distributorFileFields } from '../../model/distributor-file.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { findConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { type FilePreview, type FileWish, type Found, noEffects, tokenOf, unreadIn } from './file-preview.ts';
import { previewCharges } from './preview-charges.ts';
import { type AppliedFile, bytesOf, type DistributorFile, type Effect, type Effects, filesInUse, findFile } from './store.ts';

const shownRows = 20;

/** What a file would do, before anything of it counts. Undefined when there is no such file. */
export async function previewFile(context: Context, fileId: string, wish: FileWish): Promise<FilePreview | undefined> {
  const found = await inScope(context.db, everything, async (tx) => {
    const file = await findFile(tx, fileId);
    return file === undefined ? undefined : { file, inUse: await filesInUse(tx, file.connectionId) };
  });
  if (found === undefined) return undefined;
  const connection = await findConnection(context, found.file.connectionId);
  if (connection?.settings.kind !== 'distributorFile') return undefined;
  const settings = { currency: connection.settings.currency, today: context.clock.today().toString() };
  const bytes = await bytesOf(context.blobs, found.file.hash);
  const { table, wanted } = tableOf(bytes, wish, found.inUse);
  if (table.kind === 'charges')
    return previewCharges(context, found, table, { ...wish, columns: leftOut(wanted, table), currency: settings.currency });
  const books = found.inUse.filter(({ applied }) => applied.kind !== 'charges');
  const before = await Promise.all(books.map((file) => taken(context, file)));
  const now: TakenFile = { kind: table.kind, bytes, columns: chosenIn(table), asOf: '' };
  const isReadable = table.missing.length === 0 && table.problems.length === 0;
  const after = isReadable ? booksOf([...before.filter(({ kind }) => kind !== table.kind), now], settings) : undefined;
  return describe({ ...found, inUse: books }, table, { ...wish, columns: wanted, before: booksOf(before, settings), after });
}

/** Kind and columns as a person wants them; what he leaves open as in the file before, whose headings may be words that only this partner uses. */
function tableOf(bytes: Uint8Array, { kind, columns }: FileWish, inUse: readonly AppliedFile[]): { table: Table; wanted: ColumnChoice } {
  const like = ({ applied }: AppliedFile) => {
    const wanted = { ...applied.columns, ...columns };
    return { table: readTable(bytes, { kind: applied.kind, columns: wanted }), wanted };
  };
  const first = readTable(bytes, { kind, columns });
  const before = inUse.find(({ applied }) => applied.kind === first.kind);
  const found = before === undefined ? { table: first, wanted: { ...columns } } : like(before);
  if (kind !== undefined || found.table.missing.length === 0) return found;
  return inUse.map(like).find(({ table }) => table.missing.length === 0) ?? found;
}

export const taken = async (context: Pick<Context, 'blobs'>, { hash, applied }: AppliedFile): Promise<TakenFile> => ({
  kind: applied.kind,
  bytes: await bytesOf(context.blobs, hash),
  columns: applied.columns,
  asOf: applied.asOf.toString(),
});

/** What a person said not to be there is not looked for in the next file either. */
const leftOut = (wanted: ColumnChoice, table: Table): ColumnChoice => ({
  ...Object.fromEntries(Object.entries(wanted).filter(([, heading]) => heading === '')),
  ...chosenIn(table),
});

const chosenIn = (table: Table): ColumnChoice =>
  Object.fromEntries(
    distributorFileFields[table.kind].filter((field) => table.places.has(field)).map((field) => [field, columnOf(table, field)]),
  );

type Sides = FileWish & { readonly before: Books; readonly after: Books | undefined };

function describe(
  { file, inUse }: Found,
  table: Table,
  { asOf = file.receivedAt, before, after, columns: wanted = {} }: Sides,
): FilePreview {
  const columns = leftOut(wanted, table);
  const bad = after?.badLines[table.kind] ?? [];
  const effects = after === undefined ? noEffects : effectsOf(before, after);
  return {
    file,
    kind: table.kind,
    asOf,
    headings: table.headings,
    columns,
    unread: unreadIn(table),
    missing: table.missing,
    effects,
    problems: [...table.problems, ...bad.flatMap(({ problems }) => problems)],
    badLines: bad.length,
    customers: (after?.accounts.items ?? []).slice(0, shownRows),
    subscriptions: (after?.subscriptions.items ?? []).slice(0, shownRows),
    invoices: [],
    invoice: {},
    ...againstCurrent(
      inUse.find(({ applied }) => applied.kind === table.kind),
      { file, asOf, columns },
    ),
    losesMany: isMany(effects.customers) || isMany(effects.subscriptions),
    token: tokenOf(file, inUse, { kind: table.kind, columns, effects }),
  };
}

type Now = { readonly file: DistributorFile; readonly asOf: Temporal.Instant; readonly columns: ColumnChoice };

function againstCurrent(current: AppliedFile | undefined, { file, asOf, columns }: Now): Pick<FilePreview, 'isInUse' | 'isOlder'> {
  if (current === undefined) return { isInUse: false, isOlder: false };
  const isSame = current.fileId === file.fileId && canonicalJson(current.applied.columns) === canonicalJson(columns);
  const age = Temporal.Instant.compare(asOf, current.applied.asOf);
  return { isInUse: isSame && age === 0, isOlder: age < 0 };
}

const effectsOf = (before: Books, after: Books): Effects => ({
  customers: effect(before.accounts.items, after.accounts.items),
  subscriptions: effect(before.subscriptions.items, after.subscriptions.items),
  charges: noEffects.charges,
});

function effect(before: readonly { readonly remoteId: string }[], after: readonly { readonly remoteId: string }[]): Effect {
  const known = new Map(before.map((each) => [each.remoteId, canonicalJson(each)]));
  const kept = after.filter(({ remoteId }) => known.has(remoteId));
  const unchanged = kept.filter((each) => known.get(each.remoteId) === canonicalJson(each)).length;
  return { create: after.length - kept.length, change: kept.length - unchanged, gone: known.size - kept.length, unchanged };
}

/** More than half of what there was, as in a reading that is doubted (src/features/sync/completeness.ts); below ten that is everyday life. */
const isMany = ({ gone, change, unchanged }: Effect): boolean => gone + change + unchanged >= 10 && gone > change + unchanged;
