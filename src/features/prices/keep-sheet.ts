import { sql } from 'kysely';
import type { Quarantined, RemoteFile } from '../../connectors/ports.ts';
import { Fault } from '../../lib/errors.ts';
import { keepReceived } from '../../platform/blobs/keep-received.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { PieceRead } from '../reading.ts';
import { eachRecord } from '../reconciliation/files/read/index.ts';
import { type Basis, BasisJudge } from './basis.ts';
import { type SheetRow, sheetFramer } from './sheet-rows.ts';
import { sheetContent } from './unzip.ts';

/** Whose price sheet, for which market and month. */
export type SheetOf = { readonly connectionId: string; readonly market: string; readonly view: string; readonly month: string };

const batch = 1_000;

/**
 * Keeps a price sheet as the next version of its month and market; the same file again changes nothing. The file is put down first, so that
 * a slow database never holds the remote up and the same file is known by its hash before a row is read; it is kept as it came, under that hash.
 * Nobody sees a sheet that is half read.
 */
export async function keepSheet(context: Context, of: SheetOf, file: RemoteFile, signal: AbortSignal): Promise<PieceRead> {
  const name = `prices-${context.ids()}`;
  try {
    const { hash } = await context.blobs.receive(name, buffers(file.open(signal)));
    if (!context.blobs.has(hash)) await keepReceived(context.blobs, name);
    const begun = await inScope(context.db, everything, (tx) => begin(context, tx, of, hash));
    if (begun === 'same') return { outcome: 'unchanged' };
    const { sheetId, version } = begun;
    const read = await readInto(context, sheetId, of, context.blobs.received(name), signal);
    await inScope(context.db, everything, (tx) =>
      tx
        .updateTable('price_sheet')
        .set({ state: 'kept', basis: read.basis ?? null, currency: read.currency, rows: read.rows, read_at: context.clock.now() })
        .where('sheet_id', '=', sheetId)
        .execute(),
    );
    return { outcome: version === 1 ? 'created' : 'updated', refused: read.refused };
  } finally {
    await context.blobs.forget(name);
  }
}

async function* buffers(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of bytes) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}

const versions = (tx: Tx, { connectionId, market, view, month }: SheetOf) =>
  tx
    .selectFrom('price_sheet')
    .select(['sheet_id', 'version', 'state', 'sha256'])
    .where('connection_id', '=', connectionId)
    .where('market', '=', market)
    .where('view', '=', view)
    .where('month', '=', month)
    .orderBy('version', 'desc')
    .execute();

async function begin(context: Context, tx: Tx, of: SheetOf, sha256: string): Promise<'same' | { sheetId: string; version: number }> {
  const known = await versions(tx, of);
  for (const { sheet_id, state } of known) if (state === 'reading') await drop(tx, sheet_id); // what a killed reading left
  const newest = known.find(({ state }) => state === 'kept');
  if (newest?.sha256 === sha256) return 'same';
  const [sheetId, version] = [context.ids(), (newest?.version ?? 0) + 1];
  const { connectionId, market, view, month } = of;
  await tx
    .insertInto('price_sheet')
    .values({
      ...{ sheet_id: sheetId, connection_id: connectionId, market, view, month, version, sha256 },
      ...{ state: 'reading', basis: null, currency: '', rows: 0, read_at: context.clock.now() },
    })
    .execute();
  return { sheetId, version };
}

type Read = {
  readonly rows: number;
  readonly currency: string;
  readonly basis: Basis | undefined;
  readonly refused: readonly Quarantined[];
};

async function readInto(context: Context, sheetId: string, of: SheetOf, file: AsyncIterable<Buffer>, signal: AbortSignal): Promise<Read> {
  const judge = new BasisJudge();
  const refused: Quarantined[] = [];
  const currencies = new Set<string>();
  let waiting: SheetRow[] = [];
  let rows = 0;
  const framer = sheetFramer(
    (row) => {
      if (row.market !== of.market) throw refusedSheet(of, `it is for ${row.market}`);
      currencies.add(row.currency);
      judge.add(row);
      waiting.push(row);
    },
    (record) => refused.push(record),
  );
  const flush = async (): Promise<void> => {
    signal.throwIfAborted();
    for (let at = 0; at < waiting.length; at += batch) {
      const some = waiting.slice(at, at + batch);
      const from = rows + at;
      await inScope(context.db, everything, (tx) => insertRows(tx, sheetId, from, some));
    }
    rows += waiting.length;
    waiting = [];
  };
  try {
    await eachRecord(sheetContent(file), framer, async () => {
      if (waiting.length >= batch) await flush();
    });
    await flush();
    const [currency, other] = currencies;
    if (currency === undefined) throw refusedSheet(of, 'it has no prices');
    if (other !== undefined) throw refusedSheet(of, `it has prices in ${currency} and in ${other}`);
    const judged = judge.judge();
    // A sheet whose monthly rows nobody can understand would make prices wrong by twelve times.
    if ('because' in judged) throw refusedSheet(of, judged.because);
    return { rows, currency, basis: judged.basis, refused };
  } catch (error) {
    await inScope(context.db, everything, (tx) => drop(tx, sheetId));
    throw error;
  }
}

async function drop(tx: Tx, sheetId: string): Promise<void> {
  await tx.deleteFrom('price_row').where('sheet_id', '=', sheetId).execute();
  await tx.deleteFrom('price_sheet').where('sheet_id', '=', sheetId).execute();
}

async function insertRows(tx: Tx, sheetId: string, from: number, rows: readonly SheetRow[]): Promise<void> {
  const json = rows.map((row, index) => ({
    sheet_id: sheetId,
    row_no: from + index,
    product_id: row.productId,
    sku_id: row.skuId,
    product_title: row.productTitle,
    sku_title: row.skuTitle,
    term: row.term,
    billing_plan: row.billingPlan,
    segment: row.segment,
    currency: row.currency,
    unit_price: row.unitPrice,
    retail_price: row.retailPrice,
    tier_from: row.tierFrom,
    tier_to: row.tierTo,
    starts_at: row.startsAt?.toString() ?? null,
    ends_at: row.endsAt?.toString() ?? null,
    tags: row.tags,
  }));
  await sql`insert into price_row select * from json_populate_recordset(null::price_row, ${JSON.stringify(json)}::json)`.execute(tx);
}

const refusedSheet = ({ market, month }: SheetOf, why: string): Fault =>
  new Fault('price_sheet_refused', 'permanent', `The price sheet of ${market} for ${month} is not used: ${why}`, {
    remote: 'prices',
    hint: 'Earlier versions of it stay in use. Findings that need its prices are left out.',
  });
