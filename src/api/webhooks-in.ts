import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Context, system } from '../features/context.ts';
import { hooksPath, type Receive, type Received, receiveDelivery } from '../features/feeds/index.ts';

/** One more than a notification may have: what is longer is refused by whoever checks it, and counted there. */
const mostBytes = 64 * 1024 + 1;

const statuses = { taken: 200, known: 200, nobody: 404, refused: 401, tryLater: 503 } as const satisfies Record<Received['status'], number>;

/**
 * `POST /hooks/partner-center/{key}`, and `/relay` for a tool that hands on what it gets. Open to the world: the key says whose account it is, the
 * signature over the raw bytes says that it is Microsoft's word. No detail in any answer (reliability reference, section 11).
 */
export async function serveWebhooksIn(server: FastifyInstance, { context }: { readonly context: Context }): Promise<void> {
  await server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.setErrorHandler((error, request, reply) => {
      const isTooLarge = (error as { statusCode?: number }).statusCode === 413;
      if (!isTooLarge) context.log.error({ err: error, requestId: request.id }, 'a notification could not be kept; its sender comes back');
      void reply.code(isTooLarge ? 401 : 503).send();
    });
    const options = { bodyLimit: mostBytes, config: { rateLimit: false } } as const;
    const receive = (isRelayed: boolean) => async (request: FastifyRequest, reply: FastifyReply) => {
      const { key } = request.params as { readonly key: string }; // the address has it
      const as = { ...context, actor: { ...system, origin: request.ip } };
      const { status } = await receiveDelivery(as, { pathKey: key, delivery: deliveryOf(request), isRelayed });
      return reply.code(statuses[status]).send();
    };
    scope.post(`${hooksPath}/:key`, options, receive(false));
    scope.post(`${hooksPath}/:key/relay`, options, receive(true));
    done();
  });
}

/** The bytes untouched, and the headers in pairs, so that a doubled one shows. */
function deliveryOf(request: FastifyRequest): Receive['delivery'] {
  const { rawHeaders } = request.raw;
  const headers = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []));
  return { body: request.body instanceof Uint8Array ? request.body : new Uint8Array(), headers };
}
