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
import { joinsOf, sameApplication } from './same-application.ts';
import { type DistributorFile, findFile, markApplied } from './store.ts';

export type ApplyFile = FileWish & {
  /** Of the preview that was looked at. */
  readonly token: string;
  /** A person saw that more than half is gone. */
  readonly acceptGone?: boolean | undefined;
};

export type ApplyOutcome =
  /** The job that was started, by the same application asked for twice, too; undefined when the same file is in use already, and nothing is read again. */
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
  if (preview.token !== token) return inScope(context.db, everything, (tx) => appliedBefore(tx, preview, token));
  if (preview.losesMany && !acceptGone) return { status: 'refused', because: 'losesMany', preview };
  if (preview.isInUse) return { status: 'applied', jobId: undefined };
  return keep(context, preview);
}

/** Of two who send the same at once, or one shortly after the other, the second is told the job of the first. */
async function appliedBefore(tx: Tx, preview: FilePreview, token: string): Promise<ApplyOutcome> {
  const jobId = await sameApplication(tx, preview, token);
  return jobId === undefined ? { status: 'refused', because: 'stale' } : { status: 'applied', jobId };
}

/** An empty file is a failed export, never a distributor that lost everything. */
const hasRecords = ({ customers, subscriptions, invoices, kind }: FilePreview): boolean =>
  ({ customers, subscriptions, charges: invoices })[kind].length > 0;

const keep = (context: Context, preview: FilePreview): Promise<ApplyOutcome> =>
  inScope(context.db, everything, async (tx): Promise<ApplyOutcome> => {
    const { file, kind, columns, invoice, asOf, effects, token } = preview;
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
    const now = await findFile(tx, file.fileId); // the connection is locked: who applied it meanwhile is through
    if (now?.applied?.at.toString() !== file.applied?.at.toString()) return appliedBefore(tx, preview, token);
    const at = context.clock.now();
    const joins = joinsOf(file.fileId, token);
    await markApplied(tx, file.fileId, { kind, columns, invoice, asOf, counts: effects, at, by: context.actor.name });
    const jobId =
      kind === 'charges'
        ? await importLater(context, tx, file, joins)
        : await readLater(context, tx, { connectionId, name: row.name, joins });
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
async function readLater(context: Context, tx: Tx, of: Parameters<typeof readUploaded>[2]): Promise<JobId> {
  await tx
    .updateTable('connection')
    .set({ state: 'connected', reason: null, changed_at: context.clock.now() })
    .where('connection_id', '=', of.connectionId)
    .execute();
  return readUploaded(context, tx, of);
}

/** Invoices: they say nothing of what the distributor has today. */
async function importLater(context: Context, tx: Tx, { fileId, name }: DistributorFile, joins: string): Promise<JobId> {
  const job = { kind: 'importCharges', title: `Import ${name}`, input: { fileId }, unit: 'invoices', joins } as const;
  const { jobId } = await startJob(context, tx, job);
  return jobId;
}
