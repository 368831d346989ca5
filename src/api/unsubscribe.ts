import type { FastifyInstance } from 'fastify';
import * as contract from '../contract/unsubscribe.ts';
import { type Context, system } from '../features/context.ts';
import { lookAtUnsubscribing, type Unsubscribing, unsubscribe } from '../features/notices/index.ts';
import { addressOf } from './guard.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

const unknown = refuse('not_found', 'There is no mailbox behind this link.', { hint: 'It was removed: no more mails come.' });

const present = ({ addedAt, event, object, ...view }: Unsubscribing) => ({
  ...view,
  addedAt: addedAt.toString(),
  event: event ?? null,
  object: object ?? null,
});

export const unsubscribeRoutes: readonly Mounted[] = [
  handle(contract.lookAtUnsubscribing, async ({ context, params }) => {
    const view = await lookAtUnsubscribing(context, params.token);
    return view === undefined ? unknown : good(present(view));
  }),
  handle(contract.unsubscribe, async ({ context, params, body }) => {
    const view = await unsubscribe(context, params.token, body);
    return view === undefined ? unknown : good(present(view));
  }),
];

/** The one pair of RFC 8058 and nothing else, however a form encodes it. */
const isOneClick = (body: unknown): boolean =>
  Buffer.isBuffer(body) &&
  /^List-Unsubscribe=One-Click\s*$|name="?List-Unsubscribe"?\s[\s\S]*\r?\n\r?\nOne-Click\r?\n/.test(body.toString());

/**
 * `POST /unsubscribe/{token}`: the button of a mail program (RFC 8058). It sends a form, no cookie and no origin, and is not led on. Open to whoever
 * has the link, as the token is the right; the page at the same address is a GET, which changes nothing, because scanners of mails follow links.
 */
export async function serveOneClick(server: FastifyInstance, { context }: { readonly context: Context }): Promise<void> {
  await server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 4_096 }, (_request, body, parsed) => {
      parsed(null, body);
    });
    const limits = { rateLimit: { max: 30, timeWindow: '1 minute', keyGenerator: addressOf } };
    scope.post<{ Params: { token: string } }>('/unsubscribe/:token', { bodyLimit: 4_096, config: limits }, async (request, reply) => {
      void reply.header('Cache-Control', 'no-store').type('text/plain; charset=utf-8');
      if (!isOneClick(request.body)) return reply.code(400).send('Open the link in a browser, and choose there what stops.\n');
      const as = { ...context, actor: { ...system, origin: addressOf(request) } };
      const view = await unsubscribe(as, request.params.token, { what: 'everything', stop: true });
      return view === undefined
        ? reply.code(404).send('There is no mailbox behind this link.\n')
        : reply.send(`No more notices go to ${view.to}.\n`);
    });
    done();
  });
}
