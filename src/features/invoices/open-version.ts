import { sql } from 'kysely';
import type { InvoiceKind } from '../../model/invoice.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { kindOf } from './store.ts';

/** One distinct file of a version. */
export type VersionFile = {
  readonly position: number;
  readonly hash: string;
  readonly format: 'csv' | 'jsonl';
  readonly names: readonly string[];
  readonly lines: number;
  readonly bytes: number;
};

/** The same with its content: inflated, in order, with a header row if it has one. */
export type OpenFile = VersionFile & {
  /** The name under which it came first. */
  readonly name: string;
  readonly open: () => AsyncIterable<Buffer>;
};

export type PublishedVersion = {
  readonly invoiceId: string;
  readonly n: number;
  readonly connectionId: string;
  readonly provider: string;
  readonly kind: InvoiceKind;
  readonly number: string;
  readonly period: string;
  /** Stands for the content: equal hashes, equal lines. */
  readonly contentHash: string;
  readonly fetchedAt: Temporal.Instant;
  readonly lines: number;
  readonly sums: unknown;
  readonly header: unknown;
};

/** A wrong invoice of a distributor becomes `Credited`, and another takes its place (distributors reference 2.7). */
export const asksForMoney = (header: string) =>
  sql<boolean>`coalesce(lower(${sql.ref(header)} ->> 'status'), '') not in ('credited', 'void')`;

export async function readVersionFiles(tx: Tx, invoiceId: string, n: number): Promise<VersionFile[]> {
  const rows = await tx
    .selectFrom('invoice_blob')
    .select(['position', 'content_hash', 'format', 'names', 'lines', 'bytes'])
    .where('invoice_id', '=', invoiceId)
    .where('n', '=', n)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    position: row.position,
    hash: row.content_hash,
    format: row.format === 'csv' ? 'csv' : 'jsonl',
    names: row.names,
    lines: Number(row.lines),
    bytes: Number(row.bytes),
  }));
}

/** What is compared and billed for a month: the published version of each invoice of these connections, or of all; of none that was credited. */
export const listPublished = (
  context: Context,
  { period, connectionIds }: { readonly period: string; readonly connectionIds?: readonly string[] | undefined },
): Promise<PublishedVersion[]> =>
  inScope(context.db, everything, async (tx) => {
    const rows = await tx
      .selectFrom('provider_invoice as i')
      .innerJoin('invoice_version as v', (join) => join.onRef('v.invoice_id', '=', 'i.invoice_id').onRef('v.n', '=', 'i.published_version'))
      .select([
        'i.invoice_id',
        'v.n',
        'i.connection_id',
        'i.provider',
        'v.kind',
        'i.number',
        'i.period',
        'v.content_hash',
        'v.fetched_at',
        'v.lines',
        'v.sums',
        'i.header',
      ])
      .where('i.period', '=', period)
      .where(asksForMoney('i.header'))
      .$if(connectionIds !== undefined, (query) => query.where('i.connection_id', 'in', [...(connectionIds ?? [])]))
      .orderBy('i.number')
      .orderBy('i.invoice_id')
      .execute();
    return rows.map((row) => ({
      invoiceId: row.invoice_id,
      n: row.n,
      connectionId: row.connection_id,
      provider: row.provider,
      kind: kindOf(row.kind),
      number: row.number,
      period: row.period,
      contentHash: row.content_hash,
      fetchedAt: row.fetched_at,
      lines: Number(row.lines),
      sums: row.sums,
      header: row.header,
    }));
  });

/** The lines of a version: its distinct files in order of first listing. Read as streams; nothing is held whole. */
export const openLines = async (
  context: Pick<Context, 'db' | 'blobs'>,
  { invoiceId, n }: { readonly invoiceId: string; readonly n: number },
): Promise<OpenFile[]> =>
  (await inScope(context.db, everything, (tx) => readVersionFiles(tx, invoiceId, n))).map((file) => ({
    ...file,
    name: file.names[0] ?? file.hash,
    open: () => contentOf(context.blobs, file.hash),
  }));

async function* contentOf(blobs: BlobStore, hash: string): AsyncGenerator<Buffer> {
  const blob = await blobs.open(hash);
  try {
    yield* blob.content();
  } finally {
    await blob.close();
  }
}
