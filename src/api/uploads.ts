import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { apiBase } from '../contract/index.ts';
import type { Route } from '../contract/route.ts';
import { type Context, system } from '../features/context.ts';
import { checkCall, findCaller } from './guard.ts';
import type { Refusal } from './handle.ts';
import { parseParts, sendProblem } from './mount.ts';
import { fromRefusal, ofCode } from './problem.ts';

export type UploadDeps = { readonly context: Context; readonly baseUrl: () => string; readonly uploadBytes?: number | undefined };
export type SentFile = { readonly name: string; readonly content: AsyncIterable<Buffer> };

export type UploadOf<R extends Route> = {
  readonly context: Context;
  readonly query: z.output<NonNullable<R['query']>>;
  readonly files: AsyncIterable<SentFile>;
};
/** The good answer; `location`: where to look how far it is. */
type Answer = { readonly reply: unknown; readonly location?: string } | Refusal;

/** A route whose body is files: they go to the disk as they come, and all of them together have so many bytes at most. */
export async function serveUpload<R extends Route>(
  server: FastifyInstance,
  deps: UploadDeps,
  { route, mostFiles, mostBytes: most }: { readonly route: R; readonly mostFiles: number; readonly mostBytes: number },
  act: (upload: UploadOf<R>) => Promise<Answer>,
): Promise<void> {
  await server.register(async (scope) => {
    await scope.register(multipart, { limits: { files: mostFiles, fileSize: most, fields: 0, headerPairs: 20 } });
    scope.post(apiBase + route.path, { bodyLimit: most }, async (request, reply) => {
      const caller = await findCaller(deps.context, request, deps.baseUrl());
      const refusal = checkCall(route, caller, request, deps.context.clock.now());
      if (refusal !== undefined) return sendProblem(reply, fromRefusal(refusal, request.id));
      const parts = parseParts(route, request);
      if ('refused' in parts) return sendProblem(reply, fromRefusal(parts, request.id));
      if (!request.isMultipart())
        return sendProblem(reply, ofCode('unsupported_media_type', 'Send the files as multipart/form-data.', request.id));
      const context = { ...deps.context, scope: { reseller: '*' as const }, actor: caller?.actor ?? { ...system, origin: request.ip } };
      const query = parts.query as z.output<NonNullable<R['query']>>; // parsed by this very schema
      return send(route, await act({ context, query, files: filesOf(request, most) }), request, reply);
    });
  });
}

function send(route: Route, answer: Answer, request: FastifyRequest, reply: FastifyReply) {
  if ('refused' in answer) return sendProblem(reply, fromRefusal(answer, request.id));
  return (answer.location === undefined ? reply : reply.header('Location', answer.location)).code(route.status).send(answer.reply);
}

/** One that goes beyond ends the request, and nothing of it is kept. */
async function* filesOf(request: FastifyRequest, most: number): AsyncGenerator<SentFile> {
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
