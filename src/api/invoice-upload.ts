import type { FastifyInstance } from 'fastify';
import { apiBase } from '../contract/index.ts';
import { importInvoice } from '../contract/invoices.ts';
import { receiveUpload, type UploadOutcome } from '../features/invoices/index.ts';
import { publicId } from '../model/ids.ts';
import { type Refusal, refuse } from './handle.ts';
import { serveUpload, type UploadDeps } from './uploads.ts';

const mostFiles = 2_000;
const usualBytes = 1 << 30;

const refusals: Readonly<Record<Extract<UploadOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknownConnection: refuse('not_found', 'There is no such connection.'),
  notASupplier: refuse('file_unusable', 'A PSA charges nothing: choose the partner account or the distributor that sent the invoice.'),
  noFiles: refuse('file_unusable', 'There is no file in the request.'),
};

/** `POST /invoice-imports`: files go to the disk as they come; what a job may do with them, it does later. */
export const serveInvoiceUpload = (server: FastifyInstance, deps: UploadDeps): Promise<void> =>
  serveUpload(
    server,
    deps,
    { route: importInvoice, mostFiles, mostBytes: deps.uploadBytes ?? usualBytes },
    async ({ context, query, files }) => {
      const { source, ...asked } = query;
      const outcome = await receiveUpload(context, { ...asked, source: source ?? 'upload' }, files);
      if (outcome.status === 'refused') return refusals[outcome.because];
      const jobId = publicId('job', outcome.job.jobId);
      return { reply: { jobId, joined: outcome.job.joined }, location: `${apiBase}/jobs/${jobId}` };
    },
  );
