import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { apiBase } from '../contract/index.ts';
import { importInvoice } from '../contract/invoices.ts';
import { type Context, system } from '../features/context.ts';
import { receiveUpload, type UploadOutcome } from '../features/invoices/index.ts';
import { publicId } from '../model/ids.ts';
import { checkCall, findCaller } from './guard.ts';
import { type Refusal, refuse } from './handle.ts';
import { parseParts, sendProblem } from './mount.ts';
import { fromRefusal, ofCode } from './problem.ts';

export type UploadDeps = { readonly context: Context; readonly baseUrl: () => string; readonly uploadBytes?: number | undefined };

const mostFiles = 2_000;
const usualBytes = 1 << 30;

const refusals: Readonly<Record<Extract<UploadOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknownConnection: refuse('not_found', 'There is no such connection.'),
  notASupplier: refuse('file_unusable', 'A PSA charges nothing: choose the partner account or the distributor that sent the invoice.'),
  noFiles: refuse('file_unusable', 'There is no file in the request.'),
};

/** `POST /invoice-imports`: files go to the disk as they come; what a job may do with them, it does later. */
export async function serveInvoiceUpload(server: FastifyInstance, deps: UploadDeps): Promise<void> {
  const most = deps.uploadBytes ?? usualBytes;
  await server.register(async (scope) => {
    await scope.register(multipart, { limits: { files: mostFiles, fileSize: most, fields: 0, headerPairs: 20 } });
    scope.post(apiBase + importInvoice.path, { bodyLimit: most }, async (request, reply) => {
      const caller = await findCaller(deps.context, request, deps.baseUrl());
      const refusal = checkCall(importInvoice, caller, request, deps.context.clock.now());
      if (refusal !== undefined) return sendProblem(reply, fromRefusal(refusal, request.id));
      const parts = parseParts(importInvoice, request);
      if ('refused' in parts) return sendProblem(reply, fromRefusal(parts, request.id));
      if (!request.isMultipart())
        return sendProblem(reply, ofCode('unsupported_media_type', 'Send the files as multipart/form-data.', request.id));
      const context = { ...deps.context, scope: { reseller: '*' as const }, actor: caller?.actor ?? { ...system, origin: request.ip } };
      const { source, ...asked } = parts.query as z.output<NonNullable<typeof importInvoice.query>>; // parsed by this very schema
      const outcome = await receiveUpload(context, { ...asked, source: source ?? 'upload' }, filesOf(request, most));
      if (outcome.status === 'refused') return sendProblem(reply, fromRefusal(refusals[outcome.because], request.id));
      const jobId = publicId('job', outcome.job.jobId);
      return reply.code(importInvoice.status).header('Location', `${apiBase}/jobs/${jobId}`).send({ jobId, joined: outcome.job.joined });
    });
  });
}

/** All files together have so many bytes at most; one that goes beyond ends the request, and nothing of it is kept. */
async function* filesOf(
  request: FastifyRequest,
  most: number,
): AsyncGenerator<{ readonly name: string; readonly content: AsyncIterable<Buffer> }> {
  let left = most;
  async function* within(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of content) {
      left -= piece.length;
      if (left < 0) throw Object.assign(new Error('The files are larger than allowed'), { statusCode: 413 });
      yield piece;
    }
  }
  for await (const part of request.files()) yield { name: part.filename, content: within(part.file as AsyncIterable<Buffer>) };
}
