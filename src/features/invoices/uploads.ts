import { z } from 'zod';
import { Fault } from '../../lib/errors.ts';
import { ownReseller, publicId } from '../../model/ids.ts';
import { InvoiceKind, InvoiceSource, Month } from '../../model/invoice.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import { findConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { type JobEnd, type JobHandle, type StartedJob, startJob } from '../jobs/index.ts';
import { Received, type ReceivedFile, readBesides } from './besides.ts';
import type { ImportOutcome } from './import-input.ts';
import { importInvoice } from './import-invoice.ts';
import { toldUnknown } from './nearest-kind.ts';

const Asked = z.object({ kind: InvoiceKind.optional(), number: z.string().optional(), period: Month.optional(), source: InvoiceSource });
export type AskedUpload = z.infer<typeof Asked>;

export type UploadOutcome =
  | { readonly status: 'started'; readonly job: StartedJob }
  | { readonly status: 'refused'; readonly because: 'unknownConnection' | 'notASupplier' | 'noFiles' };

/** Takes files as they come, each into the entrance of the store, and starts the job that reads them. What breaks off leaves nothing. */
export async function receiveUpload(
  context: Context,
  { connectionId, ...asked }: AskedUpload & { readonly connectionId: string },
  files: AsyncIterable<{ readonly name: string; readonly content: AsyncIterable<Buffer> }>,
): Promise<UploadOutcome> {
  const connection = await findConnection(context, connectionId);
  if (connection === undefined) return { status: 'refused', because: 'unknownConnection' };
  if (connection.side === 'psa') return { status: 'refused', because: 'notASupplier' };
  const uploadId = context.ids();
  const received: ReceivedFile[] = [];
  try {
    for await (const file of files) {
      const at = `upload-${uploadId}-${received.length}`;
      received.push({ name: file.name, at, ...(await context.blobs.receive(at, file.content)) });
    }
    if (received.length === 0) return { status: 'refused', because: 'noFiles' };
    const job = await inScope(context.db, everything, async (tx) => {
      await tx
        .insertInto('invoice_upload')
        .values({
          upload_id: uploadId,
          reseller_id: ownReseller,
          connection_id: connectionId,
          asked: JSON.stringify(asked),
          files: JSON.stringify(received),
          created_at: context.clock.now(),
        })
        .execute();
      const started = await startJob(context, tx, {
        kind: 'importInvoice',
        title: `Import ${received.length === 1 ? (received[0]?.name ?? 'a file') : `${received.length} files`}`,
        input: { uploadId },
        unit: 'lines',
      });
      await record(tx, context, {
        action: 'invoice.uploaded',
        object: publicId('connection', connectionId),
        after: { files: received.map(({ name, bytes, hash }) => ({ name, bytes, sha256: hash })) },
      });
      return started;
    });
    return { status: 'started', job };
  } catch (error) {
    for (const { at } of received) await context.blobs.forget(at);
    throw error;
  }
}

/** Reads what was uploaded. Repeatable: the files stay in the entrance until all of them are kept. */
export async function runUpload(context: Context, uploadId: string, job: JobHandle): Promise<JobEnd> {
  const upload = await inScope(context.db, everything, (tx) =>
    tx.selectFrom('invoice_upload').selectAll().where('upload_id', '=', uploadId).executeTakeFirst(),
  );
  if (upload === undefined) return { result: { done: 'before' } }; // killed after its last step
  const asked = Asked.parse(upload.asked);
  const files = z.array(Received).parse(upload.files);
  try {
    const { header, lineFiles } = await readBesides(context.blobs, files);
    const outcome = await importInvoice(
      context,
      {
        connectionId: upload.connection_id,
        kind: asked.kind,
        source: asked.source,
        header: {
          ...header,
          ...(asked.number !== undefined && { number: asked.number }),
          ...(asked.period !== undefined && { period: asked.period }),
        },
        resumeKey: uploadId,
        files: lineFiles.map(({ name, at }) => ({ name, open: () => context.blobs.received(at) })),
      },
      { signal: job.signal, progress: (lines, file) => job.progress({ done: lines, step: `Reading ${file}` }) },
    );
    await forget(context, uploadId, files);
    return ended(outcome, asked.source);
  } catch (error) {
    // What cannot be read today cannot be read tomorrow; everything else is tried again with the same files.
    if (error instanceof Fault && error.kind === 'permanent') await forget(context, uploadId, files);
    throw error;
  }
}

async function forget(context: Context, uploadId: string, files: readonly ReceivedFile[]): Promise<void> {
  await inScope(context.db, everything, (tx) => tx.deleteFrom('invoice_upload').where('upload_id', '=', uploadId).execute());
  for (const { at } of files) await context.blobs.forget(at);
}

const refusals = {
  unknownConnection: 'The connection does not exist any more.',
  notASupplier: 'This connection charges nothing.',
  noFiles: 'There are no lines among these files.',
} as const;

function ended(outcome: ImportOutcome, source: InvoiceSource): JobEnd {
  if (outcome.status === 'imported') {
    const { invoiceId, n, isNew, state, lines, problems } = outcome;
    return { result: { invoiceId: publicId('invoice', invoiceId), version: n, isNew, state, lines }, errors: problems };
  }
  throw refused(outcome, source);
}

// The browser has no field for it.
const sayKind = 'If it is of a kind all the same, say it with --kind and its word in brackets.';

function refused(outcome: Extract<ImportOutcome, { status: 'refused' }>, source: InvoiceSource): Fault {
  const hint = 'Choose the connection that the file belongs to, or another file.';
  switch (outcome.because) {
    case 'kindUnknown':
      return unusable(toldUnknown(outcome.file, outcome.nearest, source), source === 'cli' ? `${hint} ${sayKind}` : hint);
    case 'wrongPartner':
      return unusable(
        `${outcome.file} is of the partner ${outcome.fileTenant}; this connection is ${outcome.ownTenant}. Nothing of it was kept.`,
        hint,
      );
    default:
      return unusable(refusals[outcome.because], hint);
  }
}

const unusable = (sentence: string, hint: string): Fault => new Fault('file_unusable', 'permanent', sentence, { hint });
