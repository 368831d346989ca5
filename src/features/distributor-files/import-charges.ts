import { createHash } from 'node:crypto';
import { Fault } from '../../lib/errors.ts';
import { chargesOf, type FileInvoice, invoicesOf, itemLines } from '../../model/distributor-file/charges.ts';
import { readTable } from '../../model/distributor-file/parse.ts';
import { publicId } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { findConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { type ImportOutcome, importInvoice } from '../invoices/index.ts';
import type { JobEnd, JobHandle } from '../jobs/index.ts';
import { type AppliedFile, bytesOf, findFile } from './store.ts';

/** Brings the invoices of a file that was applied to where those of other distributors are. Repeatable: what is here already is no new version. */
export async function importCharges(context: Context, fileId: string, job: JobHandle): Promise<JobEnd> {
  const file = await inScope(context.db, everything, (tx) => findFile(tx, fileId));
  const connection = file === undefined ? undefined : await findConnection(context, file.connectionId);
  if (file?.applied === undefined || connection?.settings.kind !== 'distributorFile') return { result: { done: 'before' } }; // it was removed meanwhile
  const applied: AppliedFile = { ...file, applied: file.applied };
  const invoices = await invoicesIn(context, applied, connection.settings.currency);
  const ends: Imported[] = [];
  for (const invoice of invoices) {
    const outcome = await bring(context, applied, invoice, job);
    if (outcome.status === 'refused')
      throw new Fault('file_unusable', 'permanent', `The invoice ${invoice.number} cannot be kept: ${outcome.because}`);
    ends.push(outcome);
    await job.item({
      subject: invoice.number,
      outcome: outcome.isNew ? 'changed' : 'skipped',
      ...(outcome.state === 'notTying' && { code: 'not_tying', reason: outcome.problems.map(({ sentence }) => sentence).join(' ') }),
    });
    await job.progress({ done: ends.length, total: invoices.length });
  }
  return ended(ends);
}

type Imported = Extract<ImportOutcome, { status: 'imported' }>;

const invoicesIn = async (context: Context, { hash, applied }: AppliedFile, currency: string): Promise<readonly FileInvoice[]> =>
  invoicesOf(
    chargesOf(readTable(await bytesOf(context.blobs, hash), { kind: 'charges', columns: applied.columns }), { currency }),
    applied.invoice,
  );

function bring(context: Context, { connectionId, name }: AppliedFile, invoice: FileInvoice, { signal }: JobHandle): Promise<ImportOutcome> {
  const { number, period, sums, control } = invoice;
  const content = itemLines(invoice);
  const [only] = sums.length === 1 ? sums : [];
  return importInvoice(
    context,
    {
      ...{ connectionId, kind: 'distributorInvoice', source: 'upload' },
      header: {
        number,
        ...(period !== undefined && { period }),
        ...(only !== undefined && { currency: only.currency }),
        ...(control !== undefined && { total: control }),
      },
      // A killed import goes on with just these lines and no others.
      resumeKey: createHash('sha256').update(content).digest('hex'),
      files: [{ name: `${name} ${number}.jsonl`, open: () => bytes(content) }],
    },
    { signal },
  );
}

async function* bytes(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}

function ended(ends: readonly Imported[]): JobEnd {
  const [only] = ends.length === 1 ? ends : [];
  return {
    result: {
      invoices: ends.length,
      lines: ends.reduce((sum, { lines }) => sum + lines, 0),
      changed: ends.filter(({ isNew }) => isNew).length,
      ...(only !== undefined && { invoiceId: publicId('invoice', only.invoiceId), version: only.n, state: only.state }),
    },
    errors: ends.flatMap(({ problems }) => problems),
  };
}
