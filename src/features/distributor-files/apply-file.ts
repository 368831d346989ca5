import { ConnectionSettings } from '../../model/connection.ts';
import { type JobId, publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { startJob } from '../jobs/index.ts';
import { readUploaded } from '../sync/index.ts';
import type { FilePreview, FileWish } from './file-preview.ts';
import { previewFile } from './preview-file.ts';
import { type DistributorFile, markApplied } from './store.ts';

export type ApplyFile = FileWish & {
  /** Of the preview that was looked at. */
  readonly token: string;
  /** A person saw that more than half is gone. */
  readonly acceptGone?: boolean | undefined;
};

export type ApplyOutcome =
  /** `jobId` undefined: the same file is in use already, and nothing is read again. */
  | { readonly status: 'applied'; readonly jobId: JobId | undefined }
  | { readonly status: 'refused'; readonly because: 'unknown' | 'stale' | 'paused' | 'inFuture' }
  | { readonly status: 'refused'; readonly because: 'unreadable' | 'losesMany'; readonly preview: FilePreview };

/** Takes a file that was looked at: from now on the connection is what it says, and it is read by the same job that reads every other distributor. */
export async function applyFile(
  context: Context,
  fileId: string,
  { token, acceptGone = false, ...wish }: ApplyFile,
): Promise<ApplyOutcome> {
  if (wish.asOf !== undefined && Temporal.Instant.compare(wish.asOf, context.clock.now()) > 0)
    return { status: 'refused', because: 'inFuture' };
  const preview = await previewFile(context, fileId, wish);
  if (preview === undefined) return { status: 'refused', because: 'unknown' };
  if (preview.missing.length > 0 || !hasRecords(preview)) return { status: 'refused', because: 'unreadable', preview };
  if (preview.token !== token) return { status: 'refused', because: 'stale' };
  if (preview.losesMany && !acceptGone) return { status: 'refused', because: 'losesMany', preview };
  if (preview.isInUse) return { status: 'applied', jobId: undefined };
  return keep(context, preview);
}

/** An empty file is a failed export, never a distributor that lost everything. */
const hasRecords = ({ customers, subscriptions, invoices, kind }: FilePreview): boolean =>
  ({ customers, subscriptions, charges: invoices })[kind].length > 0;

const keep = (context: Context, { file, kind, columns, invoice, asOf, effects }: FilePreview): Promise<ApplyOutcome> =>
  inScope(context.db, everything, async (tx): Promise<ApplyOutcome> => {
    const { connectionId } = file;
    const row = await tx
      .selectFrom('connection')
      .select(['name', 'state', 'settings'])
      .where('connection_id', '=', connectionId)
      .where('removed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || ConnectionSettings.parse(row.settings).kind !== 'distributorFile')
      return { status: 'refused', because: 'unknown' };
    if (row.state === 'off') return { status: 'refused', because: 'paused' };
    const at = context.clock.now();
    await markApplied(tx, file.fileId, { kind, columns, invoice, asOf, counts: effects, at, by: context.actor.name });
    const jobId =
      kind === 'charges' ? await importLater(context, tx, file) : await readLater(context, tx, { connectionId, name: row.name });
    await record(tx, context, {
      action: 'distributorFile.applied',
      object: publicId('connection', connectionId),
      after: {
        file: publicId('distributorFile', file.fileId),
        name: file.name,
        sha256: file.hash,
        kind,
        columns,
        invoice,
        asOf: asOf.toString(),
        effects,
      },
    });
    return { status: 'applied', jobId };
  });

/** Books: the connection is what they say from now on. */
async function readLater(context: Context, tx: Tx, of: { readonly connectionId: string; readonly name: string }): Promise<JobId> {
  await tx
    .updateTable('connection')
    .set({ state: 'connected', reason: null, changed_at: context.clock.now() })
    .where('connection_id', '=', of.connectionId)
    .execute();
  return readUploaded(context, tx, of);
}

/** Invoices: they say nothing of what the distributor has today. */
async function importLater(context: Context, tx: Tx, { fileId, name }: DistributorFile): Promise<JobId> {
  const { jobId } = await startJob(context, tx, { kind: 'importCharges', title: `Import ${name}`, input: { fileId }, unit: 'invoices' });
  return jobId;
}
