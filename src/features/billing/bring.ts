import type { BillingManifest, RemoteFile } from '../../connectors/ports.ts';
import { Fault, isAppError } from '../../lib/errors.ts';
import type { ChargedInvoice } from '../../model/billing.ts';
import type { InvoiceKind } from '../../model/invoice.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { importInvoice } from '../invoices/index.ts';
import type { PieceRead } from '../reading.ts';

/** What is to be brought to the invoices: of which connection, what it is, and what its head says. */
export type Bring = {
  readonly context: Context;
  readonly connectionId: string;
  readonly kind: InvoiceKind;
  /** The same in every run, and other for every other download. */
  readonly key: string;
  readonly header: {
    readonly number?: string;
    readonly period?: string;
    readonly currency?: string;
    readonly total?: string;
    readonly status?: string;
  };
};

/** Hands files to the invoices, which keep them whole and know them again. */
export async function bring(
  { context, connectionId, kind, header }: Bring,
  files: readonly RemoteFile[],
  signal: AbortSignal,
  manifestEtag?: string,
): Promise<PieceRead> {
  const outcome = await importInvoice(
    context,
    {
      connectionId,
      kind,
      source: 'sync',
      header,
      files: files.map((file) => ({ name: file.name, open: () => buffers(file.open(signal)) })),
      ...(manifestEtag !== undefined && { manifestEtag }),
    },
    { signal },
  );
  if (outcome.status === 'imported') return { outcome: outcome.isNew ? 'created' : 'unchanged' };
  if (outcome.because === 'wrongPartner')
    throw new Fault(
      'wrong_tenant',
      'needs_operator',
      `The file ${outcome.file} is of the partner ${outcome.fileTenant}, the connection is ${outcome.ownTenant}`,
    );
  throw new Fault('invoice_refused', 'permanent', `The invoice cannot be kept: ${outcome.because}`);
}

/**
 * An export, unless it is the one that is here already: its eTag says so before a byte is fetched. Files that are gone on the way (their key
 * lives half a day) are asked for once more; what is kept by then is not fetched again.
 */
export async function bringExport(
  of: Bring,
  ask: (signal: AbortSignal) => Promise<BillingManifest | undefined>,
  signal: AbortSignal,
): Promise<PieceRead> {
  for (let isAgain = false; ; isAgain = true) {
    const manifest = await ask(signal);
    if (manifest === undefined) return { outcome: 'unchanged' };
    if ((await knownMark(of)) === manifest.eTag) return { outcome: 'unchanged' };
    try {
      const read = await bring(of, manifest.files, signal, manifest.eTag);
      await keepMark(of, manifest.eTag);
      return read;
    } catch (error) {
      if (isAgain || !isAppError(error) || error.code !== 'export_gone') throw error;
    }
  }
}

const kindOfMark = ({ kind, key }: Bring): string => `invoice ${kind} ${key}`;

/** What this download said of itself when it was kept the last time: the eTag of an export, the state of a distributor's invoice. */
export async function knownMark(of: Bring): Promise<string | undefined> {
  const row = await inScope(of.context.db, everything, (tx) =>
    tx
      .selectFrom('sync_cursor')
      .select('cursor')
      .where('connection_id', '=', of.connectionId)
      .where('kind', '=', kindOfMark(of))
      .executeTakeFirst(),
  );
  return row?.cursor;
}

export async function keepMark(of: Bring, mark: string): Promise<void> {
  const at = of.context.clock.now();
  await inScope(of.context.db, everything, (tx) =>
    tx
      .insertInto('sync_cursor')
      .values({ connection_id: of.connectionId, kind: kindOfMark(of), cursor: mark, last_count: null, at })
      .onConflict((conflict) => conflict.columns(['connection_id', 'kind']).doUpdateSet({ cursor: mark, at }))
      .execute(),
  );
}

/** The calendar month that an invoice is for: where its days do not say, the month before it was issued (reference 10.2). */
export const monthOf = ({ period, issuedOn }: Pick<ChargedInvoice, 'period' | 'issuedOn'>): string =>
  period === undefined ? Temporal.PlainDate.from(issuedOn).toPlainYearMonth().subtract({ months: 1 }).toString() : period.to.slice(0, 7);

/** Invoices that are asked for at each reading: late credits and re-issues come within a few months. Older ones can be uploaded. */
const askedDays = 100;

export const isRecent = (context: Context, { issuedOn }: Pick<ChargedInvoice, 'issuedOn'>): boolean =>
  issuedOn >= context.clock.today().subtract({ days: askedDays }).toString();

async function* buffers(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of bytes) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}
