import { z } from 'zod';
import { ColumnChoice, DistributorFileKind, ToldInvoice } from '../../model/distributor-file.ts';
import { ownReseller } from '../../model/ids.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** How many records a file creates, changes, takes away and leaves as they are. */
const Effect = z.object({ create: z.number(), change: z.number(), gone: z.number(), unchanged: z.number() });
export type Effect = z.infer<typeof Effect>;
/** How many invoices with how many lines a file of charges holds. */
const Charged = z.object({ invoices: z.number(), lines: z.number() });
export const Effects = z.object({ customers: Effect, subscriptions: Effect, charges: Charged.default({ invoices: 0, lines: 0 }) });
export type Effects = z.infer<typeof Effects>;

export type DistributorFile = {
  readonly fileId: string;
  readonly connectionId: string;
  readonly name: string;
  readonly hash: string;
  readonly bytes: number;
  readonly receivedAt: Temporal.Instant;
  readonly receivedBy: string;
  /** Undefined until it was applied. */
  readonly applied:
    | {
        readonly kind: DistributorFileKind;
        readonly columns: ColumnChoice;
        /** What a person said of the invoice that it is. */
        readonly invoice: ToldInvoice;
        readonly asOf: Temporal.Instant;
        readonly counts: Effects;
        readonly at: Temporal.Instant;
        readonly by: string;
      }
    | undefined;
};

const select = (tx: Tx) => tx.selectFrom('distributor_file').selectAll();
type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const toFile = (row: Row): DistributorFile => ({
  fileId: row.file_id,
  connectionId: row.connection_id,
  name: row.name,
  hash: row.content_hash,
  bytes: Number(row.bytes),
  receivedAt: row.received_at,
  receivedBy: row.received_by,
  applied:
    row.applied_at === null || row.as_of === null
      ? undefined
      : {
          kind: DistributorFileKind.parse(row.kind),
          columns: ColumnChoice.parse(row.columns),
          invoice: ToldInvoice.parse(row.invoice ?? {}),
          asOf: row.as_of,
          counts: Effects.parse(row.counts),
          at: row.applied_at,
          by: row.applied_by ?? '',
        },
});

export const findFile = async (tx: Tx, fileId: string): Promise<DistributorFile | undefined> => {
  const row = await select(tx).where('file_id', '=', fileId).executeTakeFirst();
  return row === undefined ? undefined : toFile(row);
};

/** Newest first. */
export const filesOf = async (tx: Tx, connectionId: string, limit: number): Promise<readonly DistributorFile[]> =>
  (
    await select(tx)
      .where('connection_id', '=', connectionId)
      .orderBy('received_at', 'desc')
      .orderBy('file_id', 'desc')
      .limit(limit)
      .execute()
  ).map(toFile);

export type AppliedFile = DistributorFile & { readonly applied: NonNullable<DistributorFile['applied']> };
const isApplied = (file: DistributorFile): file is AppliedFile => file.applied !== undefined;

/** Of each kind the file that was applied last: what a connection is read from, and how the next file of invoices is read. */
export async function filesInUse(tx: Tx, connectionId: string): Promise<readonly AppliedFile[]> {
  const rows = await select(tx)
    .distinctOn('kind')
    .where('connection_id', '=', connectionId)
    .where('applied_at', 'is not', null)
    .orderBy('kind')
    .orderBy('applied_at', 'desc')
    .execute();
  return rows.map(toFile).filter(isApplied);
}

type Received = Pick<DistributorFile, 'connectionId' | 'name' | 'hash' | 'bytes' | 'receivedAt' | 'receivedBy'>;

/** The same bytes for the same connection are one file, received once more. */
export async function keepFile(
  tx: Tx,
  fileId: string,
  { connectionId, name, hash, bytes, receivedAt, receivedBy }: Received,
): Promise<DistributorFile> {
  const again = { name, received_at: receivedAt, received_by: receivedBy };
  const row = await tx
    .insertInto('distributor_file')
    .values({ file_id: fileId, reseller_id: ownReseller, connection_id: connectionId, content_hash: hash, bytes, ...again })
    .onConflict((on) => on.columns(['connection_id', 'content_hash']).doUpdateSet(again))
    .returningAll()
    .executeTakeFirstOrThrow();
  return toFile(row);
}

export const markApplied = (tx: Tx, fileId: string, { kind, columns, invoice, asOf, counts, at, by }: AppliedFile['applied']) =>
  tx
    .updateTable('distributor_file')
    .set({
      ...{ kind, as_of: asOf, applied_at: at, applied_by: by },
      ...{ columns: JSON.stringify(columns), invoice: JSON.stringify(invoice), counts: JSON.stringify(counts) },
    })
    .where('file_id', '=', fileId)
    .execute();

/** The bytes of a file as they came. */
export async function bytesOf(blobs: Pick<BlobStore, 'open'>, hash: string): Promise<Uint8Array> {
  const reader = await blobs.open(hash);
  try {
    const parts: Buffer[] = [];
    for await (const part of reader.content()) parts.push(part);
    return Buffer.concat(parts);
  } finally {
    await reader.close();
  }
}
